package scenario

import (
	"context"
	"errors"
	"net/netip"

	"wireladder/capture/live"
	"wireladder/capture/netns/wire"
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
func openGround(ctx context.Context, w *Wire, port uint16) (*ground, error) {
	g := &ground{}
	open := func() error { return g.openLoopback(port) }
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

// openLoopback captures what goes to and from the port on loopback.
func (g *ground) openLoopback(port uint16) error {
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
	return g.view("", sockdiag.Open)
}

// view opens a view of a host's sockets. A system that does not tell of them has
// none: that is no failure.
func (g *ground) view(host string, open func() (*sockdiag.Reader, error)) error {
	reader, err := open()
	if errors.Is(err, sockdiag.ErrUnsupported) {
		return nil
	}
	if err != nil {
		return err
	}
	g.views = append(g.views, sockdiag.View{Host: host, Reader: reader})
	g.opened = append(g.opened, reader.Close)
	return nil
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
	return g.view(h.Name, func() (r *sockdiag.Reader, err error) {
		err = h.Do(func() error {
			r, err = sockdiag.Open()
			return err
		})
		return r, err
	})
}
