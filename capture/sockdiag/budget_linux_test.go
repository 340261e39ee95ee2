package sockdiag

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/netns/netnstest"
)

// What is saved is spent first, then a part of the time; news gives more, and nothing gives more than
// may be saved.
func TestBudget(t *testing.T) {
	now := time.Unix(1000, 0)
	b := newBudget(now)
	samples := 0
	for ; b.wait(now) == 0 && samples < 1000; samples++ {
		b.spend(300 * time.Microsecond)
	}
	if samples != 51 { // the last one begins with nothing left
		t.Errorf("%d samples at once", samples)
	}
	if got, want := b.wait(now), 300*time.Microsecond*share; got != want {
		t.Errorf("it waits for %v, not %v", got, want)
	}
	if got := b.wait(now.Add(300 * time.Microsecond * share)); got != 0 {
		t.Errorf("it waits for %v when it has waited", got)
	}
	if b.allow(); b.left != bonus {
		t.Errorf("news leave %v", b.left)
	}
	if b.wait(now.Add(time.Hour)); b.left != savings {
		t.Errorf("after an hour %v are left", b.left)
	}
	if b.allow(); b.left != savings {
		t.Errorf("news leave %v of all", b.left)
	}
	if b.spend(time.Minute); b.left != savings-longest {
		t.Errorf("a sample that others have held up leaves %v", b.left)
	}
}

// tcpPacket returns a segment.
func tcpPacket(at time.Time, flags capture.Flags, window uint16) *capture.Packet {
	return &capture.Packet{Time: at, Proto: capture.TCP, TCP: capture.TCPHeader{Flags: flags, Window: window}}
}

// What may change a state is news, and what comes behind a pause; data is not.
func TestNews(t *testing.T) {
	s := &Sampler{wake: make(chan struct{}, 1), flow: make(chan struct{}, 1), ports: map[uint16]bool{}, kinds: map[Kind]bool{}}
	now := time.Unix(1000, 0)
	call := func(c capture.Call) func() {
		return func() {
			c.Enter, c.Exit = now, now
			observer{s, silent{}}.Return(&c)
		}
	}
	for name, c := range map[string]struct {
		poke func()
		news bool
	}{
		"data":           {func() { s.PokeBy(tcpPacket(now, capture.ACK|capture.PSH, 100)) }, false},
		"a datagram":     {func() { s.PokeBy(&capture.Packet{Time: now, Proto: capture.UDP}) }, false},
		"a SYN":          {func() { s.PokeBy(tcpPacket(now, capture.SYN, 100)) }, true},
		"a FIN":          {func() { s.PokeBy(tcpPacket(now, capture.FIN|capture.ACK, 100)) }, true},
		"a RST":          {func() { s.PokeBy(tcpPacket(now, capture.RST, 100)) }, true},
		"no window":      {func() { s.PokeBy(tcpPacket(now, capture.ACK, 0)) }, true},
		"an error":       {func() { s.PokeBy(&capture.Packet{Time: now, Proto: capture.ICMP}) }, true},
		"after a pause":  {func() { s.PokeBy(tcpPacket(now.Add(breath+1), capture.ACK, 100)) }, true},
		"a short pause":  {func() { s.PokeBy(tcpPacket(now.Add(breath), capture.ACK, 100)) }, false},
		"send":           {call(capture.Call{Name: "send", Result: 5}), false},
		"a send fails":   {call(capture.Call{Name: "send", Result: -1, Errno: "EPIPE"}), true},
		"recv":           {call(capture.Call{Name: "recv", Result: 5}), false},
		"the end":        {call(capture.Call{Name: "recv"}), true},
		"select":         {call(capture.Call{Name: "select"}), false},
		"close":          {call(capture.Call{Name: "close"}), true},
		"recv begins":    {func() { observer{s, silent{}}.Enter(&capture.Call{Name: "recv", Enter: now}) }, false},
		"close begins":   {func() { observer{s, silent{}}.Enter(&capture.Call{Name: "close", Enter: now}) }, true},
		"a poke":         {s.Poke, true},
		"select, begins": {func() { observer{s, silent{}}.Enter(&capture.Call{Name: "select", Enter: now}) }, false},
	} {
		s.moved.Store(now.UnixNano())
		c.poke()
		if news := len(s.wake) > 0; news != c.news || len(s.flow) == 0 == !news {
			t.Errorf("%s is news: %v", name, news)
		}
		for len(s.wake)+len(s.flow) > 0 {
			select {
			case <-s.wake:
			case <-s.flow:
			}
		}
	}
}

// The address that a call tells makes its socket known when it returns, also where it moves data.
func TestLearning(t *testing.T) {
	s := &Sampler{wake: make(chan struct{}, 1), flow: make(chan struct{}, 1), ports: map[uint16]bool{}, kinds: map[Kind]bool{}}
	observer{s, silent{}}.Return(&capture.Call{Name: "sendto", Proto: capture.UDP, Local: loopback(40001)})
	observer{s, silent{}}.Enter(&capture.Call{Name: "close", Proto: capture.TCP, Local: loopback(40002)})
	if !s.ports[40001] || !s.ports[40002] || len(s.kinds) != 2 {
		t.Errorf("known are %v, %v", s.ports, s.kinds)
	}
}

// Data that goes on is looked at, too, when the budget allows it; news do not wait for that.
func TestBudgetDelaysNoNews(t *testing.T) {
	s := &Sampler{wake: make(chan struct{}, 1), stop: make(chan struct{})}
	s.Poke()
	if s.pause(time.Hour) || len(s.wake) != 1 {
		t.Error("news wait, or are lost")
	}
	if !s.pause(0) {
		t.Error("it may not where nothing is to be waited for")
	}
	<-s.wake
	close(s.stop)
	if s.pause(time.Hour) {
		t.Error("it goes on when it is stopped")
	}
}

// A datagram that nobody announces as news is seen in the end.
func TestSamplerSeesWhatGoesOn(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	s, seen := started(t)
	socket := socketOf(t, unix.SOCK_DGRAM)
	s.learn(&capture.Call{Proto: capture.UDP, Local: loopback(port)})
	check(t, unix.Bind(socket, at(port)))
	s.moved.Store(time.Now().UnixNano())
	s.PokeIfNew(false, time.Now())
	compare(t, (<-seen).Sockets, []capture.KernelSocket{sock("", port, 0, 0, 0, true)})
	check(t, s.Stop())
}
