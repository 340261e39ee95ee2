package talk

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"syscall"

	"wireladder/capture"
	"wireladder/cmd/console"
	"wireladder/cmd/failure"
	"wireladder/cmd/flags"
	"wireladder/servers"
)

// RecvSize is what the textbook's programs give recv and recvfrom.
const RecvSize = 2048

// ServerOptions are the options of `wireladder serve`.
type ServerOptions struct {
	Proto       capture.Protocol
	Host        string // "": this machine alone
	Port        uint16 // 0: a free one
	Family      flags.FamilyOptions
	Model       string
	Backlog     int
	RecvSize    int
	ReuseAddr   bool
	OnInterrupt string
	Calls       bool
}

// RunServer serves until ^C, or until it can't tell any more what happens: it
// takes leave of its clients then, too.
func RunServer(ctx context.Context, c *console.Console, o *ServerOptions) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	n := &narrator{w: c.Stdout, unheard: stop}
	opts, err := o.serverOptions(ctx, n)
	if err != nil {
		return err
	}
	if err := checkThreads(); err != nil {
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
	return failure.Of(n.failure(), "make room for it, or do without: >/dev/null")
}

// serverOptions checks the options and tells what the server is to do.
func (o *ServerOptions) serverOptions(ctx context.Context, n *narrator) (servers.ServerOptions, error) {
	opts := servers.ServerOptions{
		Backlog: o.Backlog, RecvSize: o.RecvSize, NoReuseAddr: !o.ReuseAddr, Interrupt: ctx, Event: o.tellWith(n),
	}
	var err error
	if opts.Model, err = servers.ParseModel(o.Model); err != nil {
		return opts, failure.Misused("", "%w", err)
	}
	if opts.OnInterrupt, err = servers.ParseFarewell(o.OnInterrupt); err != nil {
		return opts, failure.Misused("", "%w", err)
	}
	if o.RecvSize < 1 || o.Backlog < 1 {
		return opts, failure.Misused("", "--recvsize and --backlog must be 1 or more")
	}
	if err := o.Family.Check(); err != nil {
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
func (o *ServerOptions) address(ctx context.Context) (netip.Addr, error) {
	switch {
	case o.Host != "":
		return o.Family.Resolve(ctx, o.Host)
	case o.Family.IPv6:
		return netip.IPv6Loopback(), nil
	}
	return netip.AddrFrom4([4]byte{127, 0, 0, 1}), nil
}

// describe tells where the server is, and of what kind.
func (o *ServerOptions) describe(addr netip.AddrPort) string {
	where := fmt.Sprintf("%v %v", o.Proto, addr)
	switch {
	case addr.Addr().IsUnspecified():
		where += " (all addresses)"
	case o.Host == "":
		where += " (this machine alone)"
	}
	if o.Proto == capture.TCP {
		where += fmt.Sprintf(", model %s, backlog %d", o.Model, o.Backlog)
	}
	return where + "; ^C ends it"
}

// tellWith returns a hook that prints events, the server's farewell in the
// words of its options.
func (o *ServerOptions) tellWith(n *narrator) func(servers.Event) {
	return func(e servers.Event) {
		switch e.Kind {
		case servers.Interrupted:
			n.say("interrupt", "%s%s", o.farewell(e.Clients), queue(e.Queued))
		case servers.Expired:
			n.say("expired", "%v are over; %s reset", servers.DefaultDrainTime, countClients(e.Clients))
		default:
			n.event(e)
		}
	}
}

// farewell tells what becomes of the clients.
func (o *ServerOptions) farewell(clients int) string {
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

// queue tells what becomes of those whom nobody has accepted.
func queue(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("; %s in the queue, never accepted: RST", countClients(n))
}

// explain gives the repair for what keeps a server from its address.
func (o *ServerOptions) explain(addr netip.AddrPort, err error) error {
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
	return failure.Of(err, hint)
}
