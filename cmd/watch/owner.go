package watch

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

// nameService tells who has sockets, by name, to several goroutines.
type nameService struct {
	mu    sync.Mutex
	known *owners.Owners
}

// of returns who has a socket that talks to another address; "" if nobody knows.
func (n *nameService) of(proto capture.Protocol, local, remote netip.AddrPort) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	p, _ := n.known.Of(proto, local, remote)
	return p.Name
}

// opened learns who has opened a connection: its addresses may have been another's a moment before.
func (n *nameService) opened(client, server netip.AddrPort) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known.Forget(capture.TCP, client, server)
	n.known.Of(capture.TCP, client, server)
	n.known.Of(capture.TCP, server, client)
}

// refresh learns who waits for packets.
func (n *nameService) refresh() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.known.Refresh()
}

// scout asks who connects as soon as a SYN is seen, until the context ends: when that is drawn, some ten
// milliseconds later, a small client may be gone.
func (n *nameService) scout(ctx context.Context, syns live.Capture) {
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

// openScout begins to capture SYNs; nil where that can't be.
func (o *options) openScout(link capture.LinkType) live.Capture {
	program, err := filters.Program(opensConnection, link)
	if err != nil {
		return nil
	}
	const headers = 128
	syns, err := live.Open(live.Options{Interface: o.Interface, SnapLength: headers, BufferSize: 1 << 20, ReadTimeout: time.Millisecond, Filter: program})
	if err != nil {
		return nil
	}
	return syns
}

// belongs returns what tells whether a packet comes from or goes to a socket of the programs that are
// wanted.
func (o *options) belongs(known *owners.Owners) func(*capture.Packet) bool {
	known.Urgent = true
	return func(p *capture.Packet) bool {
		proto, src, dst := p.Proto, p.Src, p.Dst
		switch {
		case proto == capture.ICMP, proto == capture.ICMPv6:
			proto, src, dst = p.ICMP.Quoted.Proto, p.ICMP.Quoted.Src, p.ICMP.Quoted.Dst
		case proto == capture.TCP && p.TCP.Flags.Has(capture.SYN) && !p.TCP.Flags.Has(capture.ACK):
			known.Forget(proto, src, dst)
		}
		from, ok := known.Of(proto, src, dst)
		if ok && o.wants(from) {
			return true
		}
		to, ok := known.Of(proto, dst, src)
		return ok && o.wants(to)
	}
}

// wants reports whether the packets of a program are wanted.
func (o *options) wants(p owners.Program) bool {
	return o.PID != 0 && p.PID == o.PID || o.Process != "" && p.Is(o.Process)
}
