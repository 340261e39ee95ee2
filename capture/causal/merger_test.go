package causal

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
	if e.Packet != nil {
		l.entries = append(l.entries, e.Packet.Comment)
		return nil
	}
	name := e.Call.Name
	if !e.Call.Returned() {
		name += "?"
	}
	l.entries = append(l.entries, name)
	return nil
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

// What busy programs do is kept until they rest, or for as long as they may be kept.
func TestMergerKeeps(t *testing.T) {
	for _, c := range []struct {
		call, seen int // when a call has returned last, and how far the capture has been read
		want       string
	}{
		{50, 40, ""},      // busy, and not for long
		{50, 49, ""},      // likewise
		{50, 50, "a b"},   // at rest
		{500, 110, ""},    // as long as may be
		{500, 111, "a b"}, // longer
		{500, 499, "a b"}, // as above
	} {
		var l log
		m := NewMerger(l.emit)
		m.Lag = 100 * time.Microsecond
		m.Packet(packetAt(10, "a"))
		m.Packet(packetAt(20, "b"))
		m.Enter(&capture.Call{Name: "recv", Enter: at(c.call)})
		m.Seen(at(c.seen))
		l.check(t, c.want)
		m.Seen(at(2000))
		l.check(t, "a b")
	}
}

// A call that returns is as busy as one that begins.
func TestMergerKeepsAfterReturn(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Lag = time.Second
	called(m, "recv", 10, 60)
	m.Seen(at(59))
	l.check(t, "")
	m.Packet(packetAt(50, "a"))
	m.Seen(at(60))
	l.check(t, "a")
}

// Not more is kept than there is room for.
func TestMergerKeepsSoMany(t *testing.T) {
	emitted := 0
	m := NewMerger(func(capture.Entry) error { emitted++; return nil })
	m.Lag = time.Hour
	p := packetAt(10, "a")
	for range maxHeld - 1 {
		m.Packet(p)
	}
	m.Enter(&capture.Call{Name: "recv", Enter: at(5000)})
	if m.Seen(at(100)); emitted != 0 {
		t.Errorf("%d are not kept", emitted)
	}
	m.Packet(p)
	if m.Seen(at(101)); emitted != maxHeld {
		t.Errorf("%d are not kept, of %d", emitted, maxHeld)
	}
}

// Flush is called behind all that can be emitted, and not where nothing was.
func TestMergerFlushes(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Flush = func() error { l.entries = append(l.entries, "|"); return nil }
	m.Packet(packetAt(10, "a"))
	m.Packet(packetAt(20, "b"))
	m.Packet(packetAt(30, "c"))
	m.Seen(at(5))
	m.Seen(at(25))
	m.Seen(at(26))
	closeMerger(t, m)
	l.check(t, "a b | c |")
	full := errors.New("disk full")
	m = NewMerger(l.emit)
	m.Flush = func() error { return full }
	m.Packet(packetAt(10, "d"))
	m.Seen(at(20))
	m.Packet(packetAt(30, "e"))
	if err := m.Close(); !errors.Is(err, full) {
		t.Errorf("Close() = %v", err)
	}
	l.check(t, "a b | c | d")
}

// Copies of calls that have returned are used again, and calls that never return are their own.
func TestMergerCopies(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	for i := range 3 {
		called(m, "send", i*10, i*10+5)
	}
	first, second := &capture.Call{Name: "recv", Enter: at(40)}, &capture.Call{Name: "accept", Enter: at(41)}
	m.Enter(first)
	m.Enter(second)
	first.Name, second.Name = "changed", "changed"
	closeMerger(t, m)
	l.check(t, "send send send recv? accept?")
}

// Times before all others, and none at all, are in order, too.
func TestMergerEarlyTimes(t *testing.T) {
	var l log
	m := NewMerger(l.emit)
	m.Packet(&capture.Packet{Time: time.Unix(0, 0), Comment: "epoch"})
	m.Packet(&capture.Packet{Time: time.Unix(-5, 0), Comment: "before"})
	l.check(t, "")
	m.Seen(time.Unix(0, 0))
	l.check(t, "before")
	m.Seen(time.Unix(0, 1))
	l.check(t, "before epoch")
}
