package cmd

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"wireladder/capture"
	"wireladder/servers"
)

// textbookRecvSize is what the textbook's programs give recv and recvfrom.
const textbookRecvSize = 2048

// serveOptions are the options of `wireladder serve`.
type serveOptions struct {
	Proto       capture.Protocol
	Host        string // "": all IPv4 addresses of this machine
	Port        uint16 // 0: a free one
	Family      familyOptions
	Model       string
	Backlog     int
	RecvSize    int
	ReuseAddr   bool
	OnInterrupt string
	Calls       bool
}

func newServeCommand(c *console) *cobra.Command {
	o := &serveOptions{}
	cmd := &cobra.Command{
		Use:   "serve udp|tcp [HOST] PORT",
		Short: "Run one uppercase server",
		Long: `serve answers what clients send with the same text in upper case, until ^C. It
tells who connected, what came and what went, and who left.

HOST is a name or an address of this machine; without it the server takes
clients at all its IPv4 addresses, with "::" at those of IPv6 too. Port 0 is a
free one, which the first line names.

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
` + exitStatus,
		Example: `  wireladder serve udp 12000
  wireladder serve tcp localhost 12000 --model thread --calls`,
		Args:      serveArguments,
		ValidArgs: []string{"udp", "tcp"},
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.parse(args); err != nil {
				return err
			}
			if err := onlyTCP(cmd, o.Proto, "model", "backlog", "reuseaddr"); err != nil {
				return err
			}
			return runServe(cmd.Context(), c, o)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.Model, "model", "m", servers.Once.String(), "TCP `model`: "+strings.Join(servers.ModelNames(), "|"))
	f.IntVar(&o.Backlog, "backlog", servers.DefaultBacklog, "what listen is given: `n`+1 may wait")
	f.IntVar(&o.RecvSize, "recvsize", textbookRecvSize, "`bytes` that one recv takes at most")
	f.BoolVar(&o.ReuseAddr, "reuseaddr", true, "start again in spite of TIME-WAIT")
	f.StringVar(&o.OnInterrupt, "on-interrupt", servers.Drain.String(), "`how` ^C ends clients: drain|reset")
	f.BoolVar(&o.Calls, "calls", false, "print each socket call as it returns")
	o.Family.addFlags(f)
	return cmd
}

// serveArguments checks how many arguments there are.
func serveArguments(cmd *cobra.Command, args []string) error {
	if len(args) < 2 || len(args) > 3 {
		return misused(fmt.Sprintf("for example %q; see %q", "wireladder serve udp 12000", cmd.CommandPath()+" --help"),
			"serve takes udp or tcp, a host or none, and a port")
	}
	return nil
}

// parse reads the arguments.
func (o *serveOptions) parse(args []string) (err error) {
	if o.Proto, err = protocolOf(args[0]); err != nil {
		return err
	}
	if len(args) == 3 {
		o.Host = args[1]
	}
	o.Port, err = portOf(args[len(args)-1], 0)
	return err
}

// protocolOf reads the name of a protocol.
func protocolOf(name string) (capture.Protocol, error) {
	for _, proto := range []capture.Protocol{capture.UDP, capture.TCP} {
		if name == proto.String() {
			return proto, nil
		}
	}
	return 0, misused("say udp or tcp", "no such protocol %q", name)
}

// onlyTCP refuses flags that mean nothing for UDP.
func onlyTCP(cmd *cobra.Command, proto capture.Protocol, flags ...string) error {
	for _, name := range flags {
		if proto == capture.UDP && cmd.Flags().Changed(name) {
			return misused("UDP has no connections: leave it out, or say tcp", "--%s is for tcp", name)
		}
	}
	return nil
}

// runServe serves until ^C, or until it can't tell any more what happens: it
// takes leave of its clients then, too.
func runServe(ctx context.Context, c *console, o *serveOptions) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	n := &narrator{w: c.stdout, unheard: stop}
	opts, err := o.serverOptions(ctx, n)
	if err != nil {
		return err
	}
	server, err := map[capture.Protocol]func(servers.ServerOptions) (servers.Server, error){
		capture.UDP: servers.ListenUDP, capture.TCP: servers.ListenTCP,
	}[o.Proto](opts)
	if err != nil {
		return o.explain(opts.Addr, err)
	}
	n.say("ready", "%s", o.describe(server.Addr()))
	// The interrupt is the server's to answer: it ends when that is done.
	if err := server.Serve(context.WithoutCancel(ctx)); err != nil {
		return o.explain(opts.Addr, err)
	}
	n.say("closed", "%v %v", o.Proto, server.Addr())
	return failed(n.failure(), "make room for it, or do without: >/dev/null")
}

// serverOptions checks the options and tells what the server is to do.
func (o *serveOptions) serverOptions(ctx context.Context, n *narrator) (servers.ServerOptions, error) {
	opts := servers.ServerOptions{
		Backlog: o.Backlog, RecvSize: o.RecvSize, NoReuseAddr: !o.ReuseAddr, Interrupt: ctx, Event: o.tellWith(n),
	}
	var err error
	if opts.Model, err = servers.ParseModel(o.Model); err != nil {
		return opts, misused("", "%w", err)
	}
	if opts.OnInterrupt, err = servers.ParseFarewell(o.OnInterrupt); err != nil {
		return opts, misused("", "%w", err)
	}
	if o.RecvSize < 1 || o.Backlog < 1 {
		return opts, misused("", "--recvsize and --backlog must be 1 or more")
	}
	if err := o.Family.check(); err != nil {
		return opts, err
	}
	if n.threads = opts.Model == servers.Thread; o.Calls {
		opts.Observer = n
	}
	addr, err := o.address(ctx)
	opts.Addr = netip.AddrPortFrom(addr, o.Port)
	return opts, err
}

// address returns where the server is to be.
func (o *serveOptions) address(ctx context.Context) (netip.Addr, error) {
	switch {
	case o.Host != "":
		return o.Family.resolve(ctx, o.Host)
	case o.Family.IPv6:
		return netip.IPv6Unspecified(), nil
	}
	return netip.IPv4Unspecified(), nil
}

// describe tells where the server is, and of what kind.
func (o *serveOptions) describe(addr netip.AddrPort) string {
	where := fmt.Sprintf("%v %v", o.Proto, addr)
	if addr.Addr().IsUnspecified() {
		where += " (all addresses)"
	}
	if o.Proto == capture.TCP {
		where += fmt.Sprintf(", model %s, backlog %d", o.Model, o.Backlog)
	}
	return where + "; ^C ends it"
}

// tellWith returns a hook that prints events, the server's farewell in the
// words of its options.
func (o *serveOptions) tellWith(n *narrator) func(servers.Event) {
	return func(e servers.Event) {
		switch e.Kind {
		case servers.Interrupted:
			n.say("interrupt", "%s", o.farewell(e.Clients))
		case servers.Expired:
			n.say("expired", "%v are over; %s reset", servers.DefaultDrainTime, countClients(e.Clients))
		default:
			n.event(e)
		}
	}
}

// farewell tells what becomes of the clients.
func (o *serveOptions) farewell(clients int) string {
	drain := o.OnInterrupt == servers.Drain.String()
	switch {
	case o.Proto == capture.UDP && drain:
		return "there are no connections; datagrams that have come are answered"
	case o.Proto == capture.UDP:
		return "there are no connections; datagrams that have come are dropped"
	case clients == 0:
		return "no client connected"
	case drain:
		return fmt.Sprintf("%s connected; draining (%v at most): answers, then FIN", countClients(clients), servers.DefaultDrainTime)
	}
	return fmt.Sprintf("%s connected; resetting: RST", countClients(clients))
}

// explain gives the repair for what keeps a server from its address.
func (o *serveOptions) explain(addr netip.AddrPort, err error) error {
	hint := ""
	switch {
	case errors.Is(err, syscall.EADDRINUSE) && o.Proto == capture.TCP && !o.ReuseAddr:
		hint = "another server has the port, or old connections are in TIME-WAIT, which --reuseaddr would pass over; see: ss -tan"
	case errors.Is(err, syscall.EADDRINUSE):
		hint = fmt.Sprintf("another server has the port; see who: ss -lnp%c 'sport = :%d'; or take another port", o.Proto.String()[0], addr.Port())
	case errors.Is(err, syscall.EACCES) && addr.Port() < 1024:
		hint = "ports below 1024 take a right; take a higher one, such as 12000"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "that is no address of this machine; its own are shown by: ip address"
	case errors.Is(err, syscall.EAFNOSUPPORT):
		hint = "this machine has no such addresses; use one of IPv4"
	}
	return failed(err, hint)
}
