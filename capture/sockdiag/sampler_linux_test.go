package sockdiag

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/capture/netstat"
)

// started returns a sampler and where its snapshots come.
func started(t *testing.T) (*Sampler, <-chan *capture.Snapshot) {
	t.Helper()
	seen := make(chan *capture.Snapshot, 100)
	s := Start(Options{
		Views: []View{{Host: "here", Reader: open(t)}},
		Emit:  func(snapshot *capture.Snapshot) { seen <- snapshot },
		// However busy the machine is.
		Courtesy: time.Minute,
	})
	return s, seen
}

// silent is an observer to whom nobody listens.
type silent struct{}

func (silent) Enter(*capture.Call)  {}
func (silent) Return(*capture.Call) {}

// A call that has told an address makes its socket one of the run's; each
// change comes once, with a time between its cause and what ends it.
func TestSamplerTellsChanges(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s, seen := started(t)
	calls := s.Observe(silent{})
	listener := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(listener, at(port)))
	before := time.Now()
	check(t, unix.Listen(listener, 2))
	listen := &capture.Call{Name: "listen", Proto: capture.TCP, Local: loopback(port)}
	calls.Enter(listen)
	calls.Return(listen)
	first := <-seen
	compare(t, first.Sockets, []capture.KernelSocket{sock("LISTEN", port, 0, 0, 2, true)})
	if first.Time.Before(before) || first.Time.After(time.Now()) || first.Host != "here" {
		t.Errorf("snapshot of %q at %v, not after %v", first.Host, first.Time, before)
	}

	other := socketOf(t, unix.SOCK_STREAM) // of nobody who is watched
	check(t, unix.Bind(other, at(13000)), unix.Listen(other, 1))
	client := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(client, at(40001)), unix.Connect(client, at(port)))
	connected := time.Now()
	s.Poke()
	second := <-seen
	compare(t, second.Sockets, []capture.KernelSocket{
		sock("LISTEN", port, 0, 1, 2, true),
		sock("ESTABLISHED", port, 40001, 0, 0, false), sock("ESTABLISHED", 40001, port, 0, 0, true),
	})
	if second.Time.Before(connected) {
		t.Errorf("shows at %v what became so at %v", second.Time, connected)
	}
	check(t, s.Stop(), s.Stop())
	if n := len(seen); n != 0 {
		t.Errorf("%d snapshots of what had not changed", n)
	}
}

// What happened after the last poke is seen at the end.
func TestSamplerLooksOnceMoreAtTheEnd(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s, seen := started(t)
	socket := socketOf(t, unix.SOCK_DGRAM)
	s.learn(&capture.Call{Proto: capture.UDP, Local: loopback(port)})
	check(t, unix.Bind(socket, at(port)), s.Stop())
	compare(t, (<-seen).Sockets, []capture.KernelSocket{sock("", port, 0, 0, 0, true)})
}

// What the kernel counts is told with its host, also at the end and where nobody asks
// for sockets; up to a number of times, and then all at once.
func TestSamplerCounts(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	counters, err := netstat.Open()
	check(t, err)
	var counted []*capture.Counters
	s := &Sampler{options: Options{
		Views: []View{{Host: "server", Counters: counters}},
		Count: func(c *capture.Counters) { counted = append(counted, c) },
	}, last: make([][]capture.KernelSocket, 1)}
	for _, limit := range []int{1, 1, 1, 2} {
		check(t, unix.Sendto(socketOf(t, unix.SOCK_DGRAM), []byte("x"), 0, at(port)))
		s.count(limit)
		s.sample(limit)
	}
	if len(counted) != 2 || counted[0].Of("NoPorts") != 1 || counted[1].Of("NoPorts") != 3 || counted[1].Host != "server" {
		t.Errorf("counted %+v", counted)
	}
	s = Start(s.options)
	check(t, unix.Sendto(socketOf(t, unix.SOCK_DGRAM), []byte("x"), 0, at(port)), s.Stop())
	if len(counted) != 3 {
		t.Errorf("counted %+v", counted)
	}
	check(t, counters.Close())
	if err := Start(s.options).Stop(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v", err)
	}
}

// A kernel that does not answer ends the sampling, not the run.
func TestSamplerWithoutAnAnswer(t *testing.T) {
	r, err := Open()
	check(t, err, r.Close())
	s := Start(Options{Views: []View{{Reader: r}}, Emit: func(*capture.Snapshot) { t.Error("a snapshot of nothing") }})
	s.learn(&capture.Call{Proto: capture.UDP, Local: loopback(port)})
	if err := s.Stop(); !errors.Is(err, unix.EBADF) {
		t.Errorf("error %v", err)
	}
}

// A program that connects again and again is seen to fill the accept queue one
// by one; what is done at once otherwise may pass unseen.
func TestSamplerSeesEachConnection(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s, seen := started(t)
	calls := s.Observe(silent{})
	listener := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(listener, at(port)), unix.Listen(listener, 5))
	calls.Return(&capture.Call{Name: "listen", Proto: capture.TCP, Local: loopback(port)})
	for range 3 {
		check(t, unix.Connect(socketOf(t, unix.SOCK_STREAM), at(port)))
		calls.Return(&capture.Call{Name: "connect", Proto: capture.TCP, Local: loopback(40000), Remote: loopback(port)})
	}
	check(t, s.Stop())
	var lengths []int
	for len(seen) > 0 {
		lengths = append(lengths, (<-seen).Sockets[0].RecvQueue)
	}
	if want := []int{0, 1, 2, 3}; !slices.Equal(lengths, want) {
		t.Errorf("lengths %v, not %v", lengths, want)
	}
}

// Nobody is held up for ever by a sampler that has ended.
func TestLookAfterTheEnd(t *testing.T) {
	s := Start(Options{})
	check(t, s.Stop())
	s.Look()
}

// Of a run without end there are not snapshots without end.
func TestSamplesAreBounded(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	listener := socketOf(t, unix.SOCK_STREAM)
	check(t, unix.Bind(listener, at(port)), unix.Listen(listener, 2))
	emitted := 0
	s := &Sampler{
		options: Options{Views: []View{{Reader: open(t)}}, Emit: func(*capture.Snapshot) { emitted++ }},
		last:    make([][]capture.KernelSocket, 1),
		ports:   map[uint16]bool{port: true}, kinds: map[Kind]bool{tcp4: true},
	}
	for _, step := range []struct{ limit, want int }{{0, 0}, {1, 1}, {2, 1}} { // at last nothing is new
		if s.sample(step.limit); emitted != step.want {
			t.Errorf("up to %d: %d", step.limit, emitted)
		}
	}
}

// What snapshots list grows with what happens, not with its square: of a crowd there are fewer, and
// what is so at the end is told all the same.
func TestSamplesOfACrowd(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	const crowd, changes = 500, 300
	join := func() { check(t, unix.Connect(socketOf(t, unix.SOCK_DGRAM), at(port))) }
	for range crowd {
		join()
	}
	listed, last := 0, 0
	s := &Sampler{
		options: Options{Views: []View{{Reader: open(t)}}, Emit: func(k *capture.Snapshot) {
			last = len(k.Sockets)
			listed += last
		}},
		last:  make([][]capture.KernelSocket, 1),
		ports: map[uint16]bool{port: true}, kinds: map[Kind]bool{KindOf(capture.UDP, loopback(port).Addr()): true},
		wake: make(chan struct{}, 1),
	}
	for range changes {
		join()
		s.Poke()
		s.sample(maxSnapshots)
	}
	if most := toBeginWith + changes*perPoke + crowd + changes; listed < crowd || listed > most {
		t.Errorf("%d sockets are listed, at most %d may be", listed, most)
	}
	if s.sampleAll(); last != crowd+changes {
		t.Errorf("the last snapshot has %d sockets, not %d", last, crowd+changes)
	}
}

// What the kernel says while it changes is not told: two looks must agree, and
// see something that was not told before.
func TestTwoLooksAgree(t *testing.T) {
	broken := errors.New("the kernel does not answer")
	tests := map[string]struct {
		looks string // what each look in turn sees; "!": it fails
		last  string // what was told before
		want  string // what is told now
		taken int    // looks
	}{
		"stays":           {"aaz", "", "a", 2},
		"changes at once": {"abbz", "", "b", 3},
		"settles late":    {"abcabccz", "", "c", 7},
		"never settles":   {"abababab", "", "", 1 + maxLooks},
		"is told already": {"aaz", "a", "", 1},
		"is so again":     {"baaz", "a", "", 3},
		"fails":           {"!a", "", "", 1},
		"fails later":     {"ab!a", "", "", 3},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var begun []time.Time
			now, err := settle(func() ([]capture.KernelSocket, error) {
				this := tt.looks[len(begun) : len(begun)+1]
				if begun = append(begun, time.Now().Round(0)); this == "!" {
					return nil, broken
				}
				return inState(this), nil
			}, inState(tt.last))
			if fails := tt.looks[len(begun)-1] == '!'; fails != errors.Is(err, broken) {
				t.Errorf("error %v", err)
			}
			if len(begun) != tt.taken {
				t.Errorf("%d looks, not %d", len(begun), tt.taken)
			}
			switch {
			case now == nil && tt.want == "":
			case now == nil || !slices.Equal(now.Sockets, inState(tt.want)):
				t.Errorf("told %+v", now)
			case now.Time.Before(begun[len(begun)-2]) || now.Time.After(begun[len(begun)-1]):
				t.Errorf("told of %v, between looks at %v", now.Time, begun)
			}
		})
	}
}

// inState returns the sockets of a host that has one, in a state.
func inState(state string) []capture.KernelSocket { return []capture.KernelSocket{{State: state}} }
