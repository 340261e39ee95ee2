// Package merge merges two captures that are a pair.
package merge

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/pairing"
	"wireladder/capture/pairing/outlines"
)

// Scanner reads a capture, as savefile.Reader does.
type Scanner interface {
	Scan(*capture.Packet) (*capture.Entry, error)
}

// Merge reads two captures that are a pair, as one recording of two hosts: each packet once,
// as its sender's capture has it, with what became of it. All times are those of the client's
// clock. Make one with New.
type Merge struct {
	pairing *pairing.Pairing
	heads   [2]head
	numbers [2][]int32                      // of the packets that have been returned; 0: not yet
	early   [2]map[int32][]joint.PacketFate // of packets that have not departed yet
	number  int
	ready   []*capture.Delivery // those that come next; told of them have been returned
	told    int
	entry   capture.Entry // the newest of these
	room    []deliveryRoom
	err     error // the first fault of a capture, which is told at the end of both

	outlines [2]*outlines.OutlineList // of their packets; nil: they are not kept
}

// head is the next entry of a capture.
type head struct {
	scanner Scanner
	state   headState
	packet  capture.Packet
	other   *capture.Entry
	index   int32 // of packet
	stands  pairing.Known
	at      int64 // by the client's clock
}

// headState is what a head has.
type headState uint8

// The states.
const (
	taken headState = iota // nothing: the next entry is to be read
	holds                  // a packet or another entry
	ended                  // there is no further
)

// New returns the Merge of captures that were paired, which are read from their beginnings, in
// the order in which they were added.
func New(p *pairing.Pairing, captures [2]Scanner) *Merge {
	if p.Swapped() {
		captures[0], captures[1] = captures[1], captures[0]
	}
	m := &Merge{pairing: p}
	for end := range m.heads {
		m.heads[end] = head{scanner: captures[end], index: -1}
		m.numbers[end] = make([]int32, p.Packets(end))
		m.early[end] = map[int32][]joint.PacketFate{}
	}
	return m
}

// ScanMany reads the next packet into ps, and returns 1, or returns another entry, as
// savefile.Reader.ScanMany does. Of the packet of a delivery only the Number is set. The error
// is io.EOF after the last entry of both captures, or what has ended one of them too early.
func (m *Merge) ScanMany(ps []capture.Packet) (int, *capture.Entry, error) {
	for len(ps) > 0 {
		if m.told < len(m.ready) {
			m.entry = capture.Entry{Delivery: m.ready[m.told]}
			m.told++
			return 0, &m.entry, nil
		}
		m.ready, m.told = m.ready[:0], 0
		end := m.earlier()
		if end < 0 {
			return 0, nil, m.fault()
		}
		h := &m.heads[end]
		h.state = taken
		switch {
		case h.other != nil:
			other := h.other
			h.other = nil
			return 0, other, nil
		case m.take(end, h, &packetTaker{m, h, &ps[0]}):
			return 1, nil, nil
		}
	}
	return 0, nil, nil
}

// fault returns what ended the captures.
func (m *Merge) fault() error {
	if m.err != nil {
		return m.err
	}
	return io.EOF
}

// earlier returns the capture whose next entry comes first; -1 if there is none.
func (m *Merge) earlier() int {
	for end := range m.heads {
		if m.heads[end].state == taken {
			m.read(end, &m.heads[end])
		}
	}
	return m.first()
}

// first returns the capture whose head comes first; -1 if there is none.
func (m *Merge) first() int {
	a, b := &m.heads[0], &m.heads[1]
	switch {
	case a.state == ended && b.state == ended:
		return -1
	case b.state == ended, a.state != ended && a.at <= b.at:
		return 0
	}
	return 1
}

// read reads the next entry of a capture, up to where the first time has come.
func (m *Merge) read(end int, h *head) {
	other, err := h.scanner.Scan(&h.packet)
	switch {
	case err != nil:
		if !errors.Is(err, io.EOF) && m.err == nil {
			m.err = err
		}
		h.state = ended
		return
	case other != nil:
		h.other, h.state = other, holds
		if end == 1 {
			m.setBack(other)
		}
		h.at = other.Key().UnixNano()
		return
	}
	m.goOn(end, h)
}

// goOn moves a head to the next packet of its capture.
func (m *Merge) goOn(end int, h *head) {
	h.index++
	if int(h.index) >= len(m.numbers[end]) { // it may have grown since
		h.state = ended
		return
	}
	h.state = holds
	if h.stands = m.pairing.Known(end, h.index); h.stands.At != 0 {
		h.at = h.stands.At
	}
}

// setBack gives an entry of the server the times of the client's clock.
func (m *Merge) setBack(e *capture.Entry) {
	back := func(t *time.Time) {
		if !t.IsZero() {
			*t = time.Unix(0, m.pairing.Client(t.UnixNano())).UTC()
		}
	}
	switch {
	case e.Call != nil:
		back(&e.Call.Enter)
		back(&e.Call.Exit)
	case e.Snapshot != nil:
		back(&e.Snapshot.Time)
	case e.Counters != nil:
		back(&e.Counters.Since)
		back(&e.Counters.Time)
	}
}

// taker takes what the recording has.
type taker interface {
	// hand takes the packet of the head, which has the newest number.
	hand(end int)
	// deliver takes what becomes of a packet, at a time.
	deliver(l joint.PacketFate, at int64)
}

// take takes the packet of a head: it hands it over if the recording has it here, notes
// its deliveries, and reports whether it does.
func (m *Merge) take(end int, h *head, to taker) bool {
	s := &h.stands
	switch s.Passing {
	case pairing.Leaves:
		m.number++
		to.hand(end)
		m.numbers[end][h.index] = int32(m.number) //nolint:gosec // captures have a limit
		m.departs(end, h, to)
		return true
	case pairing.Appears:
		m.number++
		to.hand(end)
		to.deliver(joint.PacketFate{Number: m.number, Unseen: joint.Departure}, h.at)
		return true
	case pairing.Comes:
		if s.Arrived.Packet > 0 {
			m.arrives(1-end, s.Arrived, h.at, to)
		}
		for _, a := range s.More {
			m.arrives(1-end, a, h.at, to)
		}
	}
	return false
}

// departs notes what becomes of a packet that was handed over.
func (m *Merge) departs(end int, h *head, to taker) {
	if h.stands.Alone {
		to.deliver(joint.PacketFate{Number: m.number, Lost: h.stands.Lost, Unseen: h.stands.Unseen}, h.at)
		return
	}
	if len(m.early[end]) == 0 {
		return
	}
	for _, l := range m.early[end][h.index] {
		l.Number = m.number
		to.deliver(l, h.at)
	}
	delete(m.early[end], h.index)
}

// arrives notes an arrival of a packet of the other end, or keeps it until that has departed:
// clocks are not known that well.
func (m *Merge) arrives(sender int, a pairing.Arrival, at int64, to taker) {
	i := a.Packet - 1
	l := joint.PacketFate{Number: int(m.numbers[sender][i]), Unseen: a.Unseen}
	if l.Number > 0 {
		to.deliver(l, at)
		return
	}
	m.early[sender][i] = append(m.early[sender][i], l)
}

// packetTaker takes a packet whole.
type packetTaker struct {
	*Merge
	head   *head
	packet *capture.Packet
}

// hand implements taker.
func (t *packetTaker) hand(end int) {
	h, p := t.head, t.packet
	if h.packet.Comment != "" && strings.HasPrefix(h.packet.Comment, fmt.Sprintf("Packet %d. ", h.packet.Number)) {
		h.packet.Comment = "" // it is ours, and of another number
	}
	*p = h.packet
	h.packet.Outer, h.packet.Options = nil, nil
	t.place(end, p, h.at)
}

// place makes p a packet of the recording, with its number and of the client's addresses and clock.
func (m *Merge) place(end int, p *capture.Packet, at int64) {
	p.Number, p.Time, p.Interface = m.number, time.Unix(0, at).UTC(), uint8(end) //nolint:gosec // 0 or 1
	if end == 1 {
		m.pairing.View(p)
	}
	p.Metadata, p.Sighting.Interface = nil, uint32(end) //nolint:gosec // 0 or 1
}

// deliveryRoom is where a delivery is, with a packet of which it has the number: roomAtOnce are
// allocated together.
type deliveryRoom struct {
	delivery capture.Delivery
	packet   capture.Packet
}

const roomAtOnce = 16

// deliver implements taker: the delivery comes next.
func (m *Merge) deliver(l joint.PacketFate, at int64) {
	if len(m.room) == 0 {
		m.room = make([]deliveryRoom, roomAtOnce)
	}
	r := &m.room[0]
	m.room = m.room[1:]
	r.packet.Number = l.Number
	r.delivery = capture.Delivery{Packet: &r.packet, Time: time.Unix(0, at).UTC(), Lost: l.Lost, Unseen: l.Unseen}
	m.ready = append(m.ready, &r.delivery)
}
