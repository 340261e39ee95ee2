package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/talk"
	"wireladder/servers"
)

func newServeCommand(c *console.Console) *cobra.Command {
	o := &talk.ServerOptions{}
	cmd := &cobra.Command{
		Use:   "serve udp|tcp [HOST] PORT",
		Short: "Run one uppercase server",
		Long: `serve answers what clients send with the same text in upper case, until ^C: the
letters a-z of ASCII; all other bytes, such as those of "é", stay as they are. It
tells who connected, what came and what went, and who left whom.

HOST is a name or an address of this machine; without it the server takes
clients of this machine alone, with 0.0.0.0 at all its IPv4 addresses, with "::"
at those of IPv6 too. Whoever can reach a UDP server can forge a datagram that
seems to come from another such server, and the two answer each other for ever.
Port 0 is a free one, which the first line names.

A TCP server divides its time among its clients by --model:
  once    one client after the other, one message each: what one recv returns
          is answered, and the connection closed
  loop    one client after the other, each until it ends its stream
  select  all at once, in one thread, which select(2) tells who has something
          to say. FD_SETSIZE bounds it to about 1,000 clients: more wait in the
          queue until one leaves
  thread  all at once, each in a thread of its own
With once and loop a silent client holds up all others.

--on-interrupt says what ^C does to clients that are connected: drain answers
what has come and ends in order (they see a FIN), reset drops them (a RST). A
second ^C ends the program at once.
` + failure.ExitStatus,
		Example: `  wireladder serve udp 12000
  wireladder serve udp 0.0.0.0 12000
  wireladder serve tcp localhost 12000 --model thread --calls`,
		Args: func(cmd *cobra.Command, args []string) error {
			return o.CheckArguments(args, cmd.CommandPath()+" --help")
		},
		ValidArgs: []string{"udp", "tcp"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.Parse(args, cmd.Flags().Changed); err != nil {
				return err
			}
			return talk.RunServer(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.Model, "model", "m", servers.Once.String(), "TCP `model`: "+strings.Join(servers.ModelNames(), "|"))
	f.IntVar(&o.Backlog, "backlog", servers.DefaultBacklog, "what listen is given: `n`+1 may wait")
	f.IntVar(&o.RecvSize, "recvsize", talk.RecvSize, "`bytes` that one recv takes at most")
	f.BoolVar(&o.ReuseAddr, "reuseaddr", true, "start again in spite of TIME-WAIT")
	f.StringVar(&o.OnInterrupt, "on-interrupt", servers.Drain.String(), "`how` ^C ends clients: drain|reset")
	f.BoolVar(&o.Calls, "calls", false, "print each socket call as it returns")
	o.Family.AddFlags(f)
	return cmd
}
