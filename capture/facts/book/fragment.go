package book

import (
	"cmp"
	"encoding/binary"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// pieceKey tells the datagram that a piece belongs to.
type pieceKey struct {
	src, dst netip.Addr
	id       uint16
}

// pieces are those of one datagram that have come.
type pieces struct {
	first  int
	all    []*facts.Fragment
	spans  []facts.Span // of octets, one for each
	frames []int
	mixed  int       // a frame that overlaps another one; 0: none does
	whole  int       // the frame that has completed the datagram; 0: none has
	at     time.Time // when the last piece came
}

// has reports whether a piece of the datagram begins at an offset.
func (d *pieces) has(from int64) bool {
	return slices.ContainsFunc(d.spans, func(s facts.Span) bool { return s.From == from })
}

// How long after its last piece a datagram is one and the same: after it was whole its
// pieces can be captured once more, before that they can be late (RFC 791 §3.2). Then the
// identification is another one's.
const (
	copyTime       = 50 * time.Millisecond
	reassemblyTime = 30 * time.Second
)

// over reports whether a piece that comes now is of another datagram.
func (d *pieces) over(now time.Time) bool {
	if d.at.IsZero() || now.IsZero() {
		return false
	}
	gap := now.Sub(d.at)
	return gap > reassemblyTime || d.whole > 0 && gap > copyTime
}

// How much is remembered of datagrams of which pieces have come.
const (
	maxPieces  = 256  // datagrams
	maxOfWhole = 1024 // pieces of each
)

// stray fills in what is known of a frame that belongs to no conversation: a piece of a
// datagram, perhaps.
func (b *Book) stray(o *flow.Observation, f *facts.Facts) {
	p := o.Packet
	switch {
	case f.Fragment != nil: // it completes a datagram
	case p.IP.MoreFragments || p.IP.FragmentOffset > 0:
		f.Fragment = b.piece(p)
	case p.Proto == capture.ICMP && icmpErrors[p.ICMP.Type], p.Proto == capture.ICMPv6 && p.ICMP.Type < 128:
		f.Error = errorOf(p)
		b.about(p, f.Error)
	default:
		f.Echo = b.pings.echo(p)
	}
}

// about amends an ICMP error that quotes no packet of a conversation: a piece of a datagram, a ping, or the header of
// a tunnel.
func (b *Book) about(p *capture.Packet, e *facts.Error) {
	switch quoted := p.ICMP.Quoted.Proto; {
	case quoted == capture.ICMP || quoted == capture.ICMPv6:
		e.About = cmp.Or(b.pings.about(p), b.pieceOf(p))
	default:
		if e.About = b.pieceOf(p); e.About == 0 {
			b.carried.about(p, e)
		}
	}
}

// pieceOf returns the first piece that was captured of the datagram that an ICMP error
// quotes, 0 if there is none.
func (b *Book) pieceOf(p *capture.Packet) int {
	h := &p.ICMP
	d := b.pieces[pieceKey{h.Quoted.Src.Addr(), h.Quoted.Dst.Addr(), h.QuotedID}]
	if d == nil || h.QuotedID == 0 {
		return 0
	}
	return d.first
}

// icmpErrors are the types of ICMP that are errors: they quote a packet (RFC 792).
var icmpErrors = map[uint8]bool{3: true, 4: true, 5: true, 11: true, 12: true}

// piece notes a piece of a datagram.
func (b *Book) piece(p *capture.Packet) *facts.Fragment {
	key := pieceKey{p.Src.Addr(), p.Dst.Addr(), p.IP.ID}
	d := b.pieces[key]
	if d == nil || d.whole > 0 && !d.has(int64(p.IP.FragmentOffset)) || d.over(p.Time) {
		if len(b.pieces) >= maxPieces {
			clear(b.pieces)
		}
		d = &pieces{first: p.Number}
		b.pieces[key] = d
	}
	d.at = p.Time
	from := int64(p.IP.FragmentOffset)
	f := &facts.Fragment{First: d.first, Begins: from == 0, Ends: !p.IP.MoreFragments}
	if f.Begins {
		announce(f, p)
	}
	if len(d.all) < maxOfWhole {
		d.compare(f, facts.Span{From: from, To: from + int64(p.PayloadLength)}, p.Number)
	}
	f.Index = d.count()
	for _, other := range d.all {
		other.Pieces, other.Mixed = f.Index, d.mixed
	}
	return f
}

// announce takes from the piece that begins a datagram what its UDP or TCP header says.
func announce(f *facts.Fragment, p *capture.Packet) {
	const tcp, udp, header = 6, 17, 8
	if proto := p.IP.Protocol; proto != tcp && proto != udp || len(p.Payload) < header {
		return
	}
	f.Ports = [2]uint16{binary.BigEndian.Uint16(p.Payload), binary.BigEndian.Uint16(p.Payload[2:])}
	if p.IP.Protocol == udp {
		f.Length = max(int(binary.BigEndian.Uint16(p.Payload[4:]))-header, 0)
	}
}

// compare notes a piece, and whether it holds what another one does.
func (d *pieces) compare(f *facts.Fragment, octets facts.Span, frame int) {
	for i, s := range d.spans {
		switch {
		case s == octets, d.whole > 0 && s.From == octets.From:
			f.Same = d.frames[i]
		case s.From < octets.To && octets.From < s.To:
			f.Overlaps, d.mixed = d.frames[i], frame
		}
	}
	d.all, d.spans, d.frames = append(d.all, f), append(d.spans, octets), append(d.frames, frame)
}

// count returns how many different pieces have come.
func (d *pieces) count() int {
	n := 0
	for _, f := range d.all {
		if f.Same == 0 {
			n++
		}
	}
	return n
}

// complete amends the pieces of a datagram that a packet has completed, and returns what
// the packet itself is among them.
func (b *Book) complete(p *capture.Packet) *facts.Fragment {
	key := pieceKey{p.Src.Addr(), p.Dst.Addr(), p.IP.ID}
	d := b.pieces[key]
	if d == nil {
		return nil
	}
	for _, f := range d.all {
		if f.Whole == 0 { // it is not captured once more
			f.Whole, f.Pieces = p.Number, p.Fragments
		}
	}
	d.whole, d.at = p.Number, p.Time
	d.compare(&facts.Fragment{Whole: p.Number}, facts.Span{From: int64(p.IP.FragmentOffset), To: -1}, p.Number)
	return &facts.Fragment{Index: p.Fragments, First: d.first, Whole: p.Number, Pieces: p.Fragments}
}
