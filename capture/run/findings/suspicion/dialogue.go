package suspicion

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
)

// dialogue is a TCP connection whose beginning was captured, and all that came over it.
type dialogue struct {
	ends   [2]*accounts.Account // by flow.Side
	all    []*run.Moment        // packets, in order
	turns  []turn
	opened *run.Moment    // the SYN,ACK
	fins   [2]*run.Moment // by flow.Side; nil: it sent none
	again  bool           // a FIN was sent again: it, or its ACK, was lost
	held   bool           // a receive buffer was full, or kernels asked each other whether they are there
	full   [2]bool        // whose receive buffer is full at the end
	rst    *run.Moment    // the first; nil: there is none
	end    time.Time      // of what was captured
}

// turn is what one side sends until the other one does.
type turn struct {
	side        flow.Side
	first, last *run.Moment
	data        []byte // as far as accounts keep it
	octets      int64
	packets     int
	lines       bool // each packet of it is one line
}

// talks returns the connections of which all was captured. One whose receive buffer is full or
// whose kernels ask each other whether they are there is idle for that reason: such are held.
func talks(x *accounts.Accounts) (all, held []*dialogue) {
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Side != flow.Initiator || s.Peer == nil {
			continue
		}
		t := &dialogue{ends: [2]*accounts.Account{s, s.Peer}, end: x.End}
		t.all = append(slices.Clone(s.Sent), s.Peer.Sent...)
		slices.SortFunc(t.all, func(a, b *run.Moment) int { return cmp.Compare(a.Packet.Number, b.Packet.Number) })
		switch {
		case !t.listen():
		case t.held:
			held = append(held, t)
		default:
			all = append(all, t)
		}
	}
	return all, held
}

// listen goes through the packets, and reports whether they tell all.
func (t *dialogue) listen() bool {
	for _, m := range t.all {
		if side := m.Observation.From; !m.Events.Has(flow.RST) {
			t.full[side] = m.Events.Has(flow.ZeroWindow)
		}
		t.held = t.held || m.Facts.Probe != nil || m.Events.Has(flow.ZeroWindow)
		switch {
		case m.Facts.Unseen != nil:
			return false
		case m.Facts.Probe != nil:
			continue
		case m.Facts.Again != nil:
			t.again = t.again || m.Events.Has(flow.FIN)
			continue
		}
		side := m.Observation.From
		if m.Events.Has(flow.SYNACK) {
			t.opened = m
		}
		if m.Events.Has(flow.Data) {
			t.take(m)
		}
		if m.Events.Has(flow.FIN) && t.fins[side] == nil {
			t.fins[side] = m
		}
		if m.Events.Has(flow.RST) && t.rst == nil {
			t.rst = m
		}
	}
	return t.opened != nil && accounts.First(t.ends[flow.Initiator].Sent, flow.SYN) != nil
}

// take adds data.
func (t *dialogue) take(m *run.Moment) {
	side := m.Observation.From
	if n := len(t.turns); n == 0 || t.turns[n-1].side != side {
		t.turns = append(t.turns, turn{side: side, first: m, lines: true})
	}
	last := &t.turns[len(t.turns)-1]
	last.last = m
	last.data = append(last.data, m.Packet.Payload...)
	last.octets += int64(m.Packet.PayloadLength)
	last.packets++
	last.lines = last.lines && bytes.IndexByte(m.Packet.Payload, '\n') == len(m.Packet.Payload)-1
}

// said returns the last data that were sent before a packet; nil if none were.
func (t *dialogue) said(before *run.Moment) (last *run.Moment) {
	for _, m := range t.all {
		if m.Packet.Number < before.Packet.Number && m.Events.Has(flow.Data) && m.Facts.Again == nil {
			last = m
		}
	}
	return last
}

// pause returns the longest time for which nothing was said between two data.
func (t *dialogue) pause() (longest time.Duration) {
	since := t.opened.Time
	for _, m := range t.all {
		if m.Events.Has(flow.Data) {
			longest, since = max(longest, m.Time.Sub(since)), m.Time
		}
	}
	return longest
}

// before returns the last turn that began before a packet, or with it; nil if none did.
func (t *dialogue) before(m *run.Moment) *turn {
	var found *turn
	for i := range t.turns {
		if t.turns[i].first.Packet.Number <= m.Packet.Number {
			found = &t.turns[i]
		}
	}
	return found
}

// octets returns how much a side had sent before a packet.
func (t *dialogue) octets(side flow.Side, before *run.Moment) (n int64) {
	for _, m := range t.all {
		if m.Observation.From == side && m.Events.Has(flow.Data) && m.Facts.Again == nil && m.Packet.Number < before.Packet.Number {
			n += int64(m.Packet.PayloadLength)
		}
	}
	return n
}

// first returns the first turn of a side; nil if it has sent no data.
func (t *dialogue) first(side flow.Side) *turn {
	for i := range t.turns {
		if t.turns[i].side == side {
			return &t.turns[i]
		}
	}
	return nil
}

// spoke reports whether a side has sent data.
func (t *dialogue) spoke(side flow.Side) bool { return t.first(side) != nil }

// asked returns the request of a client that has no answer, where the server has sent nothing at
// all; nil if there is none.
func (t *dialogue) asked() *turn {
	if len(t.turns) != 1 || t.turns[0].side != flow.Initiator {
		return nil
	}
	return &t.turns[0]
}

// ended returns when a side ended the connection, by a FIN or a RST, and by what; nil if it
// did not.
func (t *dialogue) ended(side flow.Side) *run.Moment {
	if t.fins[side] == nil && t.rst != nil && t.rst.Observation.From == side {
		return t.rst
	}
	return t.fins[side]
}

// over returns what ended the connection; nil if nothing did.
func (t *dialogue) over() *run.Moment {
	first := t.ended(flow.Initiator)
	if other := t.ended(flow.Responder); first == nil || other != nil && other.Packet.Number < first.Packet.Number {
		first = other
	}
	return first
}

// quiet returns for how long nothing was said behind a packet until something ended the
// connection; 0 if nothing did: the capture may have ended before.
func (t *dialogue) quiet(since *run.Moment) time.Duration {
	if m := t.over(); m != nil {
		return m.Time.Sub(since.Time)
	}
	return 0
}

// rtt returns how long the handshake took on the way, twice: that a packet is late by that
// shows nothing.
func (t *dialogue) rtt() time.Duration { return 2 * t.opened.Conversation.HandshakeRTT }
