package render_test

import (
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/joint"
	"wireladder/capture/runtest"
	"wireladder/render"
)

// What is said of a packet is right for it: what became of it, which frame it
// repeats, and why.
func TestLossesAndRepetitions(t *testing.T) {
	for _, c := range []struct {
		name   string
		record func() *capture.Recording
		frame  int
		says   []string // in Brief
		full   string   // in Full
	}{
		{"lost SYN,ACK", runtest.LostSYNACK, 2, []string{"never arrives", "the client has no answer, the server no ACK; both timers run on"}, "never reaches the client"},
		{"SYN again", runtest.LostSYNACK, 3, []string{"packet 1 again", "1.02 s", "it had arrived", "its answer (packet 2) was lost"}, "timer has run out"},
		{"SYN,ACK again", runtest.LostSYNACK, 4, []string{"packet 2 again", "the SYN came again (packet 3)", "packet 2 was lost"}, ""},
		{"lost data", runtest.LostData, 4, []string{"never arrives", "the client's kernel must send it again"}, "three such duplicate ACKs"},
		{"data again", runtest.LostData, 5, []string{"packet 4 again after 207 ms", "packet 4 was lost"}, ""},
		{"duplicate ACK", runtest.FastRetransmit, 10, []string{"packet 6 came, but number 101 is missing"}, ""},
		{"fast retransmission", runtest.FastRetransmit, 13, []string{"3 duplicate ACKs asked for it", "packet 5 was lost"}, "packets 10, 11 and 12"},
		{"not taken", runtest.UntakenData, 5, []string{"but the server's TCP has not taken it by packet 10"}, "still expects number 101"},
		{"not taken, again", runtest.UntakenData, 13, []string{"it had come, and the server's TCP had not taken it by packet 10"}, "Why, packets do not tell"},
		{"it had arrived", comes(runtest.LostData, 4), 5, []string{"packet 4 had arrived"}, "whether the server's TCP has taken it, nothing tells"},
		{"lost between", between(runtest.LostData), 5, []string{"packet 4 was lost"}, "Packet 4 was lost between the two captures"},
		{"early retransmission", runtest.EarlyRetransmit, 9, []string{"1 duplicate ACK asked for it", "packet 5 was lost"}, "(packet 8) said that number 101 is missing (a segment sent later"},
		{"lost datagram", runtest.LostDatagram, 1, []string{"UDP tells neither end"}, "only a timeout of its own"},
		{"lost ICMP", runtest.RefusedDatagram, 4, []string{"never learns that it was refused"}, ""},
		{"ICMP, not connected", runtest.RefusedDatagram, 2, []string{"not connected is not told"}, ""},
		{"close with unread data", runtest.ResetOnTheWire, 6, []string{"close() with 6 bytes unread"}, "RFC 2525"},
		{"data after close", runtest.ResetOnTheWire, 8, []string{"has closed: nobody can read that"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := message(t, ladder(t, c.record()), c.frame)
			for _, want := range c.says {
				if !strings.Contains(s.Brief, want) {
					t.Errorf("%q does not say %q", s.Brief, want)
				}
			}
			if !strings.Contains(s.Full, c.full) {
				t.Errorf("%q does not say %q", s.Full, c.full)
			}
		})
	}
}

// comes returns what makes a recording in which a packet arrives that was lost.
func comes(record func() *capture.Recording, number int) func() *capture.Recording {
	return changed(record, func(d *capture.Delivery) { d.Lost = d.Lost && d.Packet.Number != number })
}

// between returns what makes a recording of two captures, which do not tell where packets were lost.
func between(record func() *capture.Recording) func() *capture.Recording {
	return changed(record, func(d *capture.Delivery) {
		if d.Lost {
			d.Unseen = joint.Between
		}
	})
}

// appears returns what makes a recording in which nobody has seen a packet leave.
func appears(record func() *capture.Recording, number int) func() *capture.Recording {
	return changed(record, func(d *capture.Delivery) {
		if d.Packet.Number == number {
			d.Unseen = joint.Departure
		}
	})
}

// changed returns what makes a recording with other deliveries.
func changed(record func() *capture.Recording, change func(*capture.Delivery)) func() *capture.Recording {
	return func() *capture.Recording {
		rec := record()
		for _, e := range rec.Entries {
			if e.Delivery != nil {
				change(e.Delivery)
			}
		}
		return rec
	}
}

func TestArrivals(t *testing.T) {
	for _, c := range []struct {
		record func() *capture.Recording
		frame  int
		want   string
	}{
		{runtest.CrossingDatagrams, 1, "comes after packet 2, which was sent later; UDP does not put them in order"},
		{runtest.CrossingDatagrams, 3, ""},
		{appears(runtest.CrossingDatagrams, 2), 1, "was on the wire for 5.02 ms"},
		{runtest.DuplicateDatagram, 1, "a second copy: UDP hands it to the program like a new one"},
	} {
		l := ladder(t, c.record())
		for i := range l.Steps {
			if s := &l.Steps[i]; s.Kind == render.Arrival && s.Packet == c.frame && s.Brief != c.want {
				t.Errorf("packet %d: %q, want %q", c.frame, s.Brief, c.want)
			}
		}
	}
}

// What is said when the first copy was not lost.
func TestSentAgainAlthoughItHadArrived(t *testing.T) {
	h := runtest.NewHosts("ack-loss")
	h.Connect()
	n := h.Through(h.Says(false, "hello\n"))
	ack := h.Back(capture.ACK, "")
	h.Lose(ack, "drop 1st server ACK")
	h.Again(6)
	again := h.Through(h.Forth(capture.PSH|capture.ACK, "hello\n"))
	s := message(t, ladder(t, h.Recording()), again)
	if want := "it had arrived, but its ACK (packet 5) was lost"; n != 4 || !strings.Contains(s.Brief, want) {
		t.Errorf("%q does not say %q", s.Brief, want)
	}
}

func TestSentAgainWhileItIsStillOnItsWay(t *testing.T) {
	h := runtest.NewHosts("delay")
	h.Connect()
	first := h.Says(false, "hello\n")
	h.Again(6)
	again := h.Through(h.Forth(capture.PSH|capture.ACK, "hello\n"))
	h.Arrive(first)
	dup := h.Through(h.Back(capture.ACK, ""))
	l := ladder(t, h.Recording())
	if s := message(t, l, again); !strings.Contains(s.Brief, "is still on its way") {
		t.Errorf("%q", s.Brief)
	}
	if s := message(t, l, dup); s.Brief == "" {
		t.Error("nothing is said of the ACK")
	}
}

// Each thing that a wire can lose has its own consequence.
func TestConsequencesOfLosses(t *testing.T) {
	lose := func(send func(h *runtest.Hosts) int) string {
		h := runtest.NewHosts("loss")
		h.Connect()
		n := send(h)
		h.Lose(n, "drop it")
		return message(t, ladder(t, h.Recording()), n).Brief
	}
	for want, send := range map[string]func(h *runtest.Hosts) int{
		"does not learn of the FIN":        func(h *runtest.Hosts) int { return h.Closes(false) },
		"still believes in the connection": func(h *runtest.Hosts) int { return h.Back(capture.RST|capture.ACK, "") },
		"nobody misses an ACK":             func(h *runtest.Hosts) int { return h.Acks(true) },
		"FIN will come again":              func(h *runtest.Hosts) int { h.Through(h.Closes(false)); return h.Acks(true) },
		"a later ACK covers the same":      func(h *runtest.Hosts) int { h.Through(h.Says(false, "x")); return h.Acks(true) },
		"no ACK of it can come":            func(h *runtest.Hosts) int { return h.Says(false, "x") },
	} {
		if got := lose(send); !strings.Contains(got, want) {
			t.Errorf("%q does not say %q", got, want)
		}
	}
}
