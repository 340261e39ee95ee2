package capturetest

import (
	"net/netip"
	"time"

	"wireladder/capture"
)

// Again sends the segment or datagram again: the same octets in another IP packet. A
// segment acknowledges what its sender acknowledges by now.
func (f *Frame) Again() *Frame {
	g := f.duplicate()
	g.id = f.from.nextID()
	if g.tcp != nil && g.tcp.ACK {
		g.Ack(g.end.peer.Next)
	}
	return f.capture.Put(g)
}

// Part sends bytes from..to-1, relative numbers, of what the end has sent before, as a
// segment: the halves of another, or several in one.
func (e *End) Part(from, to int, payload string) *Frame {
	next := e.Next
	f := e.Send(capture.PSH|capture.ACK, payload[:to-from]).Seq(from)
	e.Next = next
	return f
}

// Copy is the same IP packet, captured once more, 2 µs after the last frame.
func (f *Frame) Copy() *Frame { return f.CopyAfter(2 * time.Microsecond) }

// CopyAfter is Copy, the time d after the last frame.
func (f *Frame) CopyAfter(d time.Duration) *Frame {
	f.capture.Wait(d)
	return f.capture.Put(f.duplicate())
}

// Hop makes the frame one that a router has passed on: other MACs, a hop less to go.
func (f *Frame) Hop() *Frame {
	f.srcMAC, f.dstMAC = [6]byte{2, 0, 0, 0, 0xff, 1}, [6]byte{2, 0, 0, 0, 0xff, 2}
	f.ttl--
	return f
}

// From replaces the source, as a NAT does.
func (f *Frame) From(address string, port uint16) *Frame { f.src = endpoint(address, port); return f }

// To replaces the destination.
func (f *Frame) To(address string, port uint16) *Frame { f.dst = endpoint(address, port); return f }

// endpoint returns an address and a port.
func endpoint(address string, port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.MustParseAddr(address), port)
}

// duplicate returns a frame that shares nothing with f that a method changes.
func (f *Frame) duplicate() *Frame {
	g := *f
	if f.tcp != nil {
		header := *f.tcp
		g.tcp = &header
	}
	return &g
}

// Fragment takes the frame out of the capture and returns it in fragments whose IP
// packets hold up to size octets each, a multiple of 8. Put adds them in any order.
func (f *Frame) Fragment(size int) []*Frame {
	f.Lose()
	whole := f.transport()
	var all []*Frame
	for at := 0; at < len(whole); at += size {
		all = append(all, f.Piece(at, min(at+size, len(whole))))
	}
	return all
}

// Piece returns one fragment of the frame's datagram, the octets from..to-1 behind the
// IP header. It is not in the capture.
func (f *Frame) Piece(from, to int) *Frame {
	whole := f.transport()
	g := f.duplicate()
	g.piece, g.pieceOffset, g.moreFragments = whole[from:to], from, to < len(whole)
	g.df = false
	return g
}
