// Package totals counts what each of two protocols took for the same story, and sets that side
// by side: packets, bytes, round trips, sockets, and whether messages kept their boundaries.
package totals

import (
	"cmp"
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Totals are the figures by which protocols are compared. All are counted
// from what was observed. The zero value has counted nothing.
type Totals struct {
	title           string
	proto           capture.Protocol
	packets, octets int // the octets with all headers, that of the link among them
	before          int // answers of the responder before the first byte of the first request, in its conversation
	listening, own  int // sockets of the server: bound or listening; accepted
	sent, received  int // calls that sent a message, or part of it; calls that received some
	lost, again     int // packets that the wire lost; segments that were sent again
	between         int // packets that were lost between two captures: no more is known of that
	requestSeen     bool
	endSeen         bool                          // recv(2) of the server has returned the end of the stream
	rounds          map[*flow.Conversation]rounds // of conversations, until then
}

// figures are the rows of the table: what they are called, what they say of a
// protocol, "" if that says nothing, and what stands for that where they say
// something of the other.
var figures = []struct {
	name string
	of   func(t *Totals) string
	none string
}{
	{"", func(t *Totals) string { return t.title }, ""},
	{"packets", func(t *Totals) string { return fmt.Sprint(t.packets) }, ""},
	{"bytes with headers", func(t *Totals) string { return fmt.Sprint(t.octets) }, ""},
	{"lost on the wire", func(t *Totals) string { return some(t.lost) }, "0"},
	{"lost between the captures", func(t *Totals) string { return some(t.between) }, "0"},
	{"sent again", func(t *Totals) string { return some(t.again) }, "0"},
	{"round trips before data", (*Totals).roundTrips, ""},
	{"sockets in the server", (*Totals).sockets, ""},
	{"message boundaries", (*Totals).boundaries, "nothing was received"},
	{"server learns of close()", (*Totals).end, "no"},
}

// Rows puts the figures of protocols side by side, those that say something of
// any. The first row holds the titles.
func Rows(all []Totals) [][]string {
	var rows [][]string
	for _, f := range figures {
		row, says := []string{f.name}, false
		for i := range all {
			cell := f.of(&all[i])
			says = says || cell != ""
			row = append(row, cmp.Or(cell, f.none))
		}
		if says {
			rows = append(rows, row)
		}
	}
	return rows
}

// some returns a number that is worth a row, "" for 0.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// Add counts a moment of the protocol.
func (t *Totals) Add(m *run.Moment) {
	switch {
	case m.Says != nil:
	case m.Call != nil:
		t.addCall(m.Call, m.Kind)
		t.endSeen = t.endSeen || endsFor(m)
	case m.Kind == run.Packet:
		t.addPacket(m)
	}
}

// Name says which protocol was counted, by which title, and which roles its sockets have.
func (t *Totals) Name(title string, proto capture.Protocol, roles []run.Role) {
	t.title, t.proto = title, proto
	for _, role := range roles {
		switch role {
		case run.Listening, run.Bound:
			t.listening++
		case run.Accepted:
			t.own++
		}
	}
}

func (t *Totals) addCall(c *capture.Call, kind run.Kind) {
	empty := c.Result == 0 && c.Proto == capture.TCP // the end of the stream, not a message
	if c.Errno != "" || kind == run.Enter && c.KeyedByExit() || empty {
		return
	}
	switch {
	case c.Does(capture.Sends):
		t.sent++
	case c.Does(capture.Receives):
		t.received++
	}
}

// endsFor reports whether a moment is that of a server's call which has returned the end of the stream: its client's FIN
// had come.
func endsFor(m *run.Moment) bool {
	c := m.Call
	return m.Kind != run.Enter && c.Proto == capture.TCP && c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 &&
		m.Socket != nil && m.Socket.Role == run.Accepted && !m.Meets.ShutRead
}

// end says how the server has learnt that a client had closed; "" if no call has told it.
func (t *Totals) end() string {
	if !t.endSeen {
		return ""
	}
	return "yes: recv() = 0"
}

func (t *Totals) addPacket(m *run.Moment) {
	o := &m.Observation
	t.packets++
	t.octets += o.Packet.Length
	switch fate := m.Facts.Fate; {
	case fate.Lost() && fate.LostBetween():
		t.between++
	case fate.Lost():
		t.lost++
	}
	if m.Facts.Again != nil {
		t.again++
	}
	t.countRounds(o, m.Facts.Fate.Lost())
}

// rounds are the answers that have come in a conversation so far.
type rounds struct {
	answers int
	last    flow.Side
}

// countRounds counts answers up to the first byte of a message that is not lost, in each conversation by itself: other
// clients may have connected before.
func (t *Totals) countRounds(o *flow.Observation, lost bool) {
	if t.requestSeen {
		return
	}
	r := t.rounds[o.Conversation]
	switch {
	case o.From == flow.Initiator && o.Events.Has(flow.Data) && !lost:
		t.requestSeen, t.before, t.rounds = true, r.answers, nil
		return
	case o.From == flow.Responder && r.last == flow.Initiator:
		r.answers++
	}
	r.last = o.From
	if t.rounds == nil {
		t.rounds = map[*flow.Conversation]rounds{}
	}
	t.rounds[o.Conversation] = r
}

func (t *Totals) sockets() string {
	if t.own == 0 {
		return fmt.Sprint(t.listening)
	}
	return fmt.Sprintf("%d: %d listening, %d accepted", t.listening+t.own, t.listening, t.own)
}

// roundTrips says how many answers had to come before the first byte of a message could go that has come: to a
// program, where calls tell.
func (t *Totals) roundTrips() string {
	if !t.requestSeen || t.sent > 0 && t.received == 0 {
		return "no data came"
	}
	return fmt.Sprint(t.before)
}

// boundaries says whether each receive returned one sent message. A datagram
// socket promises that (udp(7)), whatever gets lost; a stream does not, even if
// it looked like it.
func (t *Totals) boundaries() string {
	seen := fmt.Sprintf("%d sent, %d received", t.sent, t.received)
	switch {
	case t.received == 0:
		return ""
	case t.proto == capture.UDP:
		return "kept: " + seen
	case t.sent != t.received:
		return "not kept: " + seen
	}
	return "not promised; here " + seen
}
