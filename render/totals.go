package render

import (
	"cmp"
	"fmt"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
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

// contrastTitles are the headings of scenarios that set UDP against TCP.
var contrastTitles = map[string]string{
	"contrast-clients":    "The same clients over UDP and over TCP",
	"contrast-loss":       "The same message lost over UDP and over TCP",
	"contrast-refused":    "No server at the port, over UDP and over TCP",
	"contrast-boundaries": "The same messages over UDP and over TCP",
	"contrast-close":      "The same goodbye over UDP and over TCP",
}

func contrastTitle(scenario string) string {
	if title, ok := contrastTitles[scenario]; ok {
		return title
	}
	return "The same line over UDP and over TCP"
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

// contrastTotals puts the figures of ladders side by side, those that say
// something of any.
func contrastTotals(ladders []Ladder, story []moment) Table {
	all := make([]totals, len(ladders))
	for i := range ladders {
		all[i] = countLadder(&ladders[i], story)
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
func countLadder(l *Ladder, story []moment) totals {
	var t totals
	for i := range story {
		if story[i].proto() != l.Proto || story[i].remark != nil {
			continue
		}
		if c := story[i].call; c != nil {
			t.addCall(c, story[i].kind)
		} else {
			t.addPacket(&story[i])
		}
	}
	for i := range l.Lifelines {
		switch l.Lifelines[i].Role {
		case Listening, Bound:
			t.listening++
		case Accepted:
			t.own++
		}
	}
	return t
}

func (t *totals) addCall(c *capture.Call, kind StepKind) {
	empty := c.Result == 0 && c.Proto == capture.TCP // the end of the stream, not a message
	if c.Errno != "" || kind == Enter && c.KeyedByExit() || empty {
		return
	}
	switch {
	case strings.HasPrefix(c.Name, "send") || c.Name == "write":
		t.sent++
	case receives(c):
		t.received++
	}
}

func (t *totals) addPacket(m *moment) {
	if m.kind != Message {
		return
	}
	o := &m.obs
	t.packets++
	t.octets += o.Packet.Length
	if m.fate.lost() {
		t.lost++
	}
	if sentAgain(o) {
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
