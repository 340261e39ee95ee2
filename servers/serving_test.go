//go:build linux || darwin

package servers

import (
	"context"
	"net/netip"
	"testing"

	"wireladder/capture"
)

var loopback = netip.MustParseAddrPort("127.0.0.1:0")

// transport is one of the two, for tests that both must pass.
type transport struct {
	proto   capture.Protocol
	listen  func(ServerOptions) (Server, error)
	ask     func(context.Context, ClientOptions, []byte) ([]byte, error)
	waitsIn string // call in which the server waits for a client
}

var transports = []transport{
	{capture.UDP, ListenUDP, askUDP, "recvfrom"},
	{capture.TCP, ListenTCP, askTCP, "accept"},
}

// running is a server that serves, until stop.
type running struct {
	t      *testing.T
	addr   netip.AddrPort
	cancel context.CancelFunc
	served chan error
}

// start opens a server and serves; the test ends only when it has stopped.
func (tr transport) start(t *testing.T, opts ServerOptions) *running {
	t.Helper()
	if !opts.Addr.IsValid() {
		opts.Addr = loopback
	}
	server, err := tr.listen(opts)
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, server)
}

func serve(t *testing.T, server Server) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: t, addr: server.Addr(), cancel: cancel, served: make(chan error, 1)}
	go func() {
		r.served <- server.Serve(ctx)
		close(r.served)
	}()
	t.Cleanup(r.stop)
	return r
}

// stop stops the server and waits for it; again does nothing.
func (r *running) stop() {
	r.cancel()
	if err := <-r.served; err != nil {
		r.t.Errorf("Serve: %v", err)
	}
}
