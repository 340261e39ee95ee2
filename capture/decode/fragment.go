package decode

import (
	"bytes"
	"net/netip"
	"slices"
	"time"
)

// What is kept of datagrams that are not complete.
const (
	maxDatagrams  = 256
	maxOctets     = 4 << 20
	pieceOverhead = 64               // octets that a fragment takes beside its data, about
	maxDatagram   = 65535            // octets of an IP payload
	maxWait       = 60 * time.Second // RFC 8200 §4.5; RFC 1122 §3.3.2 asks for 60 to 120 s
)

// Why a fragment is not decoded.
const (
	isFragment      = "an IP fragment: what the datagram carries is with the frame that completes it, if one does"
	isLaterFragment = "a later IP fragment, not all captured: its header came in the first one"
	isFirstFragment = "a first IP fragment, not all captured: the rest of its payload comes in later ones"
	isRepeated      = "an IP fragment that came before"
	isOverlapping   = "an IP fragment that overlaps another: the datagram is refused (RFC 5722)"
	isRefused       = "an IP fragment of a datagram that is refused: fragments overlap (RFC 5722)"
	isTooLong       = "an IP fragment that reaches beyond the 65535 octets of a datagram"
)

// fragment is a part of a datagram, as its IP header has it.
type fragment struct {
	src, dst netip.Addr
	id       uint32
	proto    uint8 // tells datagrams apart in IPv4 (RFC 791 §3.2), 0 in IPv6
	next     kind  // what the datagram carries, if the offset is 0
	offset   int   // octets
	more     bool  // another one follows
	data     []byte
	time     time.Time
}

// piece is for a fragment: what is left goes to the others of its datagram, and
// comes back as the whole if this was the last one to come.
func (r *reading) piece(f fragment) bool {
	if r.quoted || r.overrun || len(r.data) < r.length {
		return r.incomplete(f)
	}
	f.src, f.dst, f.data, f.time = r.src, r.dst, r.data, r.packet.Time
	d, problem := r.decoder.fragments.add(f)
	if d == nil {
		return r.fail(problem)
	}
	r.packet.Fragments = d.frames
	r.data = d.octets()
	r.length = len(r.data)
	return r.then(d.next)
}

// incomplete is for a fragment that was not captured to its end: the first one
// is read as far as it goes.
func (r *reading) incomplete(f fragment) bool {
	if f.offset != 0 {
		return r.fail(isLaterFragment)
	}
	r.partial = true
	r.flaw(isFirstFragment)
	return r.then(f.next)
}

// reassembly holds the datagrams that are not complete yet. The zero value
// holds none.
type reassembly struct {
	pending []*pending // oldest first
	octets  int        // that all of them take
}

// pending is a datagram that is not complete yet, or that is refused.
type pending struct {
	fragment         // the first one that came, without its data
	pieces   []piece // by offset; they do not overlap
	have     int     // octets in the pieces
	total    int     // octets of the datagram, -1 as long as its last fragment is missing
	frames   int
	refused  bool
}

// piece is a part of a datagram's payload.
type piece struct {
	offset int
	data   []byte
}

func (p piece) end() int { return p.offset + len(p.data) }

// add takes a fragment. It returns the datagram that it completes, which is
// complete and no longer kept, or nil and why there is none.
func (a *reassembly) add(f fragment) (*pending, string) {
	if f.offset+len(f.data) > maxDatagram {
		return nil, isTooLong
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
		a.octets += len(f.data) + pieceOverhead
	}
	if problem == "" && d.have == d.total {
		a.drop(slices.Index(a.pending, d))
		return d, ""
	}
	a.shrink()
	if problem == "" {
		problem = isFragment
	}
	return nil, problem
}

// find returns the datagram that a fragment belongs to, nil if there is none.
// One that waits for too long is dropped: its number is in use again.
func (a *reassembly) find(f fragment) *pending {
	for i, d := range a.pending {
		if d.id != f.id || d.src != f.src || d.dst != f.dst || d.proto != f.proto {
			continue
		}
		if f.time.Sub(d.time) > maxWait {
			a.drop(i)
			return nil
		}
		return d
	}
	return nil
}

// begin makes room for a datagram, and notes it.
func (a *reassembly) begin(f fragment) *pending {
	if len(a.pending) == maxDatagrams {
		a.drop(0)
	}
	f.data = nil
	d := &pending{fragment: f, total: -1}
	a.pending = append(a.pending, d)
	return d
}

// shrink throws the oldest datagrams away as long as all take too much.
func (a *reassembly) shrink() {
	for a.octets > maxOctets && len(a.pending) > 0 {
		a.drop(0)
	}
}

// drop forgets a datagram.
func (a *reassembly) drop(i int) {
	a.release(a.pending[i])
	a.pending = slices.Delete(a.pending, i, i+1)
}

// release counts a datagram's octets as free. The pieces of a refused one are
// gone by then.
func (a *reassembly) release(d *pending) {
	for _, p := range d.pieces {
		a.octets -= len(p.data) + pieceOverhead
	}
	if d.refused {
		d.pieces = nil
	}
}

// add puts a fragment to its datagram, or refuses the datagram. A fragment that
// came before, octet for octet, does no harm (RFC 8200 §4.5).
func (d *pending) add(f fragment) string {
	if d.refused {
		return isRefused
	}
	if f.offset == 0 {
		d.next = f.next
	}
	if !d.fits(f) {
		d.refused = true
		return isOverlapping
	}
	at, found := slices.BinarySearchFunc(d.pieces, f.offset, func(p piece, offset int) int { return p.offset - offset })
	if found && bytes.Equal(d.pieces[at].data, f.data) {
		return isRepeated
	}
	if d.overlaps(at, f) {
		d.refused = true
		return isOverlapping
	}
	d.frames++
	if len(f.data) > 0 {
		d.pieces = slices.Insert(d.pieces, at, piece{f.offset, bytes.Clone(f.data)})
		d.have += len(f.data)
	}
	return ""
}

// fits reports whether a fragment agrees with the others on where the datagram
// ends, and notes it.
func (d *pending) fits(f fragment) bool {
	end := f.offset + len(f.data)
	if f.more {
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
func (d *pending) overlaps(at int, f fragment) bool {
	return at > 0 && d.pieces[at-1].end() > f.offset ||
		at < len(d.pieces) && f.offset+len(f.data) > d.pieces[at].offset
}

// octets returns the payload of a datagram that is complete.
func (d *pending) octets() []byte {
	whole := make([]byte, 0, d.total)
	for _, p := range d.pieces {
		whole = append(whole, p.data...)
	}
	return whole
}
