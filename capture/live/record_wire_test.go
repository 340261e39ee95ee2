package live

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/causal"
	"wireladder/capture/decode"
	"wireladder/capture/message"
)

// tape is a Feed that shows what a test wants it to: an entry, or nothing in
// time, at each Next; and after Drain the rest, and the end.
type tape struct {
	entries []capture.Entry // the zero Entry is a time-out
	drained chan struct{}
	rest    []capture.Entry
	end     error // instead of io.EOF
	drops   capture.Drops
	fail    error // of Drops
}

var _ Feed = (*tape)(nil)

func newTape(entries ...capture.Entry) *tape {
	return &tape{entries: entries, drained: make(chan struct{}), end: io.EOF}
}

func (w *tape) Next() (capture.Entry, error) {
	if len(w.entries) == 0 {
		<-w.drained
		w.entries, w.rest = w.rest, nil
	}
	if len(w.entries) == 0 {
		return capture.Entry{}, w.end
	}
	e := w.entries[0]
	w.entries = w.entries[1:]
	if e == (capture.Entry{}) {
		return e, ErrTimeout
	}
	if e.Packet != nil {
		decode.NewDecoder().Decode(e.Packet)
	}
	return e, nil
}

func (w *tape) Drain()                        { close(w.drained) }
func (w *tape) Drops() (capture.Drops, error) { return w.drops, w.fail }

// fate is what becomes of a packet.
func fate(p *capture.Packet, n int, lost bool) capture.Entry {
	return capture.Entry{Delivery: &capture.Delivery{Packet: p, Time: at(n), Lost: lost}}
}

// story returns the entries as ledger.String does, and what else there is by its
// message.
func story(l *ledger) string {
	var b []byte
	for _, e := range l.entries {
		switch {
		case e.Packet != nil, e.Call != nil:
			b = append(b, (&ledger{entries: []capture.Entry{e}}).String()...)
		case e.Delivery != nil:
			b = append(b, message.Delivery(e.Delivery)...)
		case e.Counters != nil:
			b = append(b, message.Counters(e.Counters)...)
		default:
			b = append(b, message.Snapshot(e.Snapshot)...)
		}
		b = append(b, '\n')
	}
	return string(b)
}

// recordTape records the wire during a run that does nothing else than run.
func recordTape(t *testing.T, w *tape, run func(Reporter) error) (*ledger, capture.Drops, error) {
	t.Helper()
	var l ledger
	drops, err := Record(t.Context(), RecordOptions{Feed: w}, func(_ context.Context, r Reporter) error { return run(r) }, l.emit)
	return &l, drops, err
}

func nothing(Reporter) error { return nil }

// What was sent stands where it was sent, and what became of it where that
// happened, with the number that the packet got; also what only came after Drain.
func TestRecordWire(t *testing.T) {
	first, second, last := dataPacket(t, 10, "first"), dataPacket(t, 20, "second"), dataPacket(t, 50, "last")
	w := newTape(
		capture.Entry{Packet: second}, fate(second, 21, true), // read before what was sent before it
		capture.Entry{Packet: first}, fate(first, 40, false), fate(first, 41, false),
	)
	w.rest = []capture.Entry{{Packet: last}, fate(last, 60, false)}
	w.drops = capture.Drops{Received: 3, Interface: 1}
	l, drops, err := recordTape(t, w, func(r Reporter) error {
		c := &capture.Call{Name: "recv", FD: 3, Enter: at(1)}
		r.Enter(c)
		c.Exit = at(40)
		r.Return(c)
		r.Snapshot(&capture.Snapshot{Time: at(40), Host: "server"})
		return nil
	})
	if err != nil || drops != w.drops {
		t.Errorf("got %+v, %v", drops, err)
	}
	const want = `1:first
2:second
the wire loses packet 2
packet 1 arrives
recv(3) = 0
the kernel of the server: no sockets
packet 1 arrives
3:last
packet 3 arrives
`
	if got := story(l); got != want {
		t.Errorf("emitted\n%swant\n%s", got, want)
	}
}

// A wire that has nothing to show lets go what was before.
func TestRecordWireEmitsWhileItRuns(t *testing.T) {
	now := time.Now()
	old := dataPacket(t, 0, "old")
	old.Time = now.Add(-time.Hour)
	w := newTape(capture.Entry{Packet: old}, capture.Entry{}) // the time-out vouches for all before
	emitted := make(chan capture.Entry, 1)
	_, err := Record(t.Context(), RecordOptions{Feed: w}, func(context.Context, Reporter) error {
		select {
		case <-emitted:
			return nil
		case <-time.After(10 * time.Second):
			return errors.New("nothing was emitted")
		}
	}, func(e capture.Entry) error { emitted <- e; return nil })
	if err != nil {
		t.Error(err)
	}
}

func TestRecordWireFailures(t *testing.T) {
	broken, uncounted := errors.New("the wire is cut"), errors.New("no counts")
	tests := []struct {
		name  string
		spoil func(*tape)
		want  error
	}{
		{"cut", func(w *tape) { w.end = broken }, broken},
		{"never at rest", func(w *tape) { w.end = ErrIncomplete }, ErrIncomplete},
		{"counts", func(w *tape) { w.fail = uncounted }, uncounted},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := dataPacket(t, 10, "sent")
			w := newTape(capture.Entry{Packet: p}, fate(p, 11, false))
			test.spoil(w)
			l, _, err := recordTape(t, w, nothing)
			if !errors.Is(err, test.want) {
				t.Errorf("got %v, want %v", err, test.want)
			}
			if got := story(l); got != "1:sent\npacket 1 arrives\n" {
				t.Errorf("emitted\n%s", got)
			}
		})
	}
}

// A wire that fails stops the run.
func TestRecordWireStopsRun(t *testing.T) {
	broken := errors.New("the wire is cut")
	cut := &cutWire{tape: newTape(), err: broken}
	_, err := Record(t.Context(), RecordOptions{Feed: cut}, func(ctx context.Context, _ Reporter) error {
		<-ctx.Done()
		return context.Cause(ctx)
	}, (&ledger{}).emit)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// cutWire fails at once.
type cutWire struct {
	*tape
	err error
}

func (w *cutWire) Next() (capture.Entry, error) { return capture.Entry{}, w.err }

// Whoever watches sees each packet decoded, and no number yet; and each delivery.
func TestRecordWireWatch(t *testing.T) {
	p := dataPacket(t, 10, "seen")
	var seen []string
	o := RecordOptions{Feed: newTape(capture.Entry{Packet: p}, fate(p, 11, false)), Watch: func(e capture.Entry) {
		if e.Delivery != nil {
			seen = append(seen, message.Delivery(e.Delivery))
			return
		}
		seen = append(seen, string(e.Packet.Payload))
		if e.Packet.Number != 0 {
			t.Errorf("number %d", e.Packet.Number)
		}
	}}
	if _, err := Record(t.Context(), o, func(context.Context, Reporter) error { return nil }, (&ledger{}).emit); err != nil {
		t.Error(err)
	}
	if len(seen) != 2 || seen[0] != "seen" || !strings.Contains(seen[1], "arrives") {
		t.Errorf("seen: %q", seen)
	}
}

// At the same time a packet comes before its delivery, that before the return it
// causes, and what the kernel says of all that comes last.
func TestMergerTiesOfAWire(t *testing.T) {
	var l ledger
	m := causal.NewMerger(l.emit)
	p := dataPacket(t, 10, "p")
	m.Counters(&capture.Counters{Time: at(10), Host: "client", Added: []capture.Count{{Name: "A", By: 1}, {Name: "B", By: 2}}})
	m.Snapshot(&capture.Snapshot{Time: at(10)})
	call := func(name string, enter, exit int) {
		c := &capture.Call{Name: name, Enter: at(enter)}
		m.Enter(c)
		c.Exit = at(exit)
		m.Return(c)
	}
	call("recv", 1, 10)
	m.Delivery(fate(p, 10, false).Delivery)
	m.Packet(p)
	call("send", 10, 12)
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	m.Snapshot(&capture.Snapshot{Time: at(10)}) // too late
	m.Counters(&capture.Counters{Time: at(10)})
	m.Seen(at(100))
	const want = `send(0) = 0
0:
packet 0 arrives
recv(0) = 0
the kernel of the client counts: A 1, B 2
the kernel: no sockets
`
	if got := story(&l); got != want {
		t.Errorf("emitted\n%swant\n%s", got, want)
	}
}

// Deliveries and snapshots wait for senders and for the capture, as packets do.
func TestMergerHoldsBackDeliveries(t *testing.T) {
	var l ledger
	m := causal.NewMerger(l.emit)
	m.Delivery(fate(&capture.Packet{}, 10, false).Delivery)
	m.Snapshot(&capture.Snapshot{Time: at(11)})
	m.Seen(at(10))
	if got := story(&l); got != "" {
		t.Errorf("emitted %q before it was seen", got)
	}
	m.Seen(at(11))
	if got := story(&l); got != "packet 0 arrives\n" {
		t.Errorf("emitted %q", got)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
}
