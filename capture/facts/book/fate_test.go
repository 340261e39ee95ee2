package book_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/book"
	"wireladder/capture/flow"
	"wireladder/capture/runtest"
)

// watch returns what is known of each packet of a recording of two hosts.
func watch(rec *capture.Recording) []*facts.Facts {
	all := []*facts.Facts{nil}
	tracker, b := flow.NewTracker(), book.New()
	tracker.AwaitDeliveries()
	for _, e := range rec.Entries {
		switch {
		case e.Packet != nil:
			o := tracker.Observe(e.Packet)
			all = append(all, b.Packet(&o, facts.Facts{Fate: &facts.Fate{}}))
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

// A SYN that came again, and arrives only when the SYN,ACK has gone out once more, is what the next SYN,ACK answers.
func TestSYNAgainOnTheWay(t *testing.T) {
	for _, late := range []bool{false, true} {
		h := runtest.NewHosts("")
		h.Dial()
		h.Through(h.Forth(capture.SYN, ""))
		h.Lose(h.Back(capture.SYN|capture.ACK, ""), "")
		h.Wait(time.Second)
		h.Again(1)
		syn := h.Forth(capture.SYN, "")
		if !late {
			h.Arrive(syn)
		}
		h.BackAgain(1)
		h.Through(h.Back(capture.SYN|capture.ACK, ""))
		if late {
			h.Arrive(syn)
		}
		h.BackAgain(1)
		n := h.Back(capture.SYN|capture.ACK, "")
		a := watch(h.Recording())[n].Again
		if a == nil || (a.Cause == facts.SYNAgain) != late || late && !slices.Equal(a.Evidence, []int{syn}) {
			t.Errorf("late: %t; %+v", late, a)
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

// A segment that has come, and that its receiver still expects when it holds later ones, was not taken.
func TestNotTaken(t *testing.T) {
	all := watch(runtest.UntakenData())
	if a := all[13].Again; a == nil || a.Untaken != 10 || all[5].NotTaken != 10 {
		t.Errorf("%+v, %d", a, all[5].NotTaken)
	}
	if a := watch(runtest.FastRetransmit())[13].Again; a.Untaken != 0 {
		t.Errorf("of one that was lost: %+v", a)
	}
}
