// Package outlines keeps of very many packets, in little memory, what their outlines say beyond what pairing knows of
// them.
package outlines

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/pairing/chunks"
)

// OutlineList is that of the packets of a capture, in their order. The zero value has none.
type OutlineList struct {
	rest    chunks.List[rest]
	odd     map[int32]*capture.Packet // those of which an outline does not say enough, by their places
	partial bool
}

// rest is what pairing does not know of an outline: its fields have the names that they have there.
type rest struct {
	Ack    capture.Seq
	Length uint32
	Flags  capture.Flags
	Window uint16
	ID     uint16
	Scale  uint8
	is     uint8 // cut, odd
}

const (
	cut = 1 << iota // Outline.Cut
	odd
)

// mostOdd is how many odd packets are kept: more of them are not to be kept in memory.
const mostOdd = 1 << 14

// Add adds the next packet.
func (l *OutlineList) Add(o *capture.Outline) {
	r := l.rest.Next()
	if *r = (rest{Ack: o.Ack, Length: o.Length, Flags: o.Flags, Window: o.Window, ID: o.ID, Scale: o.Scale}); o.Cut {
		r.is = cut
	}
}

// AddOdd adds the next packet, of which an outline does not say enough. A copy is kept.
func (l *OutlineList) AddOdd(p *capture.Packet) {
	place := int32(l.rest.Len()) //nolint:gosec // pairing has a limit
	*l.rest.Next() = rest{is: odd}
	if len(l.odd) >= mostOdd {
		l.partial = true
		return
	}
	if l.odd == nil {
		l.odd = map[int32]*capture.Packet{}
	}
	own := *p
	own.Outer, own.Payload, own.Data, own.Options = slices.Clone(p.Outer), slices.Clone(p.Payload), nil, nil
	l.odd[place] = &own
}

// GiveUp says that something is missing.
func (l *OutlineList) GiveUp() { l.partial = true }

// IsWhole reports whether all is there that was in the capture.
func (l *OutlineList) IsWhole() bool { return !l.partial }

// Odd returns a packet of which an outline does not say enough, nil if it does.
func (l *OutlineList) Odd(i int32) *capture.Packet {
	if l.rest.At(i).is&odd == 0 {
		return nil
	}
	return l.odd[i]
}

// Complete sets in an outline what pairing does not know of it.
func (l *OutlineList) Complete(i int32, o *capture.Outline) {
	r := l.rest.At(i)
	o.Ack, o.Length, o.Flags, o.Window, o.ID, o.Scale, o.Cut = r.Ack, r.Length, r.Flags, r.Window, r.ID, r.Scale, r.is&cut != 0
}
