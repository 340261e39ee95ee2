package render

import (
	"cmp"
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// totals are the figures by which protocols are compared. All are counted
// from what was observed.
type totals struct {
	packets, octets int
	before          int // packets of the responder before the first byte of the first request
	listening, own  int // sockets of the server: bound or listening; accepted
	sent, received  int // calls that sent a message, or part of it; calls that received some
	lost, again     int // packets that the wire lost; segments that were sent again
	requestSeen     bool
	last            flow.Side // who sent the packet before
}

// figures are the rows of the table: what they are called, what they say of a
// ladder, "" if that says nothing, and what stands for that where they say
// something of the other.
var figures = []struct {
	name string
	of   func(t *totals, l *Ladder) string
	none string
}{
	{"", func(_ *totals, l *Ladder) string { return l.Title }, ""},
	{"packets", func(t *totals, _ *Ladder) string { return fmt.Sprint(t.packets) }, ""},
	{"bytes on the wire", func(t *totals, _ *Ladder) string { return fmt.Sprint(t.octets) }, ""},
	{"lost on the wire", func(t *totals, _ *Ladder) string { return some(t.lost) }, "0"},
	{"sent again", func(t *totals, _ *Ladder) string { return some(t.again) }, "0"},
	{"round trips before data", (*totals).roundTrips, ""},
	{"sockets in the server", func(t *totals, _ *Ladder) string { return t.sockets() }, ""},
	{"message boundaries", (*totals).boundaries, "nothing was received"},
}

// comparable reports whether two ladders have the same clients, and all have run to their
// end. Of a run that was broken off nothing is to be concluded.
func comparable(a, b *Ladder) bool {
	return exchanges(a) == exchanges(b) && a.ended() && b.ended()
}

// ended reports whether each client has closed its socket, or waits for ever: whoever was
// broken off has done neither.
func (l *Ladder) ended() bool {
	waits := map[int]bool{}
	for _, b := range l.Bars {
		waits[b.Lifeline] = waits[b.Lifeline] || b.To < 0
	}
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		if line.Side == flow.Initiator && line.FD >= 0 && line.End < 0 && !waits[i] {
			return false
		}
	}
	return true
}

// contrastTotals puts the figures of ladders side by side, those that say
// something of any.
func contrastTotals(ladders []Ladder, moments []*run.Moment) Table {
	all := make([]totals, len(ladders))
	for i := range ladders {
		all[i] = countLadder(&ladders[i], moments)
	}
	var rows [][]string
	for _, f := range figures {
		row, says := []string{f.name}, false
		for i := range ladders {
			cell := f.of(&all[i], &ladders[i])
			says = says || cell != ""
			row = append(row, cmp.Or(cell, f.none))
		}
		if says {
			rows = append(rows, row)
		}
	}
	return Table{Title: "What it took", Rows: rows}
}

// some returns a number that is worth a row, "" for 0.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// countLadder counts what belongs to one ladder.
func countLadder(l *Ladder, moments []*run.Moment) totals {
	var t totals
	for _, m := range moments {
		switch {
		case m.Protocol() != l.Proto || m.Says != nil:
		case m.Call != nil:
			t.addCall(m.Call, m.Kind)
		case m.Kind == run.Packet:
			t.addPacket(m)
		}
	}
	for i := range l.Lifelines {
		switch l.Lifelines[i].Role {
		case run.Listening, run.Bound:
			t.listening++
		case run.Accepted:
			t.own++
		}
	}
	return t
}

func (t *totals) addCall(c *capture.Call, kind run.Kind) {
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

func (t *totals) addPacket(m *run.Moment) {
	o := &m.Observation
	t.packets++
	t.octets += o.Packet.Length
	if m.Facts.Fate.Lost() {
		t.lost++
	}
	if m.Facts.Again != nil {
		t.again++
	}
	switch {
	case o.From == flow.Initiator && o.Events.Has(flow.Data):
		t.requestSeen = true
	case o.From == flow.Responder && t.last == flow.Initiator && !t.requestSeen:
		t.before++
	}
	t.last = o.From
}

func (t *totals) sockets() string {
	if t.own == 0 {
		return fmt.Sprint(t.listening)
	}
	return fmt.Sprintf("%d: %d listening, %d accepted", t.listening+t.own, t.listening, t.own)
}

// roundTrips says how many answers had to come before the first byte of a
// message could go.
func (t *totals) roundTrips(*Ladder) string {
	if !t.requestSeen {
		return "no data came"
	}
	return fmt.Sprint(t.before)
}

// boundaries says whether each receive returned one sent message. A datagram
// socket promises that (udp(7)), whatever gets lost; a stream does not, even if
// it looked like it.
func (t *totals) boundaries(l *Ladder) string {
	seen := fmt.Sprintf("%d sent, %d received", t.sent, t.received)
	switch {
	case t.received == 0:
		return ""
	case l.Proto == capture.UDP:
		return "kept: " + seen
	case t.sent != t.received:
		return "not kept: " + seen
	}
	return "not promised; here " + seen
}
