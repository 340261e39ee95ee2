package cmd

import (
	"time"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/cmd/talk"
)

func newClientCommand(c *console.Console) *cobra.Command {
	o := &talk.ClientOptions{}
	cmd := &cobra.Command{
		Use:   "client udp|tcp HOST PORT",
		Short: "Send lines to an uppercase server and show its answers",
		Long: `client sends each line that it reads to a server, as a datagram or, over TCP, in
one connection, and prints what comes back when it comes, whole line or not. In a
terminal it asks for lines, and ^D ends it; else it reads stdin to its end.

A TCP answer ends with its newline. After one without it, the client waits for the
rest, 1s or --timeout, and goes on. What comes unasked, from elsewhere, or was cut
is told on stderr.

HOST is a name or an address. Of a name's addresses an IPv4 one is taken first;
-6 takes one of IPv6.

A UDP client is promised no answer: after --timeout it says so and goes on. It
is not told either that nobody listens, unless --connect connects its socket.

--shutdown ends one or both directions of a TCP connection after the last line
(shutdown(2)), and what still comes is printed until the server closes.
` + failure.ExitStatus,
		Example: `  wireladder client udp localhost 12000
  echo hello | wireladder client tcp localhost 12000 --calls
  echo ping | wireladder client udp localhost 12000 --count 5 --interval 500ms`,
		Args: func(cmd *cobra.Command, args []string) error {
			return o.CheckArguments(args, cmd.CommandPath()+" --help")
		},
		ValidArgs: []string{"udp", "tcp"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.Parse(args, cmd.Flags().Changed); err != nil {
				return err
			}
			return talk.RunClient(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.IntVarP(&o.Count, "count", "n", 1, "send each line so many times")
	flags.AddDuration(f, &o.Interval, "interval", "i", time.Second, "`time` between two messages: 500ms, 2 (seconds)")
	flags.AddDuration(f, &o.Timeout, "timeout", "w", time.Second, "`time` to wait, 0: for ever (default: udp 1s, tcp 0)")
	f.StringVar(&o.Shutdown, "shutdown", "", "after the last line: rd|wr|rdwr")
	f.BoolVar(&o.Connect, "connect", false, "connect the UDP socket")
	f.IntVar(&o.RecvSize, "recvsize", talk.RecvSize, "`bytes` that one recv takes at most")
	f.BoolVar(&o.Calls, "calls", false, "print each socket call as it returns, on stderr")
	o.Family.AddFlags(f)
	return cmd
}
