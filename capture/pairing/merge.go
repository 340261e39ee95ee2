package pairing

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// Scanner reads a capture, as savefile.Reader does.
type Scanner interface {
	Scan(*capture.Packet) (*capture.Entry, error)
}

// Merge reads two captures that are a pair, as one recording of two hosts: each packet once,
// as its sender's capture has it, with what became of it. All times are those of the client's
// clock. Make one with Pairing.Merge.
type Merge struct {
	pairing *Pairing
	heads   [2]head
	numbers [2][]int32 // of the packets that have been returned; 0: not yet
	early   [2]map[int32][]*capture.Delivery
	number  int
	ready   []*capture.Delivery
	err     error // the first fault of a capture, which is told at the end of both
}

// head is the next entry of a capture.
type head struct {
	scanner Scanner
	state   state
	packet  capture.Packet
	other   *capture.Entry
	index   int32 // of packet
	at      int64 // by the client's clock
}

// state is what a head has.
type state uint8

// The states.
const (
	taken state = iota // nothing: the next entry is to be read
	holds              // a packet or another entry
	ended              // there is no further
)

// Merge returns the Merge of the captures, which are read from their beginnings, in the order
// in which they were added. It is for after Pair.
func (p *Pairing) Merge(captures [2]Scanner) *Merge {
	if p.swapped {
		captures[0], captures[1] = captures[1], captures[0]
	}
	m := &Merge{pairing: p}
	for end := range m.heads {
		m.heads[end] = head{scanner: captures[end], index: -1}
		m.numbers[end] = make([]int32, p.ends[end].len())
		m.early[end] = map[int32][]*capture.Delivery{}
	}
	return m
}

// ScanMany reads the next packet into ps, and returns 1, or returns another entry, as
// savefile.Reader.ScanMany does. Of the packet of a delivery only the Number is set. The error
// is io.EOF after the last entry of both captures, or what has ended one of them too early.
func (m *Merge) ScanMany(ps []capture.Packet) (int, *capture.Entry, error) {
	for len(ps) > 0 {
		if len(m.ready) > 0 {
			d := m.ready[0]
			m.ready = m.ready[1:]
			return 0, &capture.Entry{Delivery: d}, nil
		}
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
	case m.pairing.ends[end].at(h.index).marks&untimed == 0:
		h.at = m.pairing.at(end, h.index)
	}
}

// setBack gives an entry of the server the times of the client's clock.
func (m *Merge) setBack(e *capture.Entry) {
	back := func(t *time.Time) {
		if !t.IsZero() {
			*t = time.Unix(0, m.pairing.line.Client(t.UnixNano())).UTC()
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
	i, at := h.index, time.Unix(0, h.at).UTC()
	partner := m.pairing.partner[end][i]
	leaves := int(m.pairing.roads.source(m.pairing.ends[end].at(i).way)) == end
	switch {
	case partner == copied, partner == others:
		return false
	case leaves:
		m.hand(end, h, p, at)
		m.numbers[end][i] = int32(m.number) //nolint:gosec // Add has a limit
		m.departs(end, i, partner, at)
		return true
	case partner == alone:
		m.hand(end, h, p, at)
		m.deliver(m.number, capture.Delivery{Time: at, Unseen: joint.Departure})
		return true
	case partner == later:
		for _, sent := range m.pairing.completes[end][i] {
			d := capture.Delivery{Time: at}
			if m.pairing.parts[1-end][sent] {
				d.Unseen = joint.Part
			}
			m.arrives(1-end, sent, d)
		}
		return false
	}
	m.arrives(1-end, partner, capture.Delivery{Time: at})
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
	p.Metadata, p.Sighting.Interface = nil, uint32(end)      //nolint:gosec // 0 or 1
}

// departs notes what becomes of a packet that was handed over.
func (m *Merge) departs(end int, i, partner int32, at time.Time) {
	if partner != alone {
		for _, d := range m.early[end][i] {
			d.Time = at
			m.deliver(m.number, *d)
		}
		delete(m.early[end], i)
		return
	}
	lost, unseen := m.pairing.fate(end, at.UnixNano())
	m.deliver(m.number, capture.Delivery{Time: at, Lost: lost, Unseen: unseen})
}

// arrives notes an arrival of a packet of the other end, or keeps it until that has departed:
// clocks are not known that well.
func (m *Merge) arrives(sender int, sent int32, d capture.Delivery) {
	if n := m.numbers[sender][sent]; n > 0 {
		if departed := time.Unix(0, m.pairing.at(sender, sent)).UTC(); d.Time.Before(departed) {
			d.Time = departed
		}
		m.deliver(int(n), d)
		return
	}
	m.early[sender][sent] = append(m.early[sender][sent], &d)
}

// deliver has a delivery come next.
func (m *Merge) deliver(number int, d capture.Delivery) {
	d.Packet = &capture.Packet{Number: number}
	m.ready = append(m.ready, &d)
}

// Account returns what is known of both captures. It is complete after Pair.
func (p *Pairing) Account() *joint.Account { return &p.account }

// Swapped reports whether the capture that was added as the first is the server's.
func (p *Pairing) Swapped() bool { return p.swapped }
