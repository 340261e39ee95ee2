package cmd

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"wireladder/capture"
	"wireladder/servers"
)

// clientTimeout is how long a UDP client waits for an answer where nothing else
// is said, as the textbook's does.
const clientTimeout = time.Second

// clientOptions are the options of `wireladder client`.
type clientOptions struct {
	Proto    capture.Protocol
	Host     string
	Port     uint16
	Family   familyOptions
	Count    int           // how often each line is sent
	Interval time.Duration // between two messages
	Timeout  time.Duration // 0: none
	Shutdown string        // "": none
	Connect  bool
	RecvSize int
	Calls    bool
}

func newClientCommand(c *console) *cobra.Command {
	o := &clientOptions{}
	cmd := &cobra.Command{
		Use:   "client udp|tcp HOST PORT",
		Short: "Send lines to an uppercase server and show its answers",
		Long: `client sends each line that it reads to a server, as a datagram or, over TCP, in
one connection, and prints what comes back. In a terminal it asks for lines, and
^D ends it; else it reads stdin to its end.

HOST is a name or an address. Of a name's addresses an IPv4 one is taken first;
-6 takes one of IPv6.

A UDP client is promised no answer: after --timeout it says so and goes on. It
is not told either that nobody listens, unless --connect connects its socket.

--shutdown ends one or both directions of a TCP connection after the last line
(shutdown(2)), and what still comes is printed until the server closes.
` + exitStatus,
		Example: `  wireladder client udp localhost 12000
  echo hello | wireladder client tcp localhost 12000 --calls
  echo ping | wireladder client udp localhost 12000 --count 5 --interval 500ms`,
		Args:      clientArguments,
		ValidArgs: []string{"udp", "tcp"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.parse(cmd, args); err != nil {
				return err
			}
			return runClient(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.IntVarP(&o.Count, "count", "n", 1, "send each line so many times")
	f.DurationVarP(&o.Interval, "interval", "i", 0, "`time` between two messages")
	f.DurationVarP(&o.Timeout, "timeout", "w", 0, "`time` to wait, 0: for ever (default: udp 1s, tcp 0)")
	f.StringVar(&o.Shutdown, "shutdown", "", "after the last line: rd|wr|rdwr")
	f.BoolVar(&o.Connect, "connect", false, "connect the UDP socket")
	f.IntVar(&o.RecvSize, "recvsize", textbookRecvSize, "`bytes` that one recv takes at most")
	f.BoolVar(&o.Calls, "calls", false, "print each socket call as it returns, on stderr")
	o.Family.addFlags(f)
	return cmd
}

// clientArguments checks how many arguments there are.
func clientArguments(cmd *cobra.Command, args []string) error {
	if len(args) != 3 {
		return misused(fmt.Sprintf("for example %q; see %q", "wireladder client udp localhost 12000", cmd.CommandPath()+" --help"),
			"client takes udp or tcp, a host, and a port")
	}
	return nil
}

// parse reads the arguments and checks the options.
func (o *clientOptions) parse(cmd *cobra.Command, args []string) (err error) {
	if o.Proto, err = protocolOf(args[0]); err != nil {
		return err
	}
	o.Host = args[1]
	if o.Port, err = portOf(args[2], 1); err != nil {
		return err
	}
	if o.Proto == capture.UDP && !cmd.Flags().Changed("timeout") {
		o.Timeout = clientTimeout
	}
	if err := onlyTCP(cmd, o.Proto, "shutdown"); err != nil {
		return err
	}
	return o.check()
}

func (o *clientOptions) check() error {
	_, known := directions[o.Shutdown]
	switch {
	case o.Shutdown != "" && !known:
		return misused("", "--shutdown takes rd, wr or rdwr, not %q", o.Shutdown)
	case o.Connect && o.Proto == capture.TCP:
		return misused("leave it out", "--connect is for udp; over tcp every client connects")
	case o.Count < 1 || o.RecvSize < 1:
		return misused("", "--count and --recvsize must be 1 or more")
	case o.Interval < 0 || o.Timeout < 0 || o.Timeout > 0 && o.Timeout < time.Millisecond:
		return misused("", "--interval and --timeout are times such as 500ms, of no less than a millisecond")
	}
	return o.Family.check()
}

// directions are the names that --shutdown knows.
var directions = map[string]capture.Shut{"rd": capture.ShutRead, "wr": capture.ShutWrite, "rdwr": capture.ShutBoth}

func runClient(ctx context.Context, c *console, o *clientOptions) (err error) {
	addr, err := o.Family.resolve(ctx, o.Host)
	if err != nil {
		return err
	}
	t := &talk{o: o, server: netip.AddrPortFrom(addr, o.Port), out: c.stdout, told: &narrator{w: c.stderr}}
	_, t.screen = terminal(c.stdout)
	t.keyboard = isTerminal(c.stdin)
	opts := servers.ClientOptions{Server: t.server, RecvSize: o.RecvSize, Timeout: o.Timeout, Connect: o.Connect}
	if o.Calls {
		opts.Observer = t.told
	}
	t.waiting = o.Proto == capture.TCP || o.Connect // for the connection
	if t.client, err = servers.OpenClient(ctx, o.Proto, opts); err != nil {
		return t.explain(ctx, err)
	}
	t.waiting = false
	err = t.run(ctx, readLines(ctx, c.stdin, o.limit(addr)))
	if closed := t.client.Close(); err == nil {
		err = closed
	}
	return t.explain(ctx, err)
}

// limit returns how long a line may be.
func (o *clientOptions) limit(addr netip.Addr) int {
	if o.Proto == capture.UDP {
		return servers.MaxDatagram(addr)
	}
	return servers.MaxLine
}

// isTerminal reports whether somebody types what is read.
func isTerminal(r any) bool {
	f, ok := r.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
