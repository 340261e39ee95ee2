package pairing

import (
	"wireladder/capture"
	"wireladder/capture/joint"
)

// Known is what a packet of one capture is in the run of both.
type Known struct {
	Passing Passing
	At      int64 // when it was captured, by the client's clock, ns; 0 of a packet without time
	// Lost and Unseen are what became of a packet that Leaves, if the other capture does not
	// have it: else that tells.
	Alone, Lost bool
	Unseen      joint.Unseen
	Arrived     Arrival   // of a packet that Comes
	More        []Arrival // what has arrived with it besides
}

// Passing is what a packet of one capture does in the run.
type Passing uint8

// What it may do.
const (
	LeftOut Passing = iota // it is a copy, or of hosts of which the captures share nothing
	Leaves                 // it was sent at this end
	Comes                  // it is a packet of the other end, which has arrived; or a piece of one
	Appears                // it has arrived, and its sender's capture does not have it
)

// Arrival is a packet of the other capture that has arrived. The zero value is none.
type Arrival struct {
	Packet int32 // its place in that capture, from 1 on
	Unseen joint.Unseen
}

// Packets returns how many packets a capture has: 0 is the client's, 1 the server's. It is for
// after Pair, as all below.
func (p *Pairing) Packets(end int) int { return p.ends[end].Len() }

// Known returns what a packet is, by its place in its capture, from 0 on.
func (p *Pairing) Known(end int, i int32) Known {
	s, partner, st := p.ends[end].At(i), p.partner[end][i], Known{}
	if s.marks&untimed == 0 {
		st.At = p.at(end, i)
	}
	switch leaves := int(p.roads.Source(s.way)) == end; {
	case partner == copied, partner == others:
	case leaves && partner == alone:
		st.Passing, st.Alone = Leaves, true
		st.Lost, st.Unseen = p.during[1-end].Fate(st.At, p.least[end], p.most[end], p.shows(1-end, s.way))
	case leaves:
		st.Passing = Leaves
	case partner == alone:
		st.Passing = Appears
	case partner == later:
		st.Passing = Comes
		for _, sent := range p.completes[end][i] {
			a := Arrival{Packet: sent + 1}
			if p.parts[1-end][sent] {
				a.Unseen = joint.Part
			}
			st.More = append(st.More, a)
		}
	default:
		st.Passing, st.Arrived.Packet = Comes, partner+1
	}
	return st
}

// Sketch sets in the outline of a packet what is known of it here, with the addresses that the client's capture has. It
// leaves alone the time and what package outlines keeps.
func (p *Pairing) Sketch(end int, i int32, o *capture.Outline) {
	s := p.ends[end].At(i)
	way := s.way
	if own, other := p.clients[way]; other {
		way = own
	}
	o.Proto, o.Seq, o.PayloadLength, o.Point = p.roads.Ways[way].Proto, s.seq, s.size, s.point
	p.roads.SetEnds(o, way)
}

// Client returns the time of the client's clock, for one of the server's, in ns.
func (p *Pairing) Client(server int64) int64 { return p.line.Client(server) }

// Captures returns what is known of both.
func (p *Pairing) Captures() *joint.Captures { return &p.account }

// Swapped reports whether the capture that was added as the first is the server's.
func (p *Pairing) Swapped() bool { return p.swapped }
