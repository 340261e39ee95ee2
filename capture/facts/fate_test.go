package facts_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/runtest"
)

// watch returns what is known of each packet of a recording of two hosts.
func watch(rec *capture.Recording) []*facts.Facts {
	all := []*facts.Facts{nil}
	tracker, book := flow.NewTracker(), facts.NewBook()
	tracker.AwaitDeliveries()
	for _, e := range rec.Entries {
		switch {
		case e.Packet != nil:
			o := tracker.Observe(e.Packet)
			all = append(all, book.Packet(&o, facts.Facts{Fate: &facts.Fate{}}))
		case e.Delivery != nil:
			tracker.Deliver(e.Delivery)
			all[e.Delivery.Packet.Number].Fate.Add(e.Delivery)
		}
	}
	return all
}

// Where a wire was watched, what came is what has arrived.
func TestWatched(t *testing.T) {
	for name, tt := range map[string]struct {
		rec  *capture.Recording
		want map[int]string
	}{
		"SYN,ACK lost": {runtest.LostSYNACK(), map[int]string{3: "again 1 after 1.020014s: timeout", 4: "again 2 after 1.020014s: SYN again; by [3]"}},
		"data lost":    {runtest.LostData(), map[int]string{5: "again 4 after 207.003ms: ?; alone"}},
		"one of three": {runtest.EarlyRetransmit(), map[int]string{8: "dup by 6; asks", 9: "again 5 after 30µs: overtaken; by [8]"}},
		"one of five":  {runtest.FastRetransmit(), map[int]string{10: "dup by 6; asks", 13: "again 5 after 58µs: asked; by [10 11 12]"}},
	} {
		all := watch(tt.rec)
		for n, want := range tt.want {
			if n >= len(all) {
				t.Errorf("%s: there is no packet %d", name, n)
			} else if got := describe(all[n]); got != want {
				t.Errorf("%s: packet %d: %q, want %q", name, n, got, want)
			}
		}
	}
}

// A segment that the wire has doubled is what makes its receiver repeat its ACK; one that
// was lost makes nobody say anything.
func TestSecondCopies(t *testing.T) {
	for _, lost := range []bool{false, true} {
		h := runtest.NewHosts("")
		h.Connect()
		n := h.Says(false, "hello")
		h.Through(n)
		h.Through(h.Back(capture.ACK, ""))
		if lost {
			h.Lose(h.Says(false, "world"), "")
		}
		h.Arrive(n)
		dup := h.Unheard(map[bool]int{true: 5}[lost], capture.ACK, "")
		d := watch(h.Recording())[dup].Dup
		if d == nil || d.Trigger == nil || d.Trigger.Number != n || !d.Twice || !d.Old {
			t.Errorf("lost: %t, %+v", lost, d)
		}
	}
}

// The ACK of a repetition that has not arrived when it is sent again does not make that
// one of nothing.
func TestAcknowledgedButNotYet(t *testing.T) {
	for _, arrives := range []bool{false, true} {
		h := runtest.NewHosts("")
		h.Connect()
		h.Through(h.Says(false, "hello"))
		ack := h.Back(capture.ACK, "")
		if arrives {
			h.Through(ack)
		}
		h.Wait(300 * time.Millisecond)
		h.Again(5)
		n := h.Forth(capture.PSH|capture.ACK, "hello")
		a := watch(h.Recording())[n].Again
		if a == nil || (a.Acked == ack) != arrives || a.Answer == nil || a.Answer.Number != ack {
			t.Errorf("it arrives: %t; %+v", arrives, a)
		}
	}
}

// A fate as it grows.
func TestFate(t *testing.T) {
	sent := &capture.Packet{Number: 1, Time: time.Unix(10, 0)}
	at := func(s int64, lost bool, fault string) *capture.Delivery {
		return &capture.Delivery{Packet: sent, Time: time.Unix(s, 0), Lost: lost, Fault: fault}
	}
	var none *facts.Fate
	if none.Lost() || none.ArrivedBy(time.Unix(99, 0)) || none.Fault() != "" {
		t.Error("what was not watched has a fate")
	}
	f := &facts.Fate{}
	if f.Lost() || f.ArrivedBy(time.Unix(99, 0)) || f.Fault() != "" {
		t.Error("what is on its way has arrived, or is lost")
	}
	f.Add(at(11, true, "drop"))
	if !f.Lost() || f.Fault() != "drop" {
		t.Error("it is not lost by its fault")
	}
	f.Add(at(12, false, "delay"))
	if f.Lost() || f.Fault() != "drop" || f.ArrivedBy(time.Unix(11, 0)) || !f.ArrivedBy(time.Unix(12, 0)) {
		t.Error("a copy has arrived after 2 s, and not before")
	}
	g := &facts.Fate{}
	g.Add(at(11, false, ""))
	g.Add(at(12, false, "duplicate"))
	if g.Fault() != "duplicate" {
		t.Errorf("the fault is %q", g.Fault())
	}
	if d := facts.Delay(at(12, false, "")); d != 2*time.Second {
		t.Errorf("it was on the wire for %v", d)
	}
	if d := facts.Delay(at(9, false, "")); d != 0 {
		t.Errorf("it arrived %v before it was sent", -d)
	}
}

// A span has no negative length.
func TestSpan(t *testing.T) {
	for s, want := range map[facts.Span]int64{{}: 0, {From: 3, To: 5}: 2, {From: 5, To: 3}: 0, {From: -2, To: 1}: 3} {
		if got := s.Len(); got != want {
			t.Errorf("%+v: %d", s, got)
		}
	}
}

// Segments far from the numbers of the youngest connection, and nearer to those of the one
// that had its ports before, are that one's.
func TestFarSegmentsOfOldConnections(t *testing.T) {
	c, n := conn()
	n.Open()
	client, server := n.Ports()
	m := c.TCP(client, server)
	m.Client.ISN, m.Server.ISN = 700_000_000, 800_000_000
	m.Open()
	n.Client.Data("hello").Seq(100_001)
	n.Client.FIN().Seq(100_006)
	m.Client.Data("hello")
	n.Client.Data("hello").Seq(2_000_001)
	all := know(c.Packets())
	for number, want := range map[int]string{
		7: "old 1 seq 100001 ack 1 next 100006", 8: "old 1 seq 100006 ack 1 next 100007", 9: "",
	} {
		if got := describe(all[number]); got != want {
			t.Errorf("packet %d: %q, want %q", number, got, want)
		}
	}
	if all[10].Old != nil {
		t.Errorf("packet 10 is far from both: %+v", all[10].Old)
	}
}
