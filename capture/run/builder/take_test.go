package builder_test

import (
	"fmt"
	"math/rand"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// reach is within how many entries what happens in a random recording is over.
const reach = 40

// randomRecording returns a recording of connections that open, talk and close by turns,
// with calls that wait, copies, gaps and repetitions, none of which takes long.
func randomRecording(r *rand.Rand) *capture.Recording {
	tp := newTape()
	tp.listens()
	tp.Snapshot(queue(0, 5)) // it would confirm the listen() later, else
	for i := range 3 + r.Intn(5) {
		own := runtest.Loopback(uint16(41000 + i)) //nolint:gosec // a few
		l := tp.between(own, serverAt)
		accept := tp.Enter(tcp("server", "accept", 3).Call)
		tp.do(tcp("client", "socket", -1).returns(10 + i))
		connect := tp.Enter(tcp("client", "connect", 10+i).args(serverAt.String()).at(own).with(serverAt).Call)
		l.opens()
		tp.Return(connect)
		accept.Result, accept.Local, accept.Remote = int64(50+i), serverAt, own
		tp.Return(accept)
		for range r.Intn(8) {
			happens(r, l, i)
		}
		tp.do(tcp("server", "close", 50+i).at(serverAt).with(own))
		l.s(finAck, "")
		l.c(finAck, "")
	}
	return tp.Recording()
}

// happens lets something happen on the i-th connection.
func happens(r *rand.Rand, l *line, i int) {
	l.Wait(time.Millisecond)
	own := l.ends[0]
	recv := tcp("server", "recv", 50+i).at(serverAt).with(own)
	switch r.Intn(8) {
	case 0:
		c := l.Enter(recv.moves("hello", 9).Call)
		l.c(pshAck, "hello")
		l.Return(c)
	case 1:
		l.c(pshAck, "hello")
		l.Wait(time.Duration(r.Intn(300)) * time.Millisecond)
		l.back(0, 5)
		l.c(pshAck, "hello")
	case 2:
		l.next[0] = l.next[0].Add(3)
		l.c(pshAck, "gap")
		l.back(0, 6)
		l.c(pshAck, "gap")
		l.next[0] = l.next[0].Add(3)
	case 3:
		l.Snapshot(end(serverAt, own, "SYN-RECEIVED"), queue(r.Intn(7), 5))
	case 4:
		counters(l.tape, time.Millisecond, "", capture.Count{Name: "TCPLossProbes", By: 1}, capture.Count{Name: "TCPTimeouts", By: 1})
	case 5:
		l.s(capture.ACK, "")
	case 6:
		l.do(tcp("client", "send", 10+i).at(own).with(serverAt).moves("x", 1))
		l.c(pshAck, "x")
	case 7:
		l.do(tcp("client", "shutdown", 10+i).args("SHUT_RD").at(own).with(serverAt))
	}
}

// settled describes a moment with all that may be amended.
func settled(m *run.Moment) string {
	f := m.Facts
	s := fmt.Sprintf("%v %v %s | %s %v %+v %v", m.Kind, m.Time.UnixNano(), told(m), states(m), m.Confirmed, m.Meets, f.Kernel)
	if a := f.Again; a != nil {
		s += fmt.Sprintf(" again %d %v %v %d", a.First.Number, a.Cause, a.Evidence, a.Twice)
	}
	if g := f.Before; g != nil {
		s += fmt.Sprintf(" gap %+v", *g)
	}
	return s + fmt.Sprint(f.Copies, f.NotTaken, f.Early, f.Full)
}

// Moments that are taken as they settle are those of the whole recording, in the same
// order, whatever the number of those that are held back.
func TestTakeSettled(t *testing.T) {
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed)) //nolint:gosec // no secret
		rec := randomRecording(r)
		var want, got []string
		for _, m := range builder.Of(rec).Moments {
			want = append(want, settled(m))
		}
		b := builder.New(builder.Options{Sockets: true})
		var taken []*run.Moment
		for _, e := range rec.Entries {
			b.Add(e)
			for _, m := range b.Take(reach + r.Intn(9)) {
				taken, got = append(taken, m), append(got, settled(m))
			}
		}
		for _, m := range b.Run().Moments {
			taken, got = append(taken, m), append(got, settled(m))
		}
		same(t, want, got)
		for i, m := range taken {
			if s := settled(m); s != got[i] {
				t.Errorf("seed %d: taken as %s, and is %s at the end", seed, got[i], s)
			}
		}
	}
}

// Of what was seen, no more is held than is asked for; each moment is taken once.
func TestTakeIsBounded(t *testing.T) {
	tp := newTape()
	l := tp.between(clientAt, serverAt)
	b, n := builder.New(builder.Options{}), 0
	for range 100 {
		l.c(pshAck, "x")
	}
	for i, e := range tp.Recording().Entries {
		b.Add(e)
		got := b.Take(7)
		if n += len(got); n != max(0, i+1-7) {
			t.Fatalf("entry %d: %d moments were taken", i, n)
		}
	}
	if rest := b.Run().Moments; len(rest) != 7 {
		t.Errorf("%d are left", len(rest))
	}
}

// The moments of a recording with two hosts stand in time, each at its own.
func TestTimesDoNotRunBack(t *testing.T) {
	for name, rec := range map[string]*capture.Recording{
		"SYN,ACK lost": runtest.LostSYNACK(), "both ways": runtest.DelayedBothWays(), "fast": runtest.FastRetransmit(),
		"FINs": runtest.CrossingFINsOnTheWire(), "datagrams": runtest.CrossingDatagrams(), "backlog": runtest.Backlog(),
		"select": runtest.Selecting(), "reset": runtest.ResetOnTheWire(), "three": runtest.Run{Clients: 3, Text: "x"}.Contrast(),
	} {
		var last time.Time
		for _, m := range builder.Of(rec).Moments {
			if m.Time.Before(last) {
				t.Errorf("%s: %s stands behind what came later", name, told(m))
			}
			last = m.Time
		}
	}
}

// Each entry stands at one moment: who writes the moments of a recording writes all of it.
func TestEachEntryOnce(t *testing.T) {
	for name, rec := range map[string]*capture.Recording{
		"SYN,ACK lost": runtest.LostSYNACK(), "datagram twice": runtest.DuplicateDatagram(), "datagram lost": runtest.LostDatagram(),
		"backlog": runtest.Backlog(), "select": runtest.Selecting(), "random": randomRecording(rand.New(rand.NewSource(7))), //nolint:gosec // no secret
	} {
		left := map[capture.Entry]bool{}
		for _, e := range rec.Entries {
			left[e] = true
		}
		for _, m := range builder.Of(rec).Moments {
			if m.Entry != (capture.Entry{}) && !left[m.Entry] {
				t.Errorf("%s: %s stands twice, or is none", name, told(m))
			}
			delete(left, m.Entry)
		}
		if len(left) > 0 {
			t.Errorf("%s: %d entries stand nowhere", name, len(left))
		}
	}
}
