package scenario

import (
	"context"
	"errors"
	"net/netip"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// rehearsal plays a scenario on loopback without a capture, and watches one program: what
// it waits for.
type rehearsal struct {
	*stage
	thread   atomic.Int64 // of the program that is watched; 0: it has made no call
	watching atomic.Bool
	waits    chan struct{} // it waits for a condition
	before   cue           // what it must not have done while it waits
	gone     atomic.Bool   // it has done that
	goes     chan struct{} // it does

	held   cue             // the call that is held up
	counts [2]atomic.Int64 // how often held and before have come
	paused chan struct{}   // while it was held up, who is watched did not go on
}

// cue is the n-th time that a program makes a call, or that the call returns to it.
type cue struct {
	program, call string
	n             int64
	returns       bool
}

func makes(program, call string, n int64) cue { return cue{program, call, n, false} }
func gets(program, call string, n int64) cue  { return cue{program, call, n, true} }

// attentive is a context that tells when somebody begins to wait for it.
type attentive struct {
	context.Context
	waits func()
}

func (a attentive) Done() <-chan struct{} {
	a.waits()
	return a.Context.Done()
}

// rehearse sets the stage for a scenario.
func rehearse(t *testing.T, name string, held, before cue) (*rehearsal, Scenario) {
	t.Helper()
	s, ok := Find(name)
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	r := &rehearsal{held: held, before: before, waits: make(chan struct{}, 1), goes: make(chan struct{}, 1), paused: make(chan struct{}, 1)}
	monitor := NewMonitor()
	monitor.next = r
	r.stage = newStage(ctx, DefaultOptions().of(s), monitor)
	r.ctx = attentive{r.ctx, r.awaits}
	t.Cleanup(func() { cancel(); _ = r.stop() })
	return r, s
}

// awaits is told of whoever begins to wait for a condition. Each program has a thread of
// its own.
func (r *rehearsal) awaits() {
	if r.watching.Load() && int64(syscall.Gettid()) == r.thread.Load() {
		tell(r.waits)
	}
}

func tell(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it was told before
	}
}

// isBy reports whether a program made the call.
func isBy(c *capture.Call, program string) bool { return (&callSoFar{Call: *c}).by(program) }

// Enter notes what the program does that is watched, and holds up what is to be held up.
func (r *rehearsal) Enter(c *capture.Call) {
	if isBy(c, r.before.program) {
		r.thread.Store(int64(c.Thread))
	}
	if r.is(r.before, c, false, &r.counts[0]) {
		r.goOn()
	}
	r.holdUp(c, false)
}

// Return holds up what is to be held up.
func (r *rehearsal) Return(c *capture.Call) { r.holdUp(c, true) }

// is reports whether a call is so far as the cue says.
func (r *rehearsal) is(at cue, c *capture.Call, returns bool, count *atomic.Int64) bool {
	return at.returns == returns && at.call == c.Name && isBy(c, at.program) && count.Add(1) == at.n
}

// goOn notes that who is watched has done what must come later.
func (r *rehearsal) goOn() {
	r.gone.Store(true)
	tell(r.goes)
}

// holdUp holds a call up until the program that is watched waits, or goes on.
func (r *rehearsal) holdUp(c *capture.Call, returns bool) {
	if r.is(r.held, c, returns, &r.counts[1]) && r.pauses() {
		tell(r.paused)
	}
}

// pauses lets the program that is watched go on until it waits for a condition, and reports
// whether it has not gone too far by then.
func (r *rehearsal) pauses() bool {
	r.watching.Store(true)
	defer r.watching.Store(false)
	r.monitor.note(func() {}) // if it waits already it looks again
	select {
	case <-r.waits:
		return !r.gone.Load()
	case <-r.goes:
	case <-r.stage.ctx.(attentive).Context.Done():
	}
	return false
}

// Whoever waits for another waits, however long that one takes: a call of the one is held
// up, and the other does not go on before it was made, or has returned.
func TestNobodyGoesAhead(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	for _, tt := range []struct {
		scenario   string
		held, next cue // the one is before the other
	}{
		{"contrast", makes("UDP server", "recvfrom", 2), makes("UDP client", "close", 1)},
		{"contrast-clients", makes("UDP server", "recvfrom", 4), makes("UDP client 1", "close", 1)},
		{"contrast-clients", gets("TCP client 3", "connect", 1), makes("TCP server", "accept", 1)},
		{"contrast-clients", makes("TCP server", "recv", 1), makes("TCP client 1", "send", 1)},
		{"contrast-clients", makes("TCP server", "recv", 2), makes("TCP client 1", "close", 1)},
		{"contrast-clients", makes("TCP server", "recv", 3), makes("TCP client 2", "send", 1)},
		{"contrast", gets("TCP server", "accept", 1), makes("TCP client", "send", 1)},
		{"contrast", makes("TCP server", "recv", 1), makes("TCP client", "send", 1)},
		{"contrast-boundaries", gets("UDP client", "sendto", 3), makes("UDP server", "recvfrom", 1)},
		{"contrast-boundaries", gets("TCP server", "accept", 1), makes("TCP client", "send", 1)},
		{"contrast-boundaries", gets("TCP client", "send", 3), makes("TCP server", "recv", 1)},
		{"contrast-boundaries", makes("TCP server", "recv", 2), makes("TCP client", "close", 1)},
		{"udp-many", makes("server", "recvfrom", 4), makes("client 1", "sendto", 2)},
		{"udp-many", makes("server", "recvfrom", 5), makes("client 2", "sendto", 2)},
		{"udp-truncate", makes("server", "recvfrom", 2), makes("client", "close", 1)},
		{"udp-empty", makes("server", "recvfrom", 2), makes("client", "close", 1)},
		{"tcp", makes("server", "recv", 1), makes("client 1", "send", 1)},
		{"tcp", makes("client 2", "recv", 1), makes("client 1", "send", 1)},
		{"tcp", makes("client 3", "recv", 1), makes("client 1", "send", 1)},
		{"tcp-loop", makes("client 3", "recv", 1), makes("client 1", "send", 1)},
		{"tcp-select", gets("server", "accept", 1), makes("client 1", "send", 1)},
		{"tcp-select", gets("server", "close", 2), makes("client 1", "send", 1)},
		{"tcp-select", gets("client 3", "close", 1), makes("client 1", "send", 1)},
		{"tcp-thread", makes("server", "recv", 1), makes("client 1", "send", 1)},
		{"tcp-thread", makes("server", "recv", 2), makes("client 2", "send", 1)},
		{"tcp-thread", gets("client 2", "close", 1), makes("client 1", "send", 1)},
		{"tcp-many", makes("server", "recv", 1), makes("client 1", "send", 1)},
		{"tcp-many", makes("server", "accept", 2), makes("client 1", "send", 2)},
		{"tcp-many", makes("server", "recv", 3), makes("client 2", "send", 2)},
		{"urgent", gets("server", "accept", 1), makes("client", "send", 1)},
		{"urgent", makes("client", "recv", 1), makes("server", "recv", 1)},
		{"partial-send", gets("server", "accept", 1), makes("client", "send", 1)},
		{"partial-send", makes("client", "select", 1), makes("server", "recv", 1)},
		{"ephemeral-ports", makes("server", "recv", 1), makes("client 1", "send", 1)},
		{"ephemeral-ports", makes("server", "recv", 3), makes("client 3", "send", 1)},
		{"reuseaddr", makes("server", "recv", 1), makes("client", "send", 1)},
		{"shutdown-rd", gets("server", "shutdown", 1), makes("client", "send", 1)},
		{"shutdown-rd", makes("client", "recv", 1), makes("server", "recv", 1)},
		{"shutdown-wr", makes("server", "recv", 1), makes("client", "send", 1)},
		{"shutdown-wr", makes("server", "recv", 2), makes("client", "shutdown", 1)},
		{"shutdown-wr", makes("client", "recv", 1), makes("server", "send", 1)},
		{"shutdown-wr", makes("client", "recv", 2), makes("server", "close", 1)},
		{"shutdown-rdwr", makes("server", "recv", 1), makes("client", "send", 1)},
		{"shutdown-rdwr", makes("server", "recv", 2), makes("client", "shutdown", 1)},
		{"shutdown-rdwr", makes("server", "close", 1), makes("client", "close", 1)},
		{"close-client", makes("server", "recv", 1), makes("client", "send", 1)},
		{"close-client", makes("server", "recv", 2), makes("client", "close", 1)},
		{"close-server", makes("client", "recv", 2), makes("server", "close", 1)},
		{"reset", gets("server", "accept", 1), makes("client", "send", 1)},
		{"reset", makes("client", "recv", 1), makes("server", "close", 1)},
		{"linger0", makes("server", "recv", 2), makes("client", "setsockopt", 1)},
		{"write-after-close", makes("server", "accept", 2), makes("client", "send", 1)},
		{"stream", gets("server", "accept", 1), makes("client", "send", 1)},
		{"stream", gets("client", "send", 3), makes("server", "recv", 1)},
		{"ipv6", makes("server", "recv", 1), makes("client 1", "send", 1)},
		{"ipv6", makes("server", "recv", 4), makes("client 2", "close", 1)},
		{"dns-name", makes("server", "recv", 2), makes("client 1", "close", 2)},
		{"multicast", makes("receiver 2", "recvfrom", 2), makes("sender", "sendto", 2)},
		{"multicast", makes("receiver 3", "recvfrom", 2), makes("sender", "sendto", 2)},
		{"multicast", makes("receiver 1", "recvfrom", 3), makes("sender", "close", 1)},
		{"interrupt", makes("server", "recv", 1), makes("client 1", "send", 1)},
		{"interrupt", makes("server", "recv", 3), makes("client 2", "send", 1)},
	} {
		r, s := rehearse(t, tt.scenario, tt.held, tt.next)
		r.monitor.Packet(&capture.Packet{Proto: capture.TCP, PayloadLength: 1}) // shutdown-rd awaits its data
		if err := errors.Join(r.play(s.script), r.stop()); err != nil || len(r.paused) == 0 {
			t.Errorf("%s: %+v has not waited for %+v: %v", tt.scenario, tt.next, tt.held, err)
		}
	}
}

// segment returns one of the server's, or of a client's.
func segment(server bool, flags capture.Flags, seq capture.Seq, length int) *capture.Packet {
	p := &capture.Packet{Proto: capture.TCP, PayloadLength: length, TCP: capture.TCPHeader{Flags: flags, Seq: seq, Window: 500}}
	host, other := netip.MustParseAddrPort("127.0.0.1:12000"), netip.MustParseAddrPort("127.0.0.1:40000")
	if p.Src, p.Dst = host, other; !server {
		p.Src, p.Dst = other, host
	}
	return p
}

// noRoom returns a segment of the server's that closes its window.
func noRoom() *capture.Packet {
	p := segment(true, capture.ACK, 1, 0)
	p.TCP.Window = 0
	return p
}

// Whoever waits for packets goes on with the last of them, and not with the one before.
func TestPacketsAreAwaited(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	fin := func(server bool) *capture.Packet { return segment(server, capture.FIN|capture.ACK, 1, 0) }
	ack, data := segment(false, capture.ACK, 1, 0), segment(false, capture.ACK, 1, 5)
	syn := func(port uint16) *capture.Packet {
		p := segment(false, capture.SYN, 0, 0)
		p.Src = netip.AddrPortFrom(p.Src.Addr(), port)
		return p
	}
	for _, tt := range []struct {
		scenario string
		next     cue       // what comes behind the packets
		ready    condition // it has come so far
		packets  []*capture.Packet
	}{
		{"shutdown-rd", makes("server", "recv", 1), made("client", "recv", 1), []*capture.Packet{ack, data}},
		{"zero-window", makes("server", "recv", 1), made("client", "send", 1), []*capture.Packet{data, noRoom(), noRoom()}},
		{"time-wait", makes("client", "bind", 1), done("client", "close", 1), []*capture.Packet{fin(false), ack, fin(true), ack}},
		{"backlog", makes("server", "accept", 1), made("client 3", "socket", 1), []*capture.Packet{syn(1), syn(2), syn(1), syn(3)}},
	} {
		r, s := rehearse(t, tt.scenario, cue{}, tt.next)
		over := make(chan error)
		go func() { over <- r.play(s.script) }()
		if err := r.monitor.await(t.Context(), tt.ready); err != nil {
			t.Fatal(err)
		}
		for i, p := range tt.packets {
			if !r.pauses() {
				t.Errorf("%s: %+v comes after %d packets", tt.scenario, tt.next, i)
			}
			r.monitor.Packet(p)
		}
		r.monitor.Packet(fin(true)) // time-wait ends with the third
		if err := errors.Join(<-over, r.stop()); err != nil {
			t.Errorf("%s: %v", tt.scenario, err)
		}
	}
}

// A scenario is over when all has happened that is to be seen: the server, for whom nobody
// else waits, is done, and the last packets have been captured.
func TestOverWhenAllIsSeen(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	fin, answer := segment(true, capture.FIN|capture.ACK, 1, 0), segment(true, capture.ACK, 1, 5)
	ack, probe := segment(false, capture.ACK, 1, 0), segment(true, capture.ACK, 5, 0)
	for name, tt := range map[string]struct {
		all     condition // what is to be seen of the calls
		packets []*capture.Packet
	}{
		"contrast":         {made("TCP server", "accept", 2), nil},
		"contrast-clients": {done("TCP server", "close", 3), nil},
		"contrast-loss":    {made("TCP server", "accept", 2), nil},
		"udp":              {after(ended("client"), stands("server", "recvfrom", 1)), nil},
		"tcp":              {after(done("server", "close", 3), stands("server", "accept", 1)), nil},
		"tcp-loop":         {after(done("server", "close", 3), stands("server", "accept", 1)), nil},
		"tcp-select":       {after(done("server", "close", 3), stands("server", "select", 1)), nil},
		"tcp-thread":       {after(done("server", "close", 3), stands("server", "accept", 1)), nil},
		"interrupt":        {done("server", "close", 4), nil},
		"close-crossing":   {done("client", "close", 1), []*capture.Packet{answer, fin, ack, fin}},
		"keepalive":        {made("client", "recv", 2), []*capture.Packet{answer, ack, probe, ack}},
	} {
		r, s := rehearse(t, name, cue{}, cue{})
		over := make(chan error)
		go func() {
			runtime.LockOSThread() // as programs do
			r.thread.Store(int64(syscall.Gettid()))
			over <- r.play(func(st *stage) error {
				err := s.script(st)
				r.goOn()
				if !r.holds(tt.all) {
					t.Errorf("%s is over too early", name)
				}
				return err
			})
		}()
		if err := r.monitor.await(t.Context(), tt.all); err != nil {
			t.Fatal(err)
		}
		for i, p := range tt.packets {
			if !r.pauses() {
				t.Errorf("%s is over after %d packets", name, i)
			}
			r.monitor.Packet(p)
		}
		if err := errors.Join(<-over, r.stop()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// holds reports whether the condition has happened by now.
func (r *rehearsal) holds(c condition) bool {
	r.monitor.mu.Lock()
	defer r.monitor.mu.Unlock()
	return c(r.monitor)
}
