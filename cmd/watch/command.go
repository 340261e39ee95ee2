package watch

import (
	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/usage"
)

// NewCommand returns `wireladder watch`. outlive has this process go on when who reads stdout has gone,
// until what it returns is called.
func NewCommand(c *console.Console, outlive func() (stop func())) *cobra.Command {
	o := &options{}
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Draw what goes over an interface, while it does",
		Long: `watch captures on an interface, the machine's loopback unless --iface names another,
and draws each packet as it comes: a lifeline for each socket, with the name of the
program that has it where that is to be known, and a sentence below each arrow. What
goes wrong is told when it is seen. ^C ends it, with what else is known then.

-o FILE.pcapng and .pcap are written while it goes on, packet by packet: the file is
in its place from the beginning, and good whatever ends wireladder. With --ring it is
a row of files, FILE-1.pcapng and so on, of which the newest are kept. Pictures and
all other outputs are made of that at the end.

With --tui the newest 1,000 packets are on the whole screen of the terminal, with the
newest in hand, and the keys of wireladder view (? lists them). b goes back, and
that step stays in hand whatever comes; End follows again; q ends the capture.

With --web the newest 300 packets are a page that is served, and follows what comes.
Two links are told: whoever has the lecturer's may go back, with all who opened the
other, or its QR code, and on again; each of these may look back by himself. It goes
on until ^C. By --web this machine alone can open it; by --web=192.168.1.5, with a
port or without, whoever reaches that address. Nothing is encrypted. The page's own
packets are left out of all.

Where more comes than can be drawn, rows are left out, and a row says how many. No
packet is left out of a file for that. --process and --pid choose by the socket that
a packet comes from or goes to, as the kernel tells while it is there.

Capturing on a real interface is not for everybody: without the right to it, watch
says how to get it. "wireladder shell" opens a private network that needs none.
` + failure.ExitStatus,
		Example: `  wireladder watch --port 12000
  wireladder watch --process server.py -o run.pcapng
  wireladder watch --tui --port 12000
  wireladder watch --web --port 12000 -o run.pcapng
  wireladder watch -i eth0 --filter 'tcp port 80 or udp port 53'
  wireladder watch -i eth0 --quiet -o run.pcapng --ring 5x100MB
  wireladder watch --format jsonl | jq .explain`,
		Args: usage.Takes(0, 0, "no arguments"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			defer outlive()()
			return runWatch(cmd.Context(), c, o)
		},
	}
	o.addFlags(cmd.Flags())
	return cmd
}
