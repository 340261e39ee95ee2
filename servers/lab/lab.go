package lab

import (
	"context"
	"errors"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/bpf"
	"wireladder/capture/live"
	"wireladder/capture/netns"
	"wireladder/capture/netns/host"
	"wireladder/capture/netns/wire"
	"wireladder/capture/sockdiag"
	"wireladder/servers"
)

// Loopback is the interface that runs without a wire take place on.
const Loopback = "lo"

// Options say what a place is like.
type Options struct {
	// Port is that of the servers: on loopback only what goes to and from it is
	// captured. 0: all that goes over the interface, and the sockets that calls tell of.
	Port uint16
	// Wire lies between two hosts, in a private network. nil: there is one host, and
	// its loopback.
	Wire *wire.Options
	// Settings are what the kernel does there, as sysctl(8) names it: "net.ipv4.tcp_fastopen". They are
	// set in private networks alone, those of two hosts among them.
	Settings map[string]string
	// Private says that loopback is the run's alone, so that what its kernel counts
	// are reasons for what the run shows. The network of two hosts always is. Of what
	// others use as well nothing is recorded but what the run's own sockets send and
	// receive.
	Private bool
	// Blind says that nothing is captured, for whom that is not permitted: the recording
	// holds calls, and what kernels say.
	Blind bool
	// Address asks the kernel which address a descriptor of a process has. nil: all calls
	// are made by this process.
	Address func(pid, fd int) netip.AddrPort
}

// Origin says on which interfaces recordings are made in such a place.
func (o Options) Origin() capture.Origin {
	if o.Wire == nil {
		return capture.Origin{Interface: Loopback}
	}
	return capture.Origin{Interface: "client", Second: "server", Addresses: o.Wire.Addresses()}
}

// Hosts are where programs run: the two that a wire joins, or the same one twice. The zero value
// is here.
type Hosts struct{ Server, Client servers.Host }

// Lab is a place for one run. Open makes one.
type Lab struct {
	options Options
	feed    live.Feed
	views   []sockdiag.View
	server  netip.Addr
	hosts   Hosts
	own     *ownership     // nil: all that is captured is the run's
	opened  []func() error // what is to be closed, in this order
}

// Open makes a place. Where there is a wire it must be called as wire.New must. When
// ctx is done what is on its way across a wire is not waited for any more. The caller
// closes the Lab.
func Open(ctx context.Context, o Options) (*Lab, error) {
	l := &Lab{options: o}
	open := l.openLoopback
	if o.Wire != nil {
		open = func() error { return l.openWire(ctx) }
	}
	if err := open(); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// Close closes all that was opened. Nothing may be recorded then.
func (l *Lab) Close() {
	for _, shut := range l.opened {
		_ = shut() // all was read, nothing was written
	}
}

// Server returns the address of the server's host; the invalid one where there is no
// wire, and programs choose one of their own.
func (l *Lab) Server() netip.Addr { return l.server }

// Hosts returns where programs are to run.
func (l *Lab) Hosts() Hosts { return l.hosts }

// TwoHosts reports whether there is a wire: then it is told what becomes of packets.
func (l *Lab) TwoHosts() bool { return l.options.Wire != nil }

// openLoopback opens a loopback: in a private network that of a further one whose sockets are told
// for less, if there can be one.
func (l *Lab) openLoopback() error {
	if !l.options.Private || !netns.SmallTables() {
		return l.captureLoopback()
	}
	h, err := host.New("", netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	if err != nil {
		return l.captureLoopback()
	}
	l.hosts = Hosts{Server: h, Client: h}
	l.opened = append(l.opened, func() error { h.Close(); return nil })
	return h.Do(l.captureLoopback)
}

// captureLoopback captures what goes to and from the port on the loopback of this thread's network.
func (l *Lab) captureLoopback() error {
	if l.options.Private {
		if err := writeSettings(l.options.Settings); err != nil {
			return err
		}
	} else {
		l.own = newOwnership(l.options.Address)
	}
	if l.options.Blind {
		l.feed = live.Blind()
		return l.openView("", l.options.Private)
	}
	sentinel, err := live.NewSentinel()
	if err != nil {
		return err
	}
	l.opened = append(l.opened, sentinel.Close)
	capturing := live.Options{Interface: Loopback}
	if l.options.Port != 0 {
		if capturing.Filter, err = bpf.PortFilter(l.options.Port, sentinel.Port()); err != nil {
			return err
		}
	}
	opened, err := live.Open(capturing)
	if err != nil {
		return err
	}
	l.opened = append([]func() error{opened.Close}, l.opened...)
	l.feed = live.UntilSentinel(opened, sentinel)
	if l.own != nil {
		l.feed = narrowed{l.feed, l.own}
	}
	return l.openView("", l.options.Private)
}

// openWire makes two hosts, and captures at both ends of what joins them.
func (l *Lab) openWire(ctx context.Context) error {
	joined, err := wire.New(ctx, *l.options.Wire)
	if err != nil {
		return err
	}
	l.opened = append(l.opened, joined.Close)
	l.feed = joined
	l.server, l.hosts = joined.Server().Addr, Hosts{Server: joined.Server(), Client: joined.Client()}
	for _, h := range []*host.Host{joined.Server(), joined.Client()} {
		if err := h.Do(func() error { return errors.Join(writeSettings(l.options.Settings), l.openView(h.Name, true)) }); err != nil {
			return err
		}
	}
	return nil
}
