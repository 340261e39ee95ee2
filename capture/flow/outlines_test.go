package flow

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
)

// outlined is a tracker that is fed what another one is fed, by outlines where they
// say enough: so many at a time as they come in a row.
type outlined struct {
	tracker *Tracker
	waiting []capture.Outline
}

// newOutlined returns an empty one, whose conversations can be compared with those
// of other.
func newOutlined(other *Tracker) *outlined {
	o := &outlined{tracker: NewTracker()}
	o.tracker.latest.seed = other.latest.seed
	return o
}

// observe takes a packet.
func (o *outlined) observe(p *capture.Packet) {
	if p.Proto == capture.TCP || p.Proto == capture.UDP {
		if len(p.Outer) == 0 {
			o.waiting = append(o.waiting, capture.Outline{})
			o.waiting[len(o.waiting)-1].Trace(p)
			return
		}
	}
	o.flush()
	o.tracker.Observe(p)
}

// flush observes what waits.
func (o *outlined) flush() {
	o.tracker.ObserveOutlines(o.waiting)
	o.waiting = o.waiting[:0]
}

// check compares the conversations with those of other, which was fed all packets.
func (o *outlined) check(t *testing.T, other *Tracker) {
	t.Helper()
	o.flush()
	same := func(a, b *Conversation) bool {
		x, y := *a, *b
		x.tcp, y.tcp, x.rare, y.rare = nil, nil, nil, nil
		return x == y && *a.readRare() == *b.readRare() && sameMachines(a.tcp, b.tcp)
	}
	if !slices.EqualFunc(o.tracker.Conversations(), other.Conversations(), same) {
		t.Error("the conversations differ from those of packets")
	}
}

// sameMachines reports whether the machines of two conversations are alike.
func sameMachines(a, b *tcpConversation) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := *a, *b
	for side := range x.sides { // chains may have other places
		x.sides[side].first, y.sides[side].first = 0, 0
	}
	return x == y
}

// TestOutlines checks that outlines do what packets do, and that nothing is
// allocated for one.
func TestOutlines(t *testing.T) {
	packets, plain := append(many(), mixed()...), NewTracker()
	outlined := newOutlined(plain)
	for round := range 2 {
		for i := range packets {
			packets[i].Time = clock(time.Duration(round*len(packets) + i))
			plain.Observe(&packets[i])
			outlined.observe(&packets[i])
		}
		outlined.tracker.ObserveOutlines(make([]capture.Outline, 3)) // of nothing
		outlined.check(t, plain)
	}
	again := make([]capture.Outline, len(packets))
	for i := range again {
		again[i].Trace(&packets[i])
	}
	if n := testing.AllocsPerRun(10, func() { outlined.tracker.ObserveOutlines(again[:2*worthwhile]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
