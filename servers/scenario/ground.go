package scenario

import (
	"context"
	"errors"
	"net/netip"
	"slices"

	"wireladder/capture/live"
	"wireladder/capture/netns/wire"
	"wireladder/capture/netstat"
	"wireladder/capture/sockdiag"
)

// ground is where a run takes place: where its packets are captured, and whose
// kernels are asked for its sockets.
type ground struct {
	record live.RecordOptions // how packets come
	views  []sockdiag.View
	server netip.Addr // of the server; invalid: as in the options
	hosts  Hosts
	opened []func() error // what is to be closed, in this order
}

// openGround opens the wire between two hosts, or loopback where there is none.
func openGround(ctx context.Context, w *Wire, port uint16, private bool) (*ground, error) {
	g := &ground{}
	open := func() error { return g.openLoopback(port, private) }
	if w != nil {
		open = func() error { return g.openWire(ctx, w) }
	}
	if err := open(); err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

// close closes what was opened.
func (g *ground) close() {
	for _, shut := range g.opened {
		_ = shut() // all was read, nothing was written
	}
}

// options returns the options of a run on this ground.
func (g *ground) options(o Options) Options {
	if g.server.IsValid() {
		o.Host, o.Hosts = g.server, g.hosts
	}
	return o
}

// openLoopback captures what goes to and from the port on loopback, and asks what the
// kernel counts there if nobody else uses it.
func (g *ground) openLoopback(port uint16, private bool) error {
	sentinel, err := live.NewSentinel()
	if err != nil {
		return err
	}
	g.opened = append(g.opened, sentinel.Close)
	filter, err := live.PortFilter(port, sentinel.Port())
	if err != nil {
		return err
	}
	opened, err := live.Open(live.Options{Interface: Loopback, Filter: filter})
	if err != nil {
		return err
	}
	g.opened = append([]func() error{opened.Close}, g.opened...)
	g.record = live.RecordOptions{Live: opened, Sentinel: sentinel}
	return g.view("", private)
}

// view opens a view of the network that the calling thread is in: of its sockets,
// and if it is private of its counters. A system that does not tell of them has
// none: that is no failure.
func (g *ground) view(host string, private bool) error {
	v := sockdiag.View{Host: host}
	var err, countErr error
	if v.Reader, err = sockdiag.Open(); err == nil {
		g.opened = append(g.opened, v.Reader.Close)
	}
	if private {
		if v.Counters, countErr = netstat.Open(); countErr == nil {
			g.opened = append(g.opened, v.Counters.Close)
		}
	}
	if v.Reader != nil || v.Counters != nil {
		g.views = append(g.views, v)
	}
	return errors.Join(unlessUnsupported(err), unlessUnsupported(countErr))
}

// asksForSockets reports whether a kernel can be asked for its sockets.
func (g *ground) asksForSockets() bool {
	return slices.ContainsFunc(g.views, func(v sockdiag.View) bool { return v.Reader != nil })
}

// unlessUnsupported returns the error, unless it is that a system cannot be asked.
func unlessUnsupported(err error) error {
	if errors.Is(err, sockdiag.ErrUnsupported) || errors.Is(err, netstat.ErrUnsupported) {
		return nil
	}
	return err
}

// openWire makes two hosts, and captures at both ends of what joins them.
func (g *ground) openWire(ctx context.Context, w *Wire) error {
	faults, err := w.faults()
	if err != nil {
		return err
	}
	joined, err := wire.New(ctx, wire.Options{Faults: faults, Delay: w.Delay, Loss: w.Loss, Seed: w.Seed})
	if err != nil {
		return err
	}
	g.opened = append(g.opened, joined.Close)
	g.record = live.RecordOptions{Wire: joined}
	g.server, g.hosts = joined.Server().Addr, Hosts{Server: joined.Server(), Client: joined.Client()}
	return errors.Join(g.viewHost(joined.Server()), g.viewHost(joined.Client()))
}

// viewHost opens a view of one of the hosts.
func (g *ground) viewHost(h *wire.Host) error {
	return h.Do(func() error { return g.view(h.Name, true) })
}
