package cmd

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"wireladder/capture"
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
		Args:      clientArguments,
		ValidArgs: []string{"udp", "tcp"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := parseClient(o, cmd, args); err != nil {
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

// clientArguments checks how many arguments there are.
func clientArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 || len(args)-1 > 2 || len(flags.SplitPort(args[1:])) != 2 {
		return failure.Misused(fmt.Sprintf("for example %q; see %q", "wireladder client udp localhost 12000", cmd.CommandPath()+" --help"),
			"client takes udp or tcp, a host, and a port")
	}
	return nil
}

// parseClient reads the arguments and checks the options.
func parseClient(o *talk.ClientOptions, cmd *cobra.Command, args []string) (err error) {
	if o.Proto, err = flags.Protocol(args[0]); err != nil {
		return err
	}
	at := flags.SplitPort(args[1:])
	o.Host = at[0]
	if o.Port, err = flags.Port(at[1], 1); err != nil {
		return err
	}
	if o.Proto == capture.UDP && !cmd.Flags().Changed("timeout") {
		o.Timeout = talk.Timeout
	}
	if err := onlyTCP(cmd, o.Proto, "shutdown"); err != nil {
		return err
	}
	return o.Check()
}
