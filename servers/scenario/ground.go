package scenario

import (
	"errors"
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/sockdiag"
)

// ground is where a run takes place: where its packets are captured, and whose
// kernels are asked for its sockets.
type ground struct {
	record capture.RecordOptions // how packets come
	views  []sockdiag.View
	server netip.Addr // of the server; invalid: as in the options
	hosts  Hosts
	opened []func() error // what is to be closed, in this order
}

// openGround opens the wire between two hosts, or loopback where there is none.
func openGround(w *Wire, port uint16) (*ground, error) {
	g := &ground{}
	open := func() error { return g.openLoopback(port) }
	if w != nil {
		open = func() error { return g.openWire(w) }
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
	sentinel, err := capture.NewSentinel()
	if err != nil {
		return err
	}
	g.opened = append(g.opened, sentinel.Close)
	filter, err := capture.PortFilter(port, sentinel.Port())
	if err != nil {
		return err
	}
	live, err := capture.OpenLive(capture.LiveOptions{Interface: Loopback, Filter: filter})
	if err != nil {
		return err
	}
	g.opened = append([]func() error{live.Close}, g.opened...)
	g.record = capture.RecordOptions{Live: live, Sentinel: sentinel}
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

// openWire is not there yet.
func (g *ground) openWire(*Wire) error { return g.openLoopback(12000) }
