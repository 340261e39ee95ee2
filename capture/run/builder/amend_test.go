package builder_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
)

// A FIN that crosses the other side's shows that its sender had not taken notice of that:
// the state inferred before is taken back.
func TestCrossingFINsAreTakenBack(t *testing.T) {
	_, l := traced()
	l.c(finAck, "") // 4
	l.back(0, 1)
	l.s(finAck, "") // 5 does not acknowledge it
	l.back(0, -1)
	l.c(capture.ACK, "")
	l.s(capture.ACK, "")
	r := l.of()
	for number, want := range map[int]string{4: "FIN-WAIT-1>", 5: "FIN-WAIT-1, CLOSING", 6: "TIME-WAIT"} {
		got := states(packet(t, r, number))
		if number == 4 && got != want || number != 4 && !contains(got, want) {
			t.Errorf("packet %d leads to %q, want %q", number, got, want)
		}
	}
}

func contains(s, part string) bool {
	return len(s) >= len(part) && (s[:len(part)] == part || contains(s[1:], part))
}

// FINs that do not cross are not taken back, and the other side enters CLOSE-WAIT.
func TestFINsInARowAreNotTakenBack(t *testing.T) {
	_, l := traced()
	l.c(finAck, "")
	l.s(capture.ACK, "")
	l.s(finAck, "")
	l.c(capture.ACK, "")
	r := l.of()
	for number, want := range map[int]string{4: "FIN-WAIT-1>CLOSE-WAIT", 5: "FIN-WAIT-2>", 6: "TIME-WAIT>LAST-ACK", 7: ">CLOSED"} {
		if got := states(packet(t, r, number)); got != want {
			t.Errorf("packet %d leads to %q, want %q", number, got, want)
		}
	}
}

// A packet that is captured once more is the first one's copy: that one says so, and the
// copy changes no state and has no sockets.
func TestCopies(t *testing.T) {
	_, l := traced()
	n := l.c(pshAck, "hello")
	l.s(capture.ACK, "")
	rec := l.Recording()
	first := rec.Packets()[n-1]
	twin := *first
	twin.Number, twin.Time = n+2, rec.Packets()[n].Time
	twin.Sighting.Interface = 1
	rec.Entries = append(rec.Entries, capture.Entry{Packet: &twin})
	r := builder.Of(rec)
	if got := packet(t, r, n).Facts.Copies; !slices.Equal(got, []int{n + 2}) {
		t.Errorf("packet %d has copies %v", n, got)
	}
	m := packet(t, r, n+2)
	if m.CopyOf != n || m.CopyBy != flow.OtherInterface || m.From != nil || states(m) != ">" {
		t.Errorf("the copy is %+v", m)
	}
	if s := packet(t, r, n).To; s == nil {
		t.Error("the first has no socket")
	}
}

// A SYN,ACK that comes again shows that the ACK before it was not taken: its receiver has
// not entered ESTABLISHED with that.
func TestNotTaken(t *testing.T) {
	_, l := traced()
	l.back(1, 1)
	l.Wait(time.Second)
	back := l.next[0]
	l.s(synAck, "") // 4
	l.next[0] = back
	l.c(capture.ACK, "")
	r := l.of()
	m := packet(t, r, 3)
	if m.Facts.NotTaken != 4 || m.Enters(flow.Responder) != "" {
		t.Errorf("not taken by %d, leads to %q", m.Facts.NotTaken, states(m))
	}
	if got := states(packet(t, r, 2)); got != "ESTABLISHED>SYN-RECEIVED" && got != ">SYN-RECEIVED" {
		t.Errorf("the SYN,ACK leads to %q", got)
	}
}

// A gap is filled by the packet that brings the last of it.
func TestGapsAreFilled(t *testing.T) {
	_, l := traced()
	l.next[0] = l.next[0].Add(5)
	l.c(pshAck, "world") // 4
	l.back(0, 10)
	l.c(pshAck, "he") // 5
	l.c(pshAck, "llo")
	r := l.of()
	if g := packet(t, r, 4).Facts.Before; g == nil || g.Len() != 5 || g.Filled != 6 {
		t.Errorf("%+v", g)
	}
}

// Each packet counts those of its conversation so far.
func TestCounts(t *testing.T) {
	_, l := traced()
	l.c(pshAck, "hello")
	l.between(otherAt, serverAt).c(capture.SYN, "")
	l.s(pshAck, "hi")
	r := l.of()
	if m := packet(t, r, 4); m.Counts != [2]uint32{3, 1} || m.Octets != [2]int64{5, 0} {
		t.Errorf("%v, %v", m.Counts, m.Octets)
	}
	if m := packet(t, r, 5); m.Counts != [2]uint32{1, 0} {
		t.Errorf("%v", m.Counts)
	}
	if m := packet(t, r, 6); m.Counts != [2]uint32{3, 2} || m.Octets != [2]int64{5, 2} {
		t.Errorf("%v, %v", m.Counts, m.Octets)
	}
}

// A recording without anything is a run without anything.
func TestNothing(t *testing.T) {
	if r := builder.Of(&capture.Recording{}); len(r.Moments)+len(r.Sockets) != 0 || r.Watched {
		t.Errorf("%+v", r)
	}
	if (&run.Moment{}).Protocol() != capture.Undecoded {
		t.Error("nothing has a protocol")
	}
}

// The first packet of all has its copy, too.
func TestCopyOfTheFirst(t *testing.T) {
	tp := newTape()
	tp.between(clientAt, serverAt).c(capture.SYN, "")
	rec := tp.Recording()
	twin := *rec.Packets()[0]
	twin.Number, twin.Sighting.Interface = 2, 1
	rec.Entries = append(rec.Entries, capture.Entry{Packet: &twin})
	if got := packet(t, builder.Of(rec), 1).Facts.Copies; !slices.Equal(got, []int{2}) {
		t.Errorf("%v", got)
	}
}
