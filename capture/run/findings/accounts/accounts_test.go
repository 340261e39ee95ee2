package accounts_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/runtest"
)

// of returns the accounts of a script, which has ended.
func of(s *runtest.Script) *accounts.Accounts {
	x := accounts.New()
	for _, m := range builder.Of(s.Recording()).Moments {
		x.Add(m)
	}
	x.Close()
	return x
}

func process(name string) capture.Process { return capture.Process{Name: name} }

// Of a recording that is too long nothing is known, and no memory is taken for it.
func TestTooLong(t *testing.T) {
	x := accounts.New()
	m := &run.Moment{Kind: run.Packet, Facts: run.NoFacts(), Observation: flow.Observation{Packet: &capture.Packet{Proto: capture.UDP}}}
	for range 1 << 16 {
		x.Add(m)
	}
	if !x.Close() || len(x.Moments) != 1<<16 {
		t.Errorf("%d moments", len(x.Moments))
	}
	for range 3 {
		x.Add(m)
	}
	if len(x.Moments) != 0 || x.Close() {
		t.Errorf("%d moments", len(x.Moments))
	}
}

// What is kept of a packet is its own, and bounded.
func TestPacketsAreCopied(t *testing.T) {
	x := accounts.New()
	data := []byte(strings.Repeat("x", 5000))
	p := &capture.Packet{Proto: capture.UDP, Data: data, Payload: data}
	x.Add(&run.Moment{Kind: run.Packet, Entry: capture.Entry{Packet: p}, Facts: run.NoFacts(), Observation: flow.Observation{Packet: p}})
	data[0] = 'y'
	kept := x.Moments[0]
	if len(kept.Packet.Payload) != 4096 || kept.Packet.Payload[0] != 'x' || kept.Packet.Data != nil || kept.Entry.Packet != kept.Packet {
		t.Errorf("%d octets, %d of the frame", len(kept.Packet.Payload), len(kept.Packet.Data))
	}
	if len(p.Payload) != 5000 || p.Data == nil {
		t.Error("the packet itself is changed")
	}
	f := &facts.Facts{}
	x.Add(&run.Moment{Kind: run.Packet, Facts: f, Observation: flow.Observation{Packet: p}})
	if f.Again = (&facts.Again{}); x.Moments[1].Facts.Again != nil {
		t.Error("what is known of it later reaches the copy")
	}
}

// A connection has two sockets, each the other's peer, and what is explained at one of them is
// explained at both.
func TestPeers(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	x := of(h.Script)
	for _, s := range x.All {
		if claims := (accounts.Claims{}); s.Peer != nil {
			if claims.Take(s); !claims[s] || !claims[s.Peer] || len(claims) != 2 {
				t.Errorf("%s: %d are explained", s.Process, len(claims))
			}
		}
	}
	var names []string
	for _, s := range x.All {
		if s.Peer != nil {
			names = append(names, s.Process+" of "+s.Peer.Process)
			if s.Peer.Peer != s {
				t.Errorf("%s is the peer of one that has another", s.Process)
			}
		}
	}
	slices.Sort(names)
	if want := []string{"client of server", "server of client"}; !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}

// Of what a program has printed the last is kept, of what came on its standard error alone;
// when it was interrupted, the first time.
func TestPrograms(t *testing.T) {
	s := runtest.NewScript("")
	write := func(fd int, text string) {
		s.Call(capture.Call{Process: process("server"), Name: "write", FD: fd, Data: []byte(text), Size: len(text), Result: int64(len(text))})
	}
	signal := func(name string) {
		s.Call(capture.Call{Process: process("server"), Name: "signal", FD: -1, Args: capture.Arguments{Signal: name}})
	}
	write(1, "hello\n")
	write(capture.Stderr, strings.Repeat("a", 4000))
	write(capture.Stderr, strings.Repeat("b", 200))
	signal("SIGTERM")
	before := s.Now()
	signal("SIGINT")
	after := s.Now()
	signal("SIGINT")
	s.Call(capture.Call{Process: process("client"), Name: "exit", FD: -1, Result: 3})
	x := of(s)
	if names := x.Names(); !slices.Equal(names, []string{"client", "server"}) {
		t.Errorf("programs %q", names)
	}
	p := x.Program("server")
	if len(p.Prints) != 3 || p.Stderr != strings.Repeat("a", 3896)+strings.Repeat("b", 200) {
		t.Errorf("printed %d times, %d octets of errors", len(p.Prints), len(p.Stderr))
	}
	if !p.Interrupted.After(before) || !p.Interrupted.Before(after) {
		t.Errorf("interrupted at %v", p.Interrupted)
	}
	if exits := x.Program("client").Exits; len(exits) != 1 || exits[0].Result != 3 {
		t.Errorf("%+v", exits)
	}
	if got := accounts.LastLine("one\ntwo\n\n"); got != "two" {
		t.Errorf("the last line is %q", got)
	}
}

// What is printed without an end is kept up to a limit.
func TestManyErrors(t *testing.T) {
	x := accounts.New()
	for range 1100 {
		c := &capture.Call{Process: process("server"), Name: "write", FD: capture.Stderr, Data: []byte("no\n"), Result: 3}
		x.Add(&run.Moment{Call: c, Entry: capture.Entry{Call: c}, Facts: run.NoFacts()})
	}
	x.Close()
	if p := x.Program("server"); len(p.Errors) != 1024 || len(p.Prints) != 1100 {
		t.Errorf("%d are kept of %d", len(p.Errors), len(p.Prints))
	}
}

// A call that a signal has broken off shows that the program was interrupted, when it
// returned; a signal that was seen tells it better.
func TestInterrupted(t *testing.T) {
	for _, tt := range []struct{ seen, aside bool }{{}, {aside: true}, {seen: true}, {seen: true, aside: true}} {
		s := runtest.NewScript("")
		at := s.Now()
		if tt.seen {
			s.Call(capture.Call{Process: process("server"), Name: "signal", FD: -1, Args: capture.Arguments{Signal: "SIGINT"}})
		}
		c := s.Enter(capture.Call{Process: process("server"), Name: "accept", Proto: capture.TCP, FD: 3, Errno: "EINTR", Result: -1})
		s.Wait(time.Second)
		s.Return(c)
		c.Aside = tt.aside // an interpreter makes it
		if got := of(s).Program("server").Interrupted; got.Sub(at) >= time.Second == tt.seen || got.IsZero() {
			t.Errorf("%+v: interrupted after %v", tt, got.Sub(at))
		}
	}
}

// What comes when a program was killed, for it took too long, does not count; its prints and
// its end do.
func TestKilled(t *testing.T) {
	s := runtest.NewScript("")
	recv := capture.Call{Process: process("server"), Name: "recv", Proto: capture.TCP, FD: 5, Size: 9}
	s.Call(recv)
	last := s.Now()
	s.Wait(time.Second)
	s.Call(capture.Call{Process: process("client"), Name: "exit", FD: -1, Args: capture.Arguments{Signal: "SIGKILL", By: "wireladder"}})
	s.Call(recv)
	s.Packet(capture.Packet{Proto: capture.UDP, Src: runtest.Loopback(1), Dst: runtest.Loopback(2), Payload: []byte("x")})
	s.Call(capture.Call{Process: process("server"), Name: "write", FD: capture.Stderr, Data: []byte("late"), Result: 4})
	x := of(s)
	if n := len(x.All); n != 1 || len(x.All[0].Calls) != 1 || !x.All[0].Killed.After(last) {
		t.Errorf("%d sockets", n)
	}
	if x.Program("server").Stderr != "late" || len(x.Program("client").Exits) != 1 {
		t.Error("what was printed, or the end, is not known")
	}
	if end := x.End.Sub(last); end < time.Second || end > time.Second+time.Millisecond {
		t.Errorf("the end is %v later", end)
	}
}

// What a program prints in pieces is known once, though a piece stands with the one before it and
// has a moment besides.
func TestPrinted(t *testing.T) {
	s := runtest.NewScript("")
	for _, text := range []string{"Traceback", ": x\n", "KeyError", ": 7\n"} {
		s.Call(capture.Call{Process: process("server"), Name: "write", FD: capture.Stderr, Data: []byte(text), Result: int64(len(text))})
	}
	p := of(s).Program("server")
	text := ""
	for _, c := range p.Errors {
		text += string(c.Data)
	}
	if want := "Traceback: x\nKeyError: 7\n"; p.Stderr != want || text != want || len(p.Prints) != 4 {
		t.Errorf("%q, %q, %d times", p.Stderr, text, len(p.Prints))
	}
}

// A call that waits stands once, where it has returned, and calls in the order in which they
// were made.
func TestCallsThatWait(t *testing.T) {
	s := runtest.NewScript("")
	at := netip.MustParseAddrPort("127.0.0.1:80")
	long := s.Enter(capture.Call{Process: process("server"), Name: "recv", Proto: capture.TCP, FD: 5, Local: at, Size: 9, Result: 2, Data: []byte("hi")})
	s.Call(capture.Call{Process: process("server"), Name: "getsockopt", Proto: capture.TCP, FD: 5, Local: at})
	s.Wait(time.Second)
	s.Return(long)
	short := s.Enter(capture.Call{Process: process("other"), Name: "recv", Proto: capture.TCP, FD: 5, Size: 9, Result: 2, Data: []byte("hi")})
	s.Call(capture.Call{Process: process("other"), Name: "getsockopt", Proto: capture.TCP, FD: 5})
	s.Return(short)
	last := s.Now()
	s.Call(capture.Call{Process: process("other"), Name: "close", Proto: capture.TCP, FD: 5})
	x := of(s)
	if calls := x.All[1].Calls; len(calls) != 3 || calls[0].Call != short || calls[1].Name != "getsockopt" {
		t.Errorf("%d calls, %s first", len(calls), calls[0].Name)
	}
	if !x.End.After(last) {
		t.Error("the end comes before the last call")
	}
	account, recv := x.All[0], long
	if len(account.Calls) != 2 || account.Calls[0].Call != recv || account.Calls[0].Moment.Kind != run.Return {
		t.Errorf("%+v", account.Calls)
	}
	if last := account.Last(capture.Receives); last == nil || last.Call != recv || account.Last(capture.Sends) != nil {
		t.Error("the last that receives is another")
	}
	if next := account.After(account.Calls[0], capture.Configures); next == nil || next.Name != "getsockopt" || account.After(*next, capture.Receives) != nil {
		t.Error("behind it stands another")
	}
}

// So does a call of which packets alone show that it waits.
func TestConnectWaits(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	for _, a := range of(h.Script).All {
		for _, c := range a.Calls {
			if c.Name == "connect" && c.Moment.Kind != run.Return {
				t.Errorf("it stands where it was made")
			}
		}
		if n := len(a.Calls); a.Process == "client" && n != 2 {
			t.Errorf("%d calls of the client", n)
		}
	}
}

// What calls have moved, a look at it not counted, and how often nothing came.
func TestMoved(t *testing.T) {
	s := runtest.NewScript("")
	does := func(name string, result, size int, change func(*capture.Call)) {
		c := capture.Call{Process: process("server"), Name: name, Proto: capture.TCP, FD: 5, Result: int64(result), Size: size}
		if change != nil {
			change(&c)
		}
		s.Call(c)
	}
	does("recv", 5, 9, nil)
	does("recv", 3, 9, func(c *capture.Call) { c.Args = capture.ParseArguments("recv", "MSG_PEEK") })
	does("recv", 0, 9, nil)
	does("recv", 0, 0, nil)
	does("recv", -1, 9, func(c *capture.Call) { c.Errno = "EAGAIN" })
	does("send", 7, 9, nil)
	does("send", -1, 9, func(c *capture.Call) { c.Errno = "EPIPE" })
	a := of(s).All[0]
	if a.Received() != 5 || a.Handed() != 7 || a.Empties() != 1 {
		t.Errorf("received %d, handed %d, empty %d times", a.Received(), a.Handed(), a.Empties())
	}
	if broken := a.BrokenPipe(); broken != &a.Calls[6] {
		t.Errorf("%v found nobody", broken)
	}
	for name, change := range map[string]func(*accounts.Call){
		"in a direction that was shut down": func(c *accounts.Call) { c.Moment = &run.Moment{Meets: run.Meets{Past: run.Past{ShutWrite: true}}} },
		"but another error":                 func(c *accounts.Call) { c.Call = &capture.Call{Name: "send", Errno: "EBADF"} },
		"but no call that sends":            func(c *accounts.Call) { c.Call = &capture.Call{Name: "recv", Errno: "EPIPE"} },
	} {
		if change(&a.Calls[6]); a.BrokenPipe() != nil {
			t.Errorf("%s: it found nobody", name)
		}
	}
}

// Who closes a socket: the program on a line of its own, or the end of it.
func TestCloses(t *testing.T) {
	s := runtest.NewScript("")
	for _, name := range []string{"recv", "exit"} {
		s.Call(capture.Call{Process: process("server"), Name: name, Proto: capture.TCP, FD: 0, Size: 9})
	}
	if of(s).All[0].Ending() == nil {
		t.Error("descriptor 0 has no end")
	}
	for name, tt := range map[string]struct {
		recv, close  int // their lines; -1: the call is not made
		closes, ends bool
	}{
		"on a line":       {7, 9, true, true},
		"on none":         {7, 0, false, true},
		"without lines":   {0, 0, true, true},
		"never":           {7, -1, false, false},
		"by its end":      {7, -2, false, true},
		"lines elsewhere": {0, 9, true, true},
	} {
		s := runtest.NewScript("")
		does := func(call string, line int) {
			c := capture.Call{Process: process("server"), Name: call, Proto: capture.TCP, FD: 5, Size: 9, Result: 1}
			c.Code.Line = line
			s.Call(c)
		}
		does("recv", tt.recv)
		switch {
		case tt.close == -2:
			does("exit", 0)
		case tt.close >= 0:
			does("close", tt.close)
		}
		a := of(s).All[0]
		if a.Closes() != tt.closes || (a.Ending() != nil) != tt.ends {
			t.Errorf("%s: closes %t, an end %t", name, a.Closes(), a.Ending() != nil)
		}
	}
}

// What has arrived of a stream is told up to a time, once, and not without a bound.
func TestPayload(t *testing.T) {
	at := time.Unix(1, 0)
	data := func(after time.Duration, text string, again bool) *run.Moment {
		m := &run.Moment{Time: at.Add(after), Facts: &facts.Facts{}, Observation: flow.Observation{Packet: &capture.Packet{Payload: []byte(text)}, Events: flow.Data}}
		if again {
			m.Facts.Again = &facts.Again{}
		}
		return m
	}
	all := []*run.Moment{data(0, "one", false), data(1, "one", true), data(2, "two", false), data(3, "three", false)}
	if got := accounts.Payload(all, at.Add(2)); string(got) != "onetwo" {
		t.Errorf("%q", got)
	}
	large := slices.Repeat([]*run.Moment{data(0, strings.Repeat("x", 4096), false)}, 20)
	if got := accounts.Payload(large, at); len(got) != 1<<16 {
		t.Errorf("%d octets", len(got))
	}
	if accounts.First(all[1:2], flow.Data) != nil || accounts.First(all, flow.Data) != all[0] || accounts.First(all, flow.FIN) != nil {
		t.Error("the first is another")
	}
}
