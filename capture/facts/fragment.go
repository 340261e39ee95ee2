package facts

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Fragment is that a frame holds a piece of an IP datagram (RFC 791 §2.3).
type Fragment struct {
	Index  int // how many pieces of the datagram have come with it
	First  int // the frame that holds the first piece that came
	Whole  int // the frame with which all of the datagram was there; 0: never
	Pieces int // how many came, all in all
	Begins bool
}

// pieceKey tells the datagram that a piece belongs to.
type pieceKey struct {
	src, dst netip.Addr
	id       uint16
}

// pieces are those of one datagram that have come.
type pieces struct {
	first int
	all   []*Fragment
}

// maxPieces is how many datagrams are remembered of which pieces have come.
const maxPieces = 256

// stray fills in what is known of a frame that belongs to no conversation: a piece of a
// datagram, perhaps.
func (b *Book) stray(o *flow.Observation, f *Facts) {
	p := o.Packet
	if !p.IP.MoreFragments && p.IP.FragmentOffset == 0 {
		return
	}
	f.Fragment = b.piece(p)
}

// piece notes a piece of a datagram.
func (b *Book) piece(p *capture.Packet) *Fragment {
	key := pieceKey{p.Src.Addr(), p.Dst.Addr(), p.IP.ID}
	d := b.pieces[key]
	if d == nil {
		if len(b.pieces) >= maxPieces {
			clear(b.pieces)
		}
		d = &pieces{first: p.Number}
		b.pieces[key] = d
	}
	f := &Fragment{Index: len(d.all) + 1, First: d.first, Begins: p.IP.FragmentOffset == 0}
	d.all = append(d.all, f)
	for _, other := range d.all {
		other.Pieces = len(d.all)
	}
	return f
}

// complete amends the pieces of a datagram that a packet has completed.
func (b *Book) complete(p *capture.Packet) {
	key := pieceKey{p.Src.Addr(), p.Dst.Addr(), p.IP.ID}
	d := b.pieces[key]
	if d == nil || p.Fragments == 0 {
		return
	}
	for _, f := range d.all {
		f.Whole, f.Pieces = p.Number, p.Fragments
	}
	delete(b.pieces, key)
}
