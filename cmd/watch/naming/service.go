// Package naming tells who has the sockets of packets that come, as early as that can be asked.
package naming

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"

	"wireladder/capture"
	filters "wireladder/capture/bpf"
	"wireladder/capture/decode"
	"wireladder/capture/live"
	"wireladder/capture/owners"
)

// Service tells who has sockets, by name, to several goroutines. Make one with New.
type Service struct {
	mu    sync.Mutex
	known *owners.Owners
}

// New returns a service that asks others, and knows who waits for packets now.
func New(known *owners.Owners) *Service {
	n := &Service{known: known}
	n.Refresh()
	return n
}

// Of returns who has a socket that talks to another address; "" if nobody knows.
func (n *Service) Of(proto capture.Protocol, local, remote netip.AddrPort) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	p, _ := n.known.Of(proto, local, remote)
	return p.Name
}

// opened learns who has opened a connection: its addresses may have been another's a moment before.
func (n *Service) opened(client, server netip.AddrPort) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known.Forget(capture.TCP, client, server)
	n.known.Of(capture.TCP, client, server)
	n.known.Of(capture.TCP, server, client)
}

// Refresh learns who waits for packets.
func (n *Service) Refresh() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known.Refresh()
}

// Start has names learnt early, where that can be, until the context ends: a capture of its own, on an interface
// with that link type, sees SYNs. What it returns waits for that.
func (n *Service) Start(ctx context.Context, on string, link capture.LinkType) (wait func()) {
	syns := open(on, link)
	if syns == nil {
		return func() {}
	}
	ended := make(chan struct{})
	go func() { defer close(ended); n.scout(ctx, syns) }()
	return func() {
		<-ended
		_ = syns.Close() // all was read
	}
}

// scout asks who connects as soon as a SYN is seen, until the context ends: when that is drawn, some ten
// milliseconds later, a small client may be gone.
func (n *Service) scout(ctx context.Context, syns live.Capture) {
	decoder := decode.NewDecoder()
	for ctx.Err() == nil {
		p, err := syns.Next()
		switch {
		case errors.Is(err, live.ErrTimeout):
			continue
		case err != nil:
			return // names are left out, and who captures tells
		}
		decoder.Decode(p)
		if p.Proto == capture.TCP {
			n.opened(p.Src, p.Dst)
		}
	}
}

// opensConnection picks the SYNs of clients, as pcap-filter(7) has it.
const opensConnection = "tcp[13] & 18 == 2 or (ip6[6] == 6 and ip6[53] & 18 == 2)"

// open begins to capture SYNs; nil where that can't be.
func open(on string, link capture.LinkType) live.Capture {
	program, err := filters.Program(opensConnection, link)
	if err != nil {
		return nil
	}
	const headers = 128
	syns, err := live.Open(live.Options{Interface: on, SnapLength: headers, BufferSize: 1 << 20, ReadTimeout: time.Millisecond, Filter: program})
	if err != nil {
		return nil
	}
	return syns
}
