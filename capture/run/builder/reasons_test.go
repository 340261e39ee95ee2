package builder_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
)

// counters is what a kernel has counted in the last d.
func counters(tp tape, d time.Duration, host string, added ...capture.Count) {
	now := tp.Now()
	tp.Entry(capture.Entry{Counters: &capture.Counters{Since: now.Add(-d), Time: now, Host: host, Added: added}})
}

// traced begins a tape of a connection whose calls are recorded.
func traced() (tape, *line) {
	tp := newTape()
	tp.do(tcp("third", "socket", -1).returns(9))
	l := tp.between(clientAt, serverAt)
	l.opens()
	return tp, l
}

// repeats sends "hello" again after d.
func (l *line) repeats(d time.Duration) int {
	l.Wait(d)
	l.back(0, 5)
	return l.c(pshAck, "hello")
}

// A counter explains packets where as many can have been counted as were.
func TestCountersExplain(t *testing.T) {
	const far = time.Hour
	one := func(name string) capture.Count { return capture.Count{Name: name, By: 1} }
	for what, tt := range map[string]struct {
		script func(tape, *line)
		kernel []string // of packet 5
		cause  facts.Cause
	}{
		"a tail loss probe": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "", one("TCPLossProbes"))
		}, []string{"TCPLossProbes"}, facts.LossProbe},
		"a timeout": {func(tp tape, l *line) {
			l.repeats(300 * time.Millisecond)
			counters(tp, far, "", one("TCPTimeouts"))
		}, []string{"TCPTimeouts"}, facts.Timeout},
		"a counter without a cause of its own": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "", one("TCPFastRetrans"))
		}, []string{"TCPFastRetrans"}, facts.NoCause},
		"two counted, one packet": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "", capture.Count{Name: "TCPLossProbes", By: 2})
		}, nil, facts.NoCause},
		"one counted, two packets": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "", one("TCPLossProbes"))
		}, nil, facts.NoCause},
		"two counted, two packets": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "", capture.Count{Name: "TCPLossProbes", By: 2})
		}, []string{"TCPLossProbes"}, facts.LossProbe},
		"counted later": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			tp.Wait(time.Second)
			counters(tp, time.Millisecond, "", one("TCPLossProbes"))
		}, nil, facts.NoCause},
		"counted a little later": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			tp.Wait(10 * time.Microsecond)
			counters(tp, 5*time.Microsecond, "", one("TCPLossProbes"))
		}, []string{"TCPLossProbes"}, facts.LossProbe},
		"by the host that sent it": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "client", one("TCPLossProbes"))
		}, []string{"TCPLossProbes"}, facts.LossProbe},
		"by the other host": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "server", one("TCPLossProbes"))
		}, nil, facts.NoCause},
		"a counter that explains nothing": {func(tp tape, l *line) {
			l.repeats(30 * time.Millisecond)
			counters(tp, far, "", one("TCPSpuriousRTOs"))
		}, nil, facts.NoCause},
	} {
		tp, l := traced()
		l.c(pshAck, "hello")
		tt.script(tp, l)
		f := packet(t, tp.of(), 5).Facts
		if !slices.Equal(f.Kernel, tt.kernel) || f.Again == nil || f.Again.Cause != tt.cause {
			t.Errorf("%s: counters %q, again %+v", what, f.Kernel, f.Again)
		}
	}
}

// Each counter explains packets of its kind, and none of another.
func TestWhatEachCounterExplains(t *testing.T) {
	tp, l := traced() // 1 is a SYN
	l.c(pshAck, "hello")
	l.repeats(30 * time.Millisecond) // 5
	l.s(capture.ACK, "")
	l.back(0, 1)
	l.c(capture.ACK, "") // 7, a keep-alive
	l.back(0, -1)
	l.s(capture.ACK, "")
	l.c(rstAck, "") // 9
	tp.datagram(clientAt, serverAt, "x")
	tp.Packet(capture.Packet{ // 11
		Proto: capture.ICMP, Src: serverAt, Dst: clientAt,
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: clientAt, Dst: serverAt}},
	})
	wants := map[string]int{
		"TCPLossProbes": 5, "TCPTimeouts": 5, "TCPFastRetrans": 5, "TCPKeepAlive": 7, "TCPAbortOnClose": 9, "TCPAbortOnData": 9,
		"TCPAbortOnTimeout": 9, "TCPAbortOnLinger": 9, "NoPorts": 11, "ListenOverflows": 0, "TCPChallengeACK": 0, "DelayedACKs": 0, "TCPWinProbe": 0,
	}
	for name := range wants {
		counters(tp, time.Hour, "", capture.Count{Name: name, By: 1})
	}
	r := tp.of()
	for name, want := range wants {
		got := 0
		for _, m := range r.Moments {
			if slices.Contains(m.Facts.Kernel, name) {
				got = m.Packet.Number
			}
		}
		if got != want {
			t.Errorf("%s explains packet %d, want %d", name, got, want)
		}
	}
}

// A full accept queue explains the SYN that was not answered, not others of that time.
func TestDroppedSYN(t *testing.T) {
	tp, _ := traced()
	n := tp.between(otherAt, serverAt).c(capture.SYN, "")
	counters(tp, time.Hour, "", capture.Count{Name: "ListenOverflows", By: 1})
	r := tp.of()
	for number, want := range map[int][]string{1: nil, n: {"ListenOverflows"}} {
		if got := packet(t, r, number).Facts.Kernel; !slices.Equal(got, want) {
			t.Errorf("packet %d is explained by %q, want %q", number, got, want)
		}
	}
}

// The kernel may stamp a packet and count it one after the other: a packet shortly before
// or after the time between two questions may have been counted in it.
func TestCountedAtTheEdge(t *testing.T) {
	for what, tt := range map[string]struct {
		since, until time.Duration // from the packet
		counted      bool
	}{
		"asked shortly before":      {-time.Second, -900 * time.Microsecond, true},
		"asked long before":         {-time.Second, -1100 * time.Microsecond, false},
		"asked since shortly after": {900 * time.Microsecond, time.Second, true},
		"asked since long after":    {1100 * time.Microsecond, time.Second, false},
	} {
		tp, l := traced()
		l.c(pshAck, "hello")
		l.s(capture.ACK, "")
		n := l.c(rstAck, "")
		at := tp.Now()
		tp.Wait(2 * time.Second)
		tp.Entry(capture.Entry{Counters: &capture.Counters{
			Since: at.Add(tt.since), Time: at.Add(tt.until), Added: []capture.Count{{Name: "TCPAbortOnData", By: 1}},
		}})
		if got := packet(t, tp.of(), n).Facts.Kernel; (got != nil) != tt.counted {
			t.Errorf("%s: %q", what, got)
		}
	}
}

// A SYN that comes again is no tail loss probe: a SYN has a timer only.
func TestSYNHasNoProbe(t *testing.T) {
	tp := newTape()
	tp.do(tcp("third", "socket", -1).returns(9))
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	l.back(0, 1)
	tp.Wait(time.Second)
	l.c(capture.SYN, "")
	counters(tp, time.Hour, "", capture.Count{Name: "TCPLossProbes", By: 1}, capture.Count{Name: "TCPTimeouts", By: 1})
	f := packet(t, tp.of(), 2).Facts
	if !slices.Equal(f.Kernel, []string{"TCPTimeouts"}) || f.Again.Cause != facts.Timeout {
		t.Errorf("%q, %+v", f.Kernel, f.Again)
	}
}

// What calls show of the sender of a RST.
func TestResetsByCalls(t *testing.T) {
	closes := tcp("server", "close", 5).at(serverAt).with(clientAt)
	for what, tt := range map[string]struct {
		script func(tape, *line)
		want   facts.Reset
	}{
		"unread": {func(tp tape, l *line) { l.c(pshAck, "hello"); tp.do(closes) }, facts.Reset{Unread: 5, Closed: true, Calls: true}},
		"some unread": {func(tp tape, l *line) { l.c(pshAck, "hello"); tp.do(receives().moves("hel", 3), closes) },
			facts.Reset{Unread: 2, Closed: true, Calls: true}},
		"more read than was captured": {func(tp tape, l *line) {
			tp.do(receives().moves("hello", 9))
			l.c(pshAck, "hello")
			tp.do(closes)
		}, facts.Reset{Unread: 5, Closed: true, Calls: true}},
		"all read": {func(tp tape, l *line) { l.c(pshAck, "hello"); tp.do(receives().moves("hello", 9), closes) }, facts.Reset{Closed: true, Calls: true}},
		"SO_LINGER": {func(tp tape, _ *line) {
			tp.do(tcp("server", "setsockopt", 5).args("SOL_SOCKET, SO_LINGER, {1, 0}"), closes)
		}, facts.Reset{Linger0: true, Closed: true, Calls: true}},
		"SO_LINGER 1 s": {func(tp tape, _ *line) {
			tp.do(tcp("server", "setsockopt", 5).args("SOL_SOCKET, SO_LINGER, {1, 1}"), closes)
		}, facts.Reset{Closed: true, Calls: true}},
		"SO_LINGER failed": {func(tp tape, _ *line) {
			tp.do(tcp("server", "setsockopt", 5).args("SOL_SOCKET, SO_LINGER, {1, 0}").fails("EINVAL"), closes)
		}, facts.Reset{Closed: true, Calls: true}},
		"shutdown":       {func(tp tape, _ *line) { tp.do(tcp("server", "shutdown", 5).args("SHUT_RD").at(serverAt)) }, facts.Reset{ShutIn: true, Calls: true}},
		"shutdown write": {func(tp tape, _ *line) { tp.do(tcp("server", "shutdown", 5).args("SHUT_WR").at(serverAt)) }, facts.Reset{Calls: true}},
		"still open":     {func(_ tape, l *line) { l.c(pshAck, "hello") }, facts.Reset{Calls: true}},
		"again is not unread twice": {func(tp tape, l *line) { l.c(pshAck, "hello"); l.repeats(0); tp.do(closes) },
			facts.Reset{Unread: 5, Closed: true, Calls: true}},
		"after its FIN": {func(tp tape, l *line) { l.c(pshAck, "hello"); tp.do(closes); l.s(finAck, "") }, facts.Reset{Closed: true, Calls: true}},
	} {
		tp, l := accepted()
		l.opens()
		tt.script(tp, l)
		n := l.s(rstAck, "")
		got := *packet(t, tp.of(), n).Facts.Reset
		if got.Unread != tt.want.Unread || got.Closed != tt.want.Closed || got.Linger0 != tt.want.Linger0 || got.ShutIn != tt.want.ShutIn || got.Calls != tt.want.Calls {
			t.Errorf("%s: %+v", what, got)
		}
	}
	tp := newTape()
	tp.do(tcp("server", "listen", 3).at(serverAt))
	waits := tp.between(clientAt, serverAt)
	waits.opens()
	waits.c(pshAck, "hello")
	tp.do(tcp("server", "close", 3).at(serverAt))
	n := waits.s(rstAck, "")
	if m := packet(t, tp.of(), n); !m.Facts.Reset.Unaccepted || m.Facts.Reset.Unread > 0 || m.From.Role != run.Listening || m.From.FD != 3 {
		t.Errorf("a connection that nobody has accepted is reset: %+v by %+v", m.Facts.Reset, m.From)
	}
	_, l := traced()
	if n := l.c(rstAck, ""); packet(t, l.of(), n).Facts.Reset.Calls {
		t.Error("no call of the sender is recorded")
	}
}

// What a socket has been through explains what its calls meet.
func TestPastOfASocket(t *testing.T) {
	send := tcp("server", "send", 5).at(serverAt).with(clientAt).fails("EPIPE")
	for what, tt := range map[string]struct {
		script func(tape, *line)
		want   run.Past
	}{
		"nothing":    {func(tape, *line) {}, run.Past{}},
		"a RST":      {func(_ tape, l *line) { l.c(rstAck, "") }, run.Past{Reset: true}},
		"a FIN":      {func(_ tape, l *line) { l.c(finAck, "") }, run.Past{Ended: true}},
		"data":       {func(_ tape, l *line) { l.c(pshAck, "hi") }, run.Past{Unread: 2}},
		"its own":    {func(_ tape, l *line) { l.s(pshAck, "hi") }, run.Past{}},
		"SHUT_RDWR":  {func(tp tape, _ *line) { tp.do(tcp("server", "shutdown", 5).args("SHUT_RDWR")) }, run.Past{ShutRead: true, ShutWrite: true}},
		"SHUT_WR":    {func(tp tape, _ *line) { tp.do(tcp("server", "shutdown", 5).args("SHUT_WR")) }, run.Past{ShutWrite: true}},
		"no success": {func(tp tape, _ *line) { tp.do(tcp("server", "shutdown", 5).args("SHUT_WR").fails("ENOTCONN")) }, run.Past{}},
	} {
		tp, l := accepted()
		l.opens()
		tt.script(tp, l)
		tp.do(send)
		if got := theCall(t, tp.of(), "send").Meets.Past; got != tt.want {
			t.Errorf("%s: %+v", what, got)
		}
	}
}

// A send() that is given just what the one before was given and could not take sends its rest, whatever fails between.
func TestRestOfASend(t *testing.T) {
	for what, tt := range map[string]struct {
		first, second int // given
		want          bool
	}{"the rest": {10, 6, true}, "more": {10, 9, false}, "all was taken": {4, 6, false}} {
		tp, l := accepted()
		l.opens()
		send := tcp("server", "send", 5).at(serverAt).with(clientAt)
		tp.do(send.moves("1234", tt.first), send.fails("EAGAIN"), tcp("server", "write", 5).at(serverAt).with(clientAt).moves("567890", tt.second))
		if got := theCall(t, tp.of(), "write").Meets.Rest; got != tt.want {
			t.Errorf("%s: %t", what, got)
		}
	}
}

// A recv() that makes room explains the window that grew while it ran.
func TestReadsGrowTheWindow(t *testing.T) {
	for what, tt := range map[string]struct {
		call    made
		during  bool
		explain bool
	}{
		"while it ran":  {receives().moves("hello", 9), true, true},
		"before it ran": {receives().moves("hello", 9), false, false},
		"a recv of 0":   {receives(), true, false},
		"it failed":     {receives().fails("EINTR"), true, false},
		"a send":        {tcp("server", "send", 5).at(serverAt).with(clientAt).moves("x", 1), true, false},
	} {
		tp, l := accepted()
		l.opens()
		l.c(pshAck, "hello")
		l.s(capture.ACK, "")
		c := tp.Enter(tt.call.Call)
		if !tt.during {
			tp.Wait(time.Millisecond)
			c = nil
		}
		h := capture.TCPHeader{Seq: l.next[1], Ack: l.next[0], Flags: capture.ACK, Window: 9000}
		n := tp.Packet(capture.Packet{Proto: capture.TCP, Src: serverAt, Dst: clientAt, TCP: h})
		if c == nil {
			c = tp.Enter(tt.call.Call)
		}
		tp.Return(c)
		w := packet(t, tp.of(), n).Facts.Window
		if w == nil || (w.Read != nil) != tt.explain {
			t.Errorf("%s: %+v", what, w)
		}
	}
}

// A SYN,ACK that comes again is no tail loss probe either; and what was sent after the
// kernel was asked was not counted by then.
func TestWhatIsNotCounted(t *testing.T) {
	tp := newTape()
	tp.do(tcp("third", "socket", -1).returns(9))
	l := tp.between(clientAt, serverAt)
	l.c(capture.SYN, "")
	l.s(synAck, "")
	tp.Wait(time.Second)
	l.back(1, 1)
	l.s(synAck, "") // 3
	counters(tp, time.Hour, "", capture.Count{Name: "TCPLossProbes", By: 1})
	if f := packet(t, tp.of(), 3).Facts; f.Kernel != nil || f.Again == nil {
		t.Errorf("%q, %+v", f.Kernel, f.Again)
	}
	tp, l = traced()
	l.c(pshAck, "hello")
	asked := tp.Now()
	l.repeats(30 * time.Millisecond) // 5
	tp.Entry(capture.Entry{Counters: &capture.Counters{Since: asked.Add(-time.Hour), Time: asked, Added: []capture.Count{{Name: "TCPLossProbes", By: 1}}}})
	rec := tp.Recording()
	last := len(rec.Entries) - 1
	for i, e := range rec.Entries {
		if e.Counters != nil { // the kernel was asked before, and it is told last
			rec.Entries = append(append(rec.Entries[:i:i], rec.Entries[i+1:]...), e)
		}
	}
	if rec.Entries[last].Counters == nil {
		t.Fatal("the counters are not last")
	}
	if f := packet(t, builder.Of(rec), 5).Facts; f.Kernel != nil {
		t.Errorf("%q", f.Kernel)
	}
}

// An ICMP error is what a UDP socket has been through.
func TestRefusedSocket(t *testing.T) {
	tp := newTape()
	tp.do(udp("client", "connect", 4).args(serverAt.String()).at(clientAt).with(serverAt))
	tp.datagram(clientAt, serverAt, "x")
	tp.Packet(capture.Packet{
		Proto: capture.ICMP, Src: serverAt, Dst: clientAt,
		ICMP: capture.ICMPHeader{Type: 3, Code: 3, Quoted: capture.Quote{Proto: capture.UDP, Src: clientAt, Dst: serverAt}},
	})
	tp.do(udp("client", "recv", 4).at(clientAt).with(serverAt).fails("ECONNREFUSED"))
	if m := theCall(t, tp.of(), "recv"); !m.Meets.Refused {
		t.Errorf("%+v", m.Meets)
	}
}
