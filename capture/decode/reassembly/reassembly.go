// Package reassembly puts IP datagrams together that came in fragments (RFC 791
// §3.2, RFC 8200 §4.5). What it keeps is bounded, whatever comes.
package reassembly

import (
	"bytes"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture/decode/frame"
)

// What is kept of datagrams that are not complete.
const (
	maxDatagrams  = 256
	maxOctets     = 4 << 20
	pieceOverhead = 64               // octets that a fragment takes beside its data, about
	maxDatagram   = 65535            // octets of an IP payload
	maxWait       = 60 * time.Second // RFC 8200 §4.5; RFC 1122 §3.3.2 asks for 60 to 120 s
)

// Why a fragment completes no datagram.
const (
	Incomplete  = "an IP fragment: what the datagram carries is with the frame that completes it, if one does"
	Repeated    = "an IP fragment that came before"
	Overlapping = "an IP fragment that overlaps another: the datagram is refused (RFC 5722)"
	Refused     = "an IP fragment of a datagram that is refused: fragments overlap (RFC 5722)"
	TooLong     = "an IP fragment that reaches beyond the 65535 octets of a datagram"
)

// Fragment is a part of a datagram, as its IP header has it.
type Fragment struct {
	Src, Dst netip.Addr
	ID       uint32
	Proto    uint8      // tells datagrams apart in IPv4 (RFC 791 §3.2), 0 in IPv6
	Next     frame.Kind // what the datagram carries, if the offset is 0
	Offset   int        // octets
	More     bool       // another one follows
	Data     []byte     // what is kept of it is copied
	Time     time.Time
}

// Buffer holds the datagrams that are not complete yet. The zero value
// holds none.
type Buffer struct {
	pending []*Datagram // oldest first
	octets  int         // that all of them take
}

// Datagram is a datagram that is not complete yet, or that is refused.
type Datagram struct {
	Fragment         // the first one that came, without its data
	pieces   []piece // by offset; they do not overlap
	have     int     // octets in the pieces
	total    int     // octets of the datagram, -1 as long as its last fragment is missing
	Frames   int     // that it came in, so far
	refused  bool
}

// piece is a part of a datagram's payload.
type piece struct {
	offset int
	data   []byte
}

func (p piece) end() int { return p.offset + len(p.data) }

// Add takes a fragment. It returns the datagram that it completes, which is
// complete and no longer kept, or nil and why there is none.
func (a *Buffer) Add(f Fragment) (*Datagram, string) {
	if f.Offset+len(f.Data) > maxDatagram {
		return nil, TooLong
	}
	d := a.find(f)
	if d == nil {
		d = a.begin(f)
	}
	before := len(d.pieces)
	problem := d.add(f)
	if d.refused {
		a.release(d)
		return nil, problem
	}
	if len(d.pieces) > before {
		a.octets += len(f.Data) + pieceOverhead
	}
	if problem == "" && d.have == d.total {
		a.drop(slices.Index(a.pending, d))
		return d, ""
	}
	a.shrink()
	if problem == "" {
		problem = Incomplete
	}
	return nil, problem
}

// find returns the datagram that a fragment belongs to, nil if there is none.
// One that waits for too long is dropped: its number is in use again.
func (a *Buffer) find(f Fragment) *Datagram {
	for i, d := range a.pending {
		if d.ID != f.ID || d.Src != f.Src || d.Dst != f.Dst || d.Proto != f.Proto {
			continue
		}
		if f.Time.Sub(d.Time) > maxWait {
			a.drop(i)
			return nil
		}
		return d
	}
	return nil
}

// begin makes room for a datagram, and notes it.
func (a *Buffer) begin(f Fragment) *Datagram {
	if len(a.pending) == maxDatagrams {
		a.drop(0)
	}
	f.Data = nil
	d := &Datagram{Fragment: f, total: -1}
	a.pending = append(a.pending, d)
	return d
}

// shrink throws the oldest datagrams away as long as all take too much.
func (a *Buffer) shrink() {
	for a.octets > maxOctets && len(a.pending) > 0 {
		a.drop(0)
	}
}

// drop forgets a datagram.
func (a *Buffer) drop(i int) {
	a.release(a.pending[i])
	a.pending = slices.Delete(a.pending, i, i+1)
}

// release counts a datagram's octets as free. The pieces of a refused one are
// gone by then.
func (a *Buffer) release(d *Datagram) {
	for _, p := range d.pieces {
		a.octets -= len(p.data) + pieceOverhead
	}
	if d.refused {
		d.pieces = nil
	}
}

// add puts a fragment to its datagram, or refuses the datagram. A fragment that
// came before, octet for octet, does no harm (RFC 8200 §4.5).
func (d *Datagram) add(f Fragment) string {
	if d.refused {
		return Refused
	}
	if f.Offset == 0 {
		d.Next = f.Next
	}
	if !d.fits(f) {
		d.refused = true
		return Overlapping
	}
	at, found := slices.BinarySearchFunc(d.pieces, f.Offset, func(p piece, offset int) int { return p.offset - offset })
	if found && bytes.Equal(d.pieces[at].data, f.Data) {
		return Repeated
	}
	if d.overlaps(at, f) {
		d.refused = true
		return Overlapping
	}
	d.Frames++
	if len(f.Data) > 0 {
		d.pieces = slices.Insert(d.pieces, at, piece{f.Offset, bytes.Clone(f.Data)})
		d.have += len(f.Data)
	}
	return ""
}

// fits reports whether a fragment agrees with the others on where the datagram
// ends, and notes it.
func (d *Datagram) fits(f Fragment) bool {
	end := f.Offset + len(f.Data)
	if f.More {
		return d.total < 0 || end <= d.total
	}
	if d.total >= 0 {
		return end == d.total
	}
	d.total = end
	return len(d.pieces) == 0 || d.pieces[len(d.pieces)-1].end() <= end
}

// overlaps reports whether a fragment that belongs before the piece at overlaps
// it or the one before.
func (d *Datagram) overlaps(at int, f Fragment) bool {
	return at > 0 && d.pieces[at-1].end() > f.Offset ||
		at < len(d.pieces) && f.Offset+len(f.Data) > d.pieces[at].offset
}

// Octets returns the payload of a datagram that is complete.
func (d *Datagram) Octets() []byte {
	whole := make([]byte, 0, d.total)
	for _, p := range d.pieces {
		whole = append(whole, p.data...)
	}
	return whole
}
