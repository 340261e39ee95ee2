package order

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
)

// at returns the n-th microsecond of the tests' time.
func at(n int) time.Time {
	return time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Microsecond)
}

// log is an emit that writes down what it is given: packets by their comment,
// calls by their name.
type log struct{ entries []string }

func (l *log) emit(e capture.Entry) error {
	l.entries = append(l.entries, name(e))
	return nil
}

func name(e capture.Entry) string {
	switch {
	case e.Packet != nil:
		return e.Packet.Comment
	case e.Delivery != nil:
		return "arrival"
	case e.Snapshot != nil:
		return "snapshot"
	case e.Counters != nil:
		return "counters"
	case !e.Call.Returned():
		return e.Call.Name + "?"
	}
	return e.Call.Name
}

func (l *log) check(t *testing.T, want string) {
	t.Helper()
	if got := strings.Join(l.entries, " "); got != want {
		t.Errorf("emitted %q, want %q", got, want)
	}
}

func packetAt(n int, name string) *capture.Packet { return &capture.Packet{Time: at(n), Comment: name} }

// called gives the merger a call that began and returned.
func called(m *Merger, name string, enter, exit int) {
	c := &capture.Call{Name: name, Enter: at(enter)}
	m.Enter(c)
	c.Exit = at(exit)
	m.Return(c)
}

func closeMerger(t *testing.T, m *Merger) {
	t.Helper()
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMergerOrdersByCause(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	// All of it comes late and the wrong way round.
	called(m, "recv", 1, 30)
	called(m, "send", 10, 40)
	m.Packet(packetAt(20, "data"))
	l.check(t, "")
	closeMerger(t, m)
	l.check(t, "send data recv")
}

func TestMergerTies(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	called(m, "recv", 1, 10)
	m.Packet(packetAt(10, "data"))
	called(m, "send", 10, 11)
	m.Packet(packetAt(10, "more"))
	closeMerger(t, m)
	l.check(t, "send data more recv")
}

func TestMergerHoldsBackWhatIsNotSeen(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Packet(packetAt(10, "a"))
	m.Packet(packetAt(20, "b"))
	m.Seen(at(20))
	l.check(t, "a") // another packet stamped 20 may still come
	m.Seen(at(15))  // what is seen stays seen
	m.Packet(packetAt(20, "c"))
	m.Seen(at(21))
	l.check(t, "a b c")
}

func TestMergerWaitsForSenders(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	send := &capture.Call{Name: "send", Enter: at(5)}
	m.Enter(send)
	m.Packet(packetAt(10, "data"))
	m.Seen(at(100))
	l.check(t, "") // the packet's cause has not been reported yet
	send.Exit = at(50)
	m.Return(send)
	l.check(t, "send data")
}

func TestMergerDoesNotWaitForReceivers(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Enter(&capture.Call{Name: "accept", Enter: at(5)})
	m.Packet(packetAt(10, "syn"))
	m.Seen(at(100))
	l.check(t, "syn")
}

// Where receivers that never return come must not hang on how far the capture
// had been read when it ended.
func TestMergerUnfinishedCalls(t *testing.T) {
	for _, seen := range []int{0, 15, 1000} {
		var l log
		m := NewMerger(l.emit)
		m.Enter(&capture.Call{Name: "recvfrom", Enter: at(6)})
		m.Enter(&capture.Call{Name: "accept", Enter: at(5)})
		m.Enter(&capture.Call{Name: "connect", Enter: at(8)})
		m.Packet(packetAt(7, "before"))
		m.Packet(packetAt(10, "syn"))
		m.Seen(at(seen))
		closeMerger(t, m)
		l.check(t, "before connect? syn accept? recvfrom?")
	}
}

func TestMergerIgnoresWhatComesAfterClose(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	c := &capture.Call{Name: "accept", Enter: at(5)}
	m.Enter(c)
	closeMerger(t, m)
	c.Exit = at(9)
	m.Return(c)
	called(m, "send", 1, 2)
	m.Seen(at(100))
	closeMerger(t, m)
	l.check(t, "accept?")
}

func TestMergerStopsAtFirstError(t *testing.T) {
	full, emitted := errors.New("disk full"), 0
	m := NewMerger(func(capture.Entry) error { emitted++; return full })
	m.Packet(packetAt(1, "a"))
	m.Packet(packetAt(2, "b"))
	if err := m.Close(); !errors.Is(err, full) || emitted != 1 {
		t.Errorf("Close() = %v after %d entries, want %v after 1", err, emitted, full)
	}
}

// However entries arrive, and however far ahead the capture is read, they come
// out in one order.
func TestMergerOrderDoesNotDependOnArrival(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 0))
		var l log
		m := NewMerger(l.emit)
		var want []string
		for _, n := range random.Perm(50) {
			m.Packet(packetAt(n, fmt.Sprintf("%02d", n)))
			want = append(want, fmt.Sprintf("%02d", n))
		}
		for range 5 {
			m.Seen(at(random.IntN(60)))
		}
		closeMerger(t, m)
		slices.Sort(want)
		l.check(t, strings.Join(want, " "))
	}
}

// TestMergerEager checks that a call in flight holds up what it causes, unless that
// is wanted at once: then the call comes late.
func TestMergerEager(t *testing.T) {
	for eager, want := range map[bool]string{false: "", true: "packet"} {
		var got []string
		m := NewMerger(func(e capture.Entry) error {
			if e.Packet != nil {
				got = append(got, "packet")
			} else {
				got = append(got, e.Call.Name)
			}
			return nil
		})
		m.Eager = eager
		connect := &capture.Call{Name: "connect", Enter: time.Unix(1, 0)}
		m.Enter(connect)
		m.Packet(&capture.Packet{Time: time.Unix(2, 0)})
		m.Seen(time.Unix(3, 0))
		if all := strings.Join(got, " "); all != want {
			t.Errorf("eager %v: %q before the call has returned, want %q", eager, all, want)
		}
		connect.Exit = time.Unix(4, 0)
		m.Return(connect)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
		if len(got) != 2 {
			t.Errorf("eager %v: %q in all", eager, got)
		}
	}
}

// At the same time a packet comes before its delivery, that before the return it
// causes, and what the kernel says of all that comes last.
func TestMergerTiesOfAWire(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Counters(&capture.Counters{Time: at(10)})
	m.Snapshot(&capture.Snapshot{Time: at(10)})
	called(m, "recv", 1, 10)
	m.Delivery(&capture.Delivery{Time: at(10)})
	m.Packet(packetAt(10, "p"))
	called(m, "send", 10, 12)
	closeMerger(t, m)
	m.Snapshot(&capture.Snapshot{Time: at(10)}) // too late
	m.Counters(&capture.Counters{Time: at(10)})
	m.Seen(at(100))
	l.check(t, "send p arrival recv counters snapshot")
}

// Deliveries and snapshots wait for senders and for the capture, as packets do.
func TestMergerHoldsBackDeliveries(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Delivery(&capture.Delivery{Time: at(10)})
	m.Snapshot(&capture.Snapshot{Time: at(11)})
	m.Seen(at(10))
	l.check(t, "")
	m.Seen(at(11))
	l.check(t, "arrival")
	closeMerger(t, m)
}
