package lab

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
	"wireladder/capture/netns/wire"
	"wireladder/servers"
)

const port = 12000

// seen is what a Watcher was shown.
type seen struct {
	mu        sync.Mutex
	packets   []*capture.Packet
	arrivals  []*capture.Packet
	snapshots int
}

func (s *seen) Packet(p *capture.Packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.packets = append(s.packets, p)
}

func (s *seen) Arrival(p *capture.Packet) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrivals = append(s.arrivals, p)
}

func (s *seen) Snapshot(*capture.Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.snapshots++
}

// recorded is what came of a recording.
type recorded struct {
	entries []capture.Entry
	seen    seen
}

// count returns how many of the entries are so.
func (r *recorded) count(is func(capture.Entry) bool) int {
	n := 0
	for _, e := range r.entries {
		if is(e) {
			n++
		}
	}
	return n
}

// counted returns how much the counter of a host has grown in all.
func (r *recorded) counted(host, name string) (n uint64) {
	for _, e := range r.entries {
		if e.Counters != nil && e.Counters.Host == host {
			n += e.Counters.Of(name)
		}
	}
	return n
}

func isPacket(e capture.Entry) bool   { return e.Packet != nil }
func isSnapshot(e capture.Entry) bool { return e.Snapshot != nil }
func isCounters(e capture.Entry) bool { return e.Counters != nil }

// record records a run in a place of its own.
func record(t *testing.T, o Options, run func(l *Lab, calls capture.CallObserver) error) *recorded {
	t.Helper()
	o.Port = port
	l, err := Open(t.Context(), o)
	netnstest.SkipIfNotPermitted(t, err)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := &recorded{}
	drops, err := l.Record(t.Context(), Hooks{Watch: &r.seen},
		func(_ context.Context, calls capture.CallObserver) error { return run(l, calls) },
		func(e capture.Entry) error { r.entries = append(r.entries, e); return nil })
	if err != nil || drops.Lost() != 0 {
		t.Errorf("drops %+v, %v", drops, err)
	}
	return r
}

// on runs f on a host; nil: here.
func on(host servers.Host, f func() error) error {
	if host == nil {
		return f()
	}
	return host.Do(f)
}

// socketOn returns a UDP socket of a host; nil: of this one.
func socketOn(host servers.Host) (fd int, err error) {
	err = on(host, func() (err error) {
		fd, err = unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
		return err
	})
	return fd, err
}

// ask sends a datagram from the client's host to the server's, where nobody is, and
// tells of the call.
func ask(l *Lab, calls capture.CallObserver) error {
	to := netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
	if l.TwoHosts() {
		to = netip.AddrPortFrom(l.Server(), port)
	}
	fd, err := socketOn(l.Hosts().Client)
	if err != nil {
		return err
	}
	defer unix.Close(fd) //nolint:errcheck // has served
	c := &capture.Call{Name: "sendto", Proto: capture.UDP, FD: fd, Remote: to, Enter: time.Now().Round(0)}
	calls.Enter(c)
	err = unix.Sendto(fd, []byte("hello"), 0, &unix.SockaddrInet4{Port: port, Addr: to.Addr().As4()})
	c.Exit, c.Local = time.Now().Round(0), servers.LocalAddress(fd)
	calls.Return(c)
	return err
}

// A run on loopback shows its call, its packets and what the kernel counts: the
// datagram that found nobody, after it was sent.
func TestRecordOnLoopback(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := record(t, Options{Private: true}, ask)
	if r.count(isPacket) != 2 || len(r.seen.packets) != 2 || len(r.seen.arrivals) != 0 {
		t.Errorf("%d packets, shown %d and %d arrivals", r.count(isPacket), len(r.seen.packets), len(r.seen.arrivals))
	}
	if n := r.counted("", "NoPorts"); n != 1 {
		t.Errorf("NoPorts %d", n)
	}
	sent, told := slices.IndexFunc(r.entries, isPacket), slices.IndexFunc(r.entries, isCounters)
	if r.entries[0].Call == nil || told < sent {
		t.Errorf("the call comes as %+v, the packet as number %d, the counters as %d", r.entries[0], sent, told)
	}
}

// A kernel that others use as well is not asked what it counts.
func TestRecordOnSharedLoopback(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	if n := record(t, Options{}, ask).count(isCounters); n != 0 {
		t.Errorf("counters %d times", n)
	}
}

// Each of two hosts tells what it counts. A watcher is shown each packet, and those
// that arrive.
func TestRecordOnWire(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	fault, err := wire.ParseFault("drop 1st client datagram")
	if err != nil {
		t.Fatal(err)
	}
	r := record(t, Options{Wire: &wire.Options{Faults: []wire.Fault{fault}}}, func(l *Lab, calls capture.CallObserver) error {
		return errors.Join(ask(l, calls), ask(l, calls))
	})
	if len(r.seen.packets) != 3 || len(r.seen.arrivals) != 2 || slices.Contains(r.seen.arrivals, r.seen.packets[0]) {
		t.Errorf("shown %d packets and %d arrivals", len(r.seen.packets), len(r.seen.arrivals))
	}
	if server, client := r.counted("server", "NoPorts"), r.counted("client", "NoPorts"); server != 1 || client != 0 {
		t.Errorf("NoPorts of the server %d, of the client %d", server, client)
	}
}

// A kernel says what sockets a run has, and a watcher hears of it.
func TestRecordSnapshots(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	r := record(t, Options{}, func(l *Lab, calls capture.CallObserver) error {
		if !l.AsksForSockets() {
			return errors.New("the kernel is not asked")
		}
		fd, err := socketOn(nil)
		if err != nil {
			return err
		}
		at := netip.MustParseAddrPort("127.0.0.1:12000")
		c := &capture.Call{Name: "bind", Proto: capture.UDP, FD: fd, Local: at, Enter: time.Now().Round(0)}
		calls.Enter(c)
		err = unix.Bind(fd, &unix.SockaddrInet4{Port: port, Addr: at.Addr().As4()})
		c.Exit, c.Local = time.Now().Round(0), at
		calls.Return(c)
		return err
	})
	if n := r.count(isSnapshot); n == 0 || n != r.seen.snapshots {
		t.Errorf("%d snapshots, shown %d", n, r.seen.snapshots)
	}
}

// Packets and arrivals have the kernels asked while the run goes on, without a call
// that would.
func TestKernelIsAskedMeanwhile(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for _, o := range []Options{{Port: port, Private: true}, {Port: port, Wire: &wire.Options{Delay: 5 * time.Millisecond}}} {
		l, err := Open(t.Context(), o)
		netnstest.SkipIfNotPermitted(t, err)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		counted := make(chan struct{}, 100)
		_, err = l.Record(ctx, Hooks{Slack: 30 * time.Millisecond}, func(ctx context.Context, _ capture.CallObserver) error {
			if err := ask(l, unreported{}); err != nil {
				return err
			}
			select {
			case <-counted:
				return nil
			case <-ctx.Done():
				return errors.New("nothing is counted")
			}
		}, func(e capture.Entry) error {
			if e.Counters != nil && e.Counters.Of("NoPorts") == 1 {
				counted <- struct{}{}
			}
			return nil
		})
		if err != nil {
			t.Errorf("two hosts: %v: %v", l.TwoHosts(), err)
		}
		cancel()
		l.Close()
	}
}

// unreported is an observer that passes nothing on.
type unreported struct{}

func (unreported) Enter(*capture.Call)  {}
func (unreported) Return(*capture.Call) {}

// What was opened before a failure is closed.
func TestOpenFails(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	netnstest.SetLoopback(t, false)
	before := descriptors(t)
	for _, o := range []Options{{}, {Wire: &wire.Options{Loss: 101}}} {
		if l, err := Open(t.Context(), o); err == nil {
			l.Close()
			t.Errorf("%+v can be opened", o)
		}
	}
	if after := descriptors(t); after > before+2 { // the runtime's own: epoll and its eventfd
		t.Errorf("%d descriptors before, %d after", before, after)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(open)
}
