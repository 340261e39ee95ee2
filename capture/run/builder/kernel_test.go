package builder_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// queue is a listening socket with so many connections that wait.
func queue(length, backlog int) capture.KernelSocket {
	return capture.KernelSocket{Proto: capture.TCP, Local: serverAt, State: "LISTEN", RecvQueue: length, SendQueue: backlog, Inode: 1}
}

// end is the kernel's socket at one end of a connection, that a program holds.
func end(local, remote netip.AddrPort, state string) capture.KernelSocket {
	return capture.KernelSocket{Proto: capture.TCP, Local: local, Remote: remote, State: state, Inode: 2}
}

// kernelWords are what the kernel says in a run.
func kernelWords(r *run.Run) []string {
	return slices.DeleteFunc(story(r.Moments), func(s string) bool { return !strings.HasPrefix(s, "kernel") })
}

// heard checks what the kernel says in a recording.
func heard(t *testing.T, what string, tp tape, want string) {
	t.Helper()
	if got := kernelWords(tp.of()); !slices.Equal(got, lines(want)) {
		t.Errorf("%s: the kernel says %q, want %q", what, got, lines(want))
	}
}

// The length of a queue is told when it is seen to last: a packet passes, or 50 ms, or the
// recording ends; one that is full at once. An accept(), or another length, makes it one
// that did not last.
func TestAcceptQueue(t *testing.T) {
	accept := tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5)
	syn := func(tp tape) { tp.between(otherAt, serverAt).c(capture.SYN, "") }
	for what, tt := range map[string]struct {
		first int
		then  func(tp tape)
		want  string
	}{
		"a packet passes":           {1, func(tp tape) { syn(tp); tp.do(accept) }, "kernel of server 3: queue 0>1 of 1"},
		"the recording ends":        {1, func(tape) {}, "kernel of server 3: queue 0>1 of 1"},
		"accept() takes it":         {1, func(tp tape) { tp.do(accept) }, ""},
		"accept() elsewhere":        {1, func(tp tape) { tp.do(accept.at(otherAt)) }, "kernel of server 3: queue 0>1 of 1"},
		"an accept() that fails":    {1, func(tp tape) { tp.do(accept.fails("EAGAIN")) }, "kernel of server 3: queue 0>1 of 1"},
		"an accept() that is begun": {1, func(tp tape) { tp.Unreturned(accept.returns(0).Call) }, "kernel of server 3: queue 0>1 of 1"},
		"it lasts 50 ms": {1, func(tp tape) { tp.Wait(50 * time.Millisecond); tp.do(accept) },
			"kernel of server 3: queue 0>1 of 1"},
		"it lasts 50 ms to the point": {1, func(tp tape) { tp.Wait(50*time.Millisecond - 2*time.Microsecond); tp.do(accept) },
			"kernel of server 3: queue 0>1 of 1"},
		"it lasts nearly 50 ms":      {1, func(tp tape) { tp.Wait(50*time.Millisecond - 3*time.Microsecond); tp.do(accept) }, ""},
		"it lasts 49 ms":             {1, func(tp tape) { tp.Wait(49 * time.Millisecond); tp.do(accept) }, ""},
		"another length":             {1, func(tp tape) { tp.Snapshot(queue(0, 1)) }, ""},
		"the same length":            {1, func(tp tape) { tp.Snapshot(queue(1, 1)); syn(tp) }, "kernel of server 3: queue 0>1 of 1"},
		"empty, and listens no more": {2, func(tp tape) { tp.Snapshot(queue(0, 1)); tp.Snapshot(); syn(tp) }, "kernel of server 3: queue 0>2 of 1"},
		"it listens no more":         {1, func(tp tape) { tp.Snapshot() }, ""},
		"full":                       {2, func(tp tape) { tp.do(accept) }, "kernel of server 3: queue 0>2 of 1"},
		"full, and then shorter":     {2, func(tp tape) { tp.do(accept); tp.Snapshot(queue(1, 1)); syn(tp) }, "kernel of server 3: queue 0>2 of 1\nkernel of server 3: queue 2>1 of 1"},
		"of another socket, unseen":  {0, func(tp tape) { k := queue(2, 1); k.Local = otherAt; tp.Snapshot(k) }, ""},
	} {
		tp := newTape()
		tp.listens()
		tp.Snapshot(queue(tt.first, 1))
		tt.then(tp)
		heard(t, what, tp, tt.want)
	}
}

// Where connections wait already, a further one is told, too, however soon accept() takes it: the highest length of a
// queue is not passed over.
func TestGrowingQueue(t *testing.T) {
	tp := newTape()
	tp.listens()
	tp.Snapshot(queue(1, 5))
	tp.Wait(time.Second)
	tp.Snapshot(queue(2, 5))
	tp.do(tcp("server", "accept", 3).at(serverAt).with(clientAt).returns(5))
	heard(t, "growing", tp, "kernel of server 3: queue 0>1 of 5\nkernel of server 3: queue 1>2 of 5")
}

// What is told of a queue first is told to be the first.
func TestFirstOfQueue(t *testing.T) {
	tp := newTape()
	tp.listens()
	tp.Snapshot(queue(2, 1))
	tp.Wait(time.Second)
	tp.Snapshot(queue(1, 1))
	tp.Wait(time.Second)
	tp.Snapshot(queue(1, 1))
	var first []bool
	for _, m := range tp.of().Moments {
		if m.Says != nil {
			first = append(first, m.Says.First)
		}
	}
	if !slices.Equal(first, []bool{true, false}) {
		t.Errorf("first: %v", first)
	}
}

// A socket that is known to listen is confirmed by the kernel; a full queue explains SYNs
// to it, on every address if it listens on all.
func TestFullQueue(t *testing.T) {
	at := netip.MustParseAddrPort
	for what, tt := range map[string]struct {
		listens, to string
		length      int
		want        bool
	}{
		"full":                  {"127.0.0.1:80", "127.0.0.1:80", 2, true},
		"not full":              {"127.0.0.1:80", "127.0.0.1:80", 1, false},
		"another port":          {"127.0.0.1:80", "127.0.0.1:81", 2, false},
		"another address":       {"127.0.0.2:80", "127.0.0.1:80", 2, false},
		"any address":           {"0.0.0.0:80", "127.0.0.1:80", 2, true},
		"any address of IPv6":   {"[::]:80", "127.0.0.1:80", 2, true},
		"IPv6 to IPv4's any":    {"0.0.0.0:80", "[::1]:80", 2, false},
		"IPv6 to any address":   {"[::]:80", "[::1]:80", 2, true},
		"any address, by a hop": {"0.0.0.0:81", "127.0.0.1:80", 2, false},
	} {
		tp := newTape()
		tp.do(tcp("server", "listen", 3).args("1").at(at(tt.listens)))
		k := queue(tt.length, 1)
		k.Local = at(tt.listens)
		tp.Snapshot(k)
		from := netip.AddrPortFrom(at(tt.to).Addr(), 40001)
		l := tp.between(from, at(tt.to))
		l.c(capture.SYN, "")
		l.s(synAck, "")
		r := tp.of()
		if got := packet(t, r, 1).Facts.Full; got != tt.want {
			t.Errorf("%s: full %t", what, got)
		}
		if packet(t, r, 2).Facts.Full {
			t.Errorf("%s: the answer meets a full queue", what)
		}
		if !theCall(t, r, "listen").Confirmed[flow.Responder] {
			t.Errorf("%s: listen() is not confirmed", what)
		}
	}
}

// A state that differs from the inferred one is told if it lasts, once; one that is the
// same confirms the packet that led to it. A kernel knows its own host only.
func TestKernelStates(t *testing.T) {
	both := func(state string) []capture.KernelSocket {
		return []capture.KernelSocket{end(serverAt, clientAt, state), end(clientAt, serverAt, "ESTABLISHED")}
	}
	pass := func(l *line) { l.c(pshAck, "x") }
	for what, tt := range map[string]struct {
		then func(l *line)
		want string
	}{
		"differs, and lasts": {func(l *line) { l.Snapshot(both("SYN-RECEIVED")...); pass(l) },
			"kernel of 127.0.0.1:80: server in SYN-RECEIVED, not ESTABLISHED"},
		"told once": {func(l *line) {
			l.Snapshot(both("SYN-RECEIVED")...)
			l.Snapshot(both("SYN-RECEIVED")...)
			pass(l)
			l.Snapshot(both("SYN-RECEIVED")...)
			pass(l)
		}, "kernel of 127.0.0.1:80: server in SYN-RECEIVED, not ESTABLISHED"},
		"does not last": {func(l *line) { l.Snapshot(both("SYN-RECEIVED")...); l.Snapshot(both("ESTABLISHED")...); pass(l) }, ""},
		"is not there":  {func(l *line) { l.Snapshot(both("ESTABLISHED")[1]); pass(l) }, "kernel of 127.0.0.1:80: server in CLOSED, not ESTABLISHED"},
		"the same":      {func(l *line) { l.Snapshot(both("ESTABLISHED")...); pass(l) }, ""},
		"the other host's kernel": {func(l *line) {
			l.Entry(capture.Entry{Snapshot: &capture.Snapshot{Time: l.Now(), Host: "client", Sockets: both("SYN-RECEIVED")[1:]}})
			pass(l)
		}, ""},
		"a word of the other host does not change it": {func(l *line) {
			l.Entry(capture.Entry{Snapshot: &capture.Snapshot{Time: l.Now(), Host: "server", Sockets: both("SYN-RECEIVED")[:1]}})
			l.Entry(capture.Entry{Snapshot: &capture.Snapshot{Time: l.Now(), Host: "client", Sockets: both("")[1:]}})
			pass(l)
		}, "kernel of 127.0.0.1:80: server in SYN-RECEIVED, not ESTABLISHED"},
	} {
		tp := newTape()
		tp.do(tcp("third", "socket", -1).returns(9)) // calls are recorded
		l := tp.between(clientAt, serverAt)
		l.opens()
		tt.then(l)
		heard(t, what, tp, tt.want)
	}
}

// The kernel's word confirms the packet that led to the state, on the side that it is of.
func TestConfirmedStates(t *testing.T) {
	tp := newTape()
	tp.do(tcp("third", "socket", -1).returns(9))
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	tp.Snapshot(end(clientAt, serverAt, "SYN-SENT"))
	l.s(synAck, "")
	tp.Snapshot(end(clientAt, serverAt, "ESTABLISHED"), end(serverAt, clientAt, "SYN-RECEIVED"))
	l.c(capture.ACK, "")
	r := tp.of()
	for number, want := range map[int][2]bool{1: {true, false}, 2: {true, true}, 3: {false, false}} {
		if got := packet(t, r, number).Confirmed; got != want {
			t.Errorf("packet %d: confirmed %v, want %v", number, got, want)
		}
	}
}

// What is unsent goes with the state; an end of which too little was seen has none.
func TestUnsent(t *testing.T) {
	tp := newTape()
	tp.do(tcp("third", "socket", -1).returns(9))
	l := tp.between(clientAt, serverAt)
	l.opens()
	k := end(clientAt, serverAt, "FIN-WAIT-1")
	k.SendQueue = 7
	tp.Snapshot(k, end(serverAt, clientAt, "ESTABLISHED"))
	l.s(pshAck, "x")
	r := tp.of()
	for _, m := range r.Moments {
		if m.Kind == run.Kernel && (m.Says.Unsent != 7 || m.Says.Side != flow.Initiator) {
			t.Errorf("%+v", m.Says)
		}
	}
	heard(t, "unsent", tp, "kernel of 127.0.0.1:40001: client in FIN-WAIT-1, not ESTABLISHED")
}

// Bytes are unread when a program that holds the socket leaves them for 100 ms; a FIN is
// not counted. They are told once, and again when they have been read meanwhile.
func TestUnread(t *testing.T) {
	for what, tt := range map[string]struct {
		state string
		inode uint32
		sizes []int
		step  time.Duration
		want  int
		n     int
	}{
		"left for long":            {"ESTABLISHED", 2, []int{5, 5}, 100 * time.Millisecond, 5, 1},
		"left for a while":         {"ESTABLISHED", 2, []int{5, 5}, 99 * time.Millisecond, 0, 0},
		"read meanwhile":           {"ESTABLISHED", 2, []int{5, 3, 0}, 60 * time.Millisecond, 0, 0},
		"told once":                {"ESTABLISHED", 2, []int{5, 5, 5, 5}, 100 * time.Millisecond, 5, 1},
		"read, and there again":    {"ESTABLISHED", 2, []int{5, 5, 0, 5, 5}, 100 * time.Millisecond, 5, 2},
		"nobody holds it":          {"ESTABLISHED", 0, []int{5, 5}, 100 * time.Millisecond, 0, 0},
		"nothing there":            {"ESTABLISHED", 2, []int{0, 0}, 100 * time.Millisecond, 0, 0},
		"the recording ends early": {"ESTABLISHED", 2, []int{5}, 0, 0, 0},
	} {
		tp := newTape()
		tp.do(tcp("third", "socket", -1).returns(9))
		l := tp.between(clientAt, serverAt)
		l.opens()
		l.c(pshAck, "hello")
		for _, n := range tt.sizes {
			k := end(serverAt, clientAt, tt.state)
			k.RecvQueue, k.Inode = n, tt.inode
			tp.Snapshot(k, end(clientAt, serverAt, "ESTABLISHED"))
			tp.do(tcp("third", "getsockopt", 9)) // no call makes them read, or unread
			tp.Wait(tt.step - 2*time.Microsecond)
		}
		said := 0
		for _, m := range tp.of().Moments {
			if m.Kind == run.Kernel {
				if said++; m.Says.Unread != tt.want || m.Says.Side != flow.Responder {
					t.Errorf("%s: %+v", what, m.Says)
				}
			}
		}
		if said != tt.n {
			t.Errorf("%s: told %d times, want %d", what, said, tt.n)
		}
	}
}

// A FIN that has come is no byte that is unread.
func TestFINIsNotUnread(t *testing.T) {
	for size, want := range map[int]string{1: "", 3: "kernel of 127.0.0.1:80: server has 2 unread"} {
		tp := newTape()
		tp.do(tcp("third", "socket", -1).returns(9))
		l := tp.between(clientAt, serverAt)
		l.opens()
		l.c(finAck, "he")
		l.s(capture.ACK, "")
		for range 3 {
			k := end(serverAt, clientAt, "CLOSE-WAIT")
			k.RecvQueue = size
			tp.Snapshot(k, end(clientAt, serverAt, "FIN-WAIT-2"))
			tp.Wait(time.Second)
		}
		heard(t, "with a FIN", tp, want)
	}
}

// The shared recording of a full queue, as a whole.
func TestBacklog(t *testing.T) {
	r := builder.Of(runtest.Backlog())
	var listener string
	for _, s := range r.Sockets {
		if s.Role == run.Listening {
			listener = name(s)
		}
	}
	same(t, lines(strings.ReplaceAll(`
		kernel of L: queue 0>1 of 1
		kernel of L: queue 1>2 of 1
		kernel of L: queue 2>1 of 1
		kernel of L: queue 1>2 of 1`, "L", listener)), kernelWords(r))
}

// A connection that begins after the kernel was asked is compared, too, the next time.
func TestLaterConnections(t *testing.T) {
	tp, first := traced()
	k := []capture.KernelSocket{end(clientAt, serverAt, "ESTABLISHED"), end(serverAt, clientAt, "ESTABLISHED")}
	tp.Snapshot(k...)
	tp.between(otherAt, serverAt).opens()
	tp.Snapshot(append(k, end(otherAt, serverAt, "SYN-SENT"), end(serverAt, otherAt, "SYN-RECEIVED"))...)
	first.c(pshAck, "x")
	heard(t, "a later connection", tp, `
		kernel of 127.0.0.1:80: server in SYN-RECEIVED, not ESTABLISHED
		kernel of 127.0.0.1:40002: client in SYN-SENT, not ESTABLISHED`)
}

// Two ends in the same state are two words.
func TestTheSameStateTwice(t *testing.T) {
	tp, first := traced()
	tp.between(otherAt, serverAt).opens()
	tp.Snapshot(
		end(clientAt, serverAt, "ESTABLISHED"), end(serverAt, clientAt, "SYN-RECEIVED"),
		end(otherAt, serverAt, "ESTABLISHED"), end(serverAt, otherAt, "SYN-RECEIVED"))
	first.c(pshAck, "x")
	heard(t, "two ends", tp, `
		kernel of 127.0.0.1:80: server in SYN-RECEIVED, not ESTABLISHED
		kernel of 127.0.0.1:80: server in SYN-RECEIVED, not ESTABLISHED`)
}
