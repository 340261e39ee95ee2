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
	numbers [2][]int32 // of the packets that have been returned; 0: not yet
	early   [2]map[int32][]*capture.Delivery
	number  int
	ready   []*capture.Delivery // those that come next; told of them have been returned
	told    int
	entry   capture.Entry // the newest of these
	room    []deliveryRoom
	err     error // the first fault of a capture, which is told at the end of both
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
		m.early[end] = map[int32][]*capture.Delivery{}
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
		case m.take(end, h, &ps[0]):
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
	h.index++
	h.state = holds
	switch {
	case int(h.index) >= len(m.numbers[end]): // it has grown since
		h.state = ended
	default:
		if h.stands = m.pairing.Known(end, h.index); h.stands.At != 0 {
			h.at = h.stands.At
		}
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

// take takes the packet of a head: it hands it over to p if the recording has it here, notes
// its deliveries, and reports whether it does.
func (m *Merge) take(end int, h *head, p *capture.Packet) bool {
	at, s := time.Unix(0, h.at).UTC(), &h.stands
	switch s.Passing {
	case pairing.Leaves:
		m.hand(end, h, p, at)
		m.numbers[end][h.index] = int32(m.number) //nolint:gosec // captures have a limit
		m.departs(end, h.index, s, at)
		return true
	case pairing.Appears:
		m.hand(end, h, p, at)
		m.deliver(m.number, capture.Delivery{Time: at, Unseen: joint.Departure})
		return true
	case pairing.Comes:
		if s.Arrived.Packet > 0 {
			m.arrives(1-end, s.Arrived, at)
		}
		for _, a := range s.More {
			m.arrives(1-end, a, at)
		}
	}
	return false
}

// hand makes p the packet of a head, with a number of its own.
func (m *Merge) hand(end int, h *head, p *capture.Packet, at time.Time) {
	m.number++
	if h.packet.Comment != "" && strings.HasPrefix(h.packet.Comment, fmt.Sprintf("Packet %d. ", h.packet.Number)) {
		h.packet.Comment = "" // it is ours, and of another number
	}
	*p = h.packet
	h.packet.Outer, h.packet.Options = nil, nil
	p.Number, p.Time, p.Interface = m.number, at, uint8(end) //nolint:gosec // 0 or 1
	if end == 1 {
		m.pairing.View(p)
	}
	p.Metadata, p.Sighting.Interface = nil, uint32(end) //nolint:gosec // 0 or 1
}

// departs notes what becomes of a packet that was handed over.
func (m *Merge) departs(end int, i int32, s *pairing.Known, at time.Time) {
	if s.Alone {
		m.deliver(m.number, capture.Delivery{Time: at, Lost: s.Lost, Unseen: s.Unseen})
		return
	}
	for _, d := range m.early[end][i] {
		d.Time = at
		m.deliver(m.number, *d)
	}
	delete(m.early[end], i)
}

// arrives notes an arrival of a packet of the other end, or keeps it until that has departed:
// clocks are not known that well.
func (m *Merge) arrives(sender int, a pairing.Arrival, at time.Time) {
	i := a.Packet - 1
	d := capture.Delivery{Time: at, Unseen: a.Unseen}
	if n := m.numbers[sender][i]; n > 0 {
		m.deliver(int(n), d)
		return
	}
	m.early[sender][i] = append(m.early[sender][i], &d)
}

// deliveryRoom is where a delivery is, with a packet of which it has the number: roomAtOnce are
// allocated together.
type deliveryRoom struct {
	delivery capture.Delivery
	packet   capture.Packet
}

const roomAtOnce = 16

// deliver has a delivery come next.
func (m *Merge) deliver(number int, d capture.Delivery) {
	if len(m.room) == 0 {
		m.room = make([]deliveryRoom, roomAtOnce)
	}
	r := &m.room[0]
	m.room = m.room[1:]
	r.packet.Number, r.delivery = number, d
	r.delivery.Packet = &r.packet
	m.ready = append(m.ready, &r.delivery)
}
