package book_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/capturetest"
	"wireladder/capture/facts"
	"wireladder/capture/facts/book"
	"wireladder/capture/flow"
)

// know returns what is known of each packet of a capture in the end, from number 1 on.
func know(packets []*capture.Packet) []*facts.Facts {
	all := make([]*facts.Facts, 1, len(packets)+1)
	tracker, b := flow.NewTracker(), book.New()
	for _, p := range packets {
		o := tracker.Observe(p)
		all = append(all, b.Packet(&o, facts.Facts{}))
	}
	return all
}

// conn begins a capture with a connection between 10.0.0.1:50000 and 10.0.0.2:80.
func conn() (*capturetest.Capture, *capturetest.Conn) {
	c := capturetest.New()
	return c, c.TCP(c.Host("10.0.0.1").Port(50000), c.Host("10.0.0.2").Port(80))
}

// script is a connection, and what is known of some of its packets.
type script struct {
	name  string
	build func(c *capturetest.Capture, n *capturetest.Conn)
	want  map[int]string
}

// check holds what is known of packets against what is written of them.
func (s script) check(t *testing.T) {
	t.Helper()
	c, n := conn()
	s.build(c, n)
	all := know(c.Packets())
	for number, want := range s.want {
		if number >= len(all) {
			t.Errorf("%s: there is no packet %d", s.name, number)
		} else if got := describe(all[number]); got != want {
			t.Errorf("%s: packet %d: %q, want %q", s.name, number, got, want)
		}
	}
}

// checkAll checks scripts.
func checkAll(t *testing.T, all []script) {
	t.Helper()
	for _, s := range all {
		s.check(t)
	}
}

// causes are in the order of the constants.
var causes = [...]string{
	"?", "asked", "overtaken", "loss probe", "early probe", "timeout", "backoff", "after probe", "too big", "SYN again", "SYN twice",
	"holes", "no SYN,ACK", "in spite", "new try", "room again", "not taken", "wrong answer", "perhaps SYN", "thrown away",
}

var reasons = [...]string{"aborts", "refuses", "refuses back", "socket gone", "gives up", "not answered"}

// opens are what a segment can be besides, by a word.
var opens = []struct {
	is   facts.Open
	word string
}{
	{facts.AsksECN, "asks ECN"}, {facts.AgreesECN, "agrees ECN"}, {facts.EchoesECN, "echoes"}, {facts.ReducesECN, "reduces"}, {facts.MarkedCE, "CE"},
	{facts.AsksCookie, "asks cookie"}, {facts.GivesCookie, "gives cookie"}, {facts.DataInSYN, "data in SYN"}, {facts.DataTaken, "data taken"},
	{facts.DataNotTaken, "data not taken"}, {facts.Multipath, "MPTCP"}, {facts.Crossing, "crossing"}, {facts.ToItself, "to itself"},
	{facts.OldLives, "old lives"}, {facts.OldWaits, "old waits"}, {facts.SelfAgain, "self again"}, {facts.SelfFIN, "self FIN"}, {facts.Urgent, "urgent"},
	{facts.AsksCounts, "asks counts"}, {facts.AgreesCounts, "agrees counts"}, {facts.WithoutFast, "plain now"},
}

// parts collects words.
type parts []string

func (p *parts) add(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

// when adds a word if it is so.
func (p *parts) when(is bool, format string, args ...any) {
	if is {
		p.add(format, args...)
	}
}

// span adds numbers, if there are any.
func (p *parts) span(what string, s facts.Span) {
	p.when(s.Len() > 0, "%s %d-%d", what, s.From, s.To-1)
}

// describe tells facts in a line.
func describe(f *facts.Facts) string {
	var p parts
	for _, o := range opens {
		p.when(f.Open.Has(o.is), "%s", o.word)
	}
	if f.Old != nil {
		p.add("old %d seq %d ack %d next %d", f.Old.First, f.Old.Seq, f.Old.Ack, f.Old.Next)
	}
	p.numbers(f)
	p.acks(f)
	p.resets(f)
	if e := f.Error; e != nil {
		p.add("error %d about %d", e.Kind, e.About)
		p.when(e.Router.IsValid(), "by %v", e.Router)
		p.when(e.MTU > 0, "MTU %d", e.MTU)
		p.when(e.Filter, "filter")
		p.when(e.Tunnel, "tunnel")
		p.when(e.Spoke > 0, "spoke %d", e.Spoke)
		p.when(e.Others, "to others")
	}
	if g := f.Group; g != nil {
		p.add("%s answers %d", [...]string{"one", "broadcast", "multicast"}[g.Kind], g.Answers)
	}
	if g := f.Fragment; g != nil {
		p.add("piece %d of %d, first %d, whole %d", g.Index, g.Pieces, g.First, g.Whole)
		p.when(g.Begins, "begins")
		p.when(g.Mixed > 0, "mixed by %d", g.Mixed)
	}
	if w := f.Wait; w != nil {
		p.add("%s %v after %d", [...]string{"waits", "delayed ACK", "Nagle"}[w.Rule], w.For, w.Since)
		p.when(w.ACK > 0, "until %d", w.ACK)
	}
	p.when(f.SameAs > 0, "as %d", f.SameAs)
	p.when(f.Doubled, "doubled")
	p.when(f.Twin, "twin")
	p.when(f.Challenge > 0, "challenges %d", f.Challenge)
	p.when(f.NotTaken > 0, "not taken: %d", f.NotTaken)
	p.when(f.AfterReset > 0, "after RST %d", f.AfterReset)
	p.when(f.Crosses > 0, "crosses %d", f.Crosses)
	p.when(f.Rival > 0, "rival %d", f.Rival)
	p.when(f.Older > 0, "older than %d", f.Older)
	p.elsewhere(f.Elsewhere)
	if r := f.Reneged; r != nil {
		p.span("lacks", r.Span)
		p.add("named by %d", r.Named)
	}
	if e := f.Echo; e != nil {
		p.add("echo of %d after %v", e.Answers, e.After)
		p.when(e.Answered > 0, "answered %d", e.Answered)
	}
	return strings.Join(p, "; ")
}

// elsewhere tells whom an answer was asked of.
func (p *parts) elsewhere(e *facts.Elsewhere) {
	if e != nil {
		p.add("%d had asked %v", e.Asked, e.At)
	}
}

// numbers tells of repetitions, late numbers and gaps.
func (p *parts) numbers(f *facts.Facts) {
	if a := f.Again; a != nil {
		first, of := 0, a.Of
		if a.First != nil {
			first = a.First.Number
		}
		p.add("again %d after %v: %s", first, a.After, causes[a.Cause])
		p.when(len(of) > 1, "of %v", of)
		p.when(len(a.Evidence) > 0, "by %v", a.Evidence)
		p.when(a.Acked > 0, "acked %d", a.Acked)
		p.span("new", a.New)
		p.span("differs", a.Conflict)
		p.when(a.Twice > 0, "twice %d", a.Twice)
		p.when(a.Alone, "alone")
		p.when(a.AsLarge, "as large")
		p.when(a.Held > 0, "held %d", a.Held)
	}
	if l := f.Late; l != nil {
		p.add("late behind %d by %v", l.Behind, l.After)
		p.when(l.Acked > 0, "acked %d", l.Acked)
		p.when(l.InTrip, "in trip")
		p.when(len(l.Asked) > 0, "asked %v", l.Asked)
	}
	p.gap("before", f.Before)
	p.gap("unseen", f.Unseen)
}

func (p *parts) gap(what string, g *facts.Gap) {
	if g != nil {
		p.span(what, g.Span)
		p.when(g.Filled > 0, "filled %d", g.Filled)
	}
}

// acks tells of what acknowledges, probes and windows.
func (p *parts) acks(f *facts.Facts) {
	if d := f.Dup; d != nil {
		trigger := 0
		if d.Trigger != nil {
			trigger = d.Trigger.Number
		}
		p.add("dup by %d", trigger)
		p.when(d.Asks, "asks")
		p.when(d.Old, "old")
		p.when(d.Stale, "stale")
		p.when(d.Twice, "a copy")
		p.when(len(d.Holds) > 0, "SACK")
		p.span("D-SACK", d.DSACK)
		p.when(d.Waits, "in TIME-WAIT")
	}
	if w := f.Window; w != nil {
		p.add("window %d>%d", w.Before, w.Now)
		p.when(w.Unscaled, "unscaled")
	}
	if b := f.Probe; b != nil {
		p.add("%s", map[bool]string{true: "window probe", false: "keep-alive"}[b.Window])
		p.when(b.Carries, "carries")
		p.when(b.Without > 0, "%d before", b.Without)
	}
}

// resets tells of a RST.
func (p *parts) resets(f *facts.Facts) {
	r := f.Reset
	if r == nil {
		return
	}
	p.add("%s", reasons[r.Why])
	p.when(r.Answers > 0, "answers %d", r.Answers)
	p.when(r.Bytes > 0, "%d bytes", r.Bytes)
	p.when(r.AfterFIN > 0, "FIN %d", r.AfterFIN)
	p.when(len(r.Probes) > 0, "probes %v", r.Probes)
	p.when(r.Again > 0, "RST %d", r.Again)
	p.when(r.Ignored, "ignored")
	p.when(r.Text, "text")
	p.when(r.Asks > 0, "asks by %d", r.Asks)
	p.when(r.Asked > 0, "asked by %d", r.Asked)
	p.when(r.Bare, "bare")
	p.when(r.Took > 0, "took %d", r.Took)
	p.when(r.Crosses > 0, "crosses %d", r.Crosses)
	p.when(r.Links[0] != r.Links[1], "links %x %x", r.Links[0][5], r.Links[1][5])
	p.when(r.GoesOn > 0, "goes on %d", r.GoesOn)
	p.when(r.Idle > 0, "idle %v", r.Idle)
	p.elsewhere(r.Elsewhere)
}

const ms = time.Millisecond
