package accounts_test

import (
	"net/netip"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/runtest"
)

// begun is when the calls of a table begin, and a second how long they take.
var begun = time.Unix(10, 0)

// took returns a call on descriptor 5 that has begun after so many seconds, and has taken so
// long; 0: it has not returned.
func took(after int, d time.Duration, name, errno, args string) accounts.Call {
	c := &capture.Call{Name: name, Proto: capture.TCP, FD: 5, Size: 9, Errno: errno, Enter: begun.Add(time.Duration(after) * time.Second)}
	c.Args = capture.ParseArguments(name, args)
	if d > 0 {
		c.Exit = c.Enter.Add(d)
	}
	return accounts.Call{Call: c}
}

// Who waits in vain: the last call that would receive something, and did not.
func TestInVain(t *testing.T) {
	const others, reads, ready = "9, {8}, NULL, NULL, NULL", "9, {5}, NULL, NULL, NULL", "9, {5}, NULL, NULL, NULL; ready: {5}"
	for name, tt := range map[string]struct {
		calls []accounts.Call
		want  int // which of them; -1: none
	}{
		"none":                          {nil, -1},
		"for ever":                      {[]accounts.Call{took(1, 0, "recv", "", "")}, 0},
		"until its time was over":       {[]accounts.Call{took(1, time.Second, "recv", "EAGAIN", "")}, 0},
		"for as long as is a wait":      {[]accounts.Call{took(1, 20*time.Millisecond, "recv", "EAGAIN", "")}, 0},
		"not for long":                  {[]accounts.Call{took(1, 19*time.Millisecond, "recv", "EAGAIN", "")}, -1},
		"not for long: nobody is there": {[]accounts.Call{took(1, time.Millisecond, "recv", "ECONNREFUSED", "")}, 0},
		"until something came":          {[]accounts.Call{took(1, time.Second, "recv", "", "")}, -1},
		"to send":                       {[]accounts.Call{took(1, 0, "send", "", "")}, -1},
		"in select":                     {[]accounts.Call{took(1, time.Second, "select", "", reads)}, 0},
		"in select, for others":         {[]accounts.Call{took(1, time.Second, "select", "", others)}, -1},
		"in select, and it was ready":   {[]accounts.Call{took(1, time.Second, "select", "", ready)}, -1},
		"in select, and a signal came":  {[]accounts.Call{took(1, time.Second, "select", "EINTR", reads)}, 0},
		"before that":                   {[]accounts.Call{took(-3, 2*time.Second, "recv", "EAGAIN", "")}, -1},
		"at that time, still":           {[]accounts.Call{took(-3, 3*time.Second, "recv", "EAGAIN", "")}, 0},
		"twice":                         {[]accounts.Call{took(1, time.Second, "recv", "EAGAIN", ""), took(3, 0, "recv", "", "")}, 1},
		"twice, the later one first":    {[]accounts.Call{took(3, 0, "recv", "", ""), took(1, time.Second, "recv", "EAGAIN", "")}, 0},
		"and then something came":       {[]accounts.Call{took(1, time.Second, "recv", "EAGAIN", ""), took(3, time.Second, "recv", "", "")}, 0},
	} {
		var want *capture.Call
		if tt.want >= 0 {
			want = tt.calls[tt.want].Call
		}
		if got := (&accounts.Account{Socket: socketFive(), Calls: tt.calls}).InVain(begun); got != want {
			t.Errorf("%s: %v", name, got)
		}
		if got := (&accounts.Account{Socket: socketFive(), Asides: tt.calls}).InVain(begun); got != want {
			t.Errorf("%s, by its interpreter: %v", name, got)
		}
	}
}

// When something was heard, and done first.
func TestWhen(t *testing.T) {
	s := &accounts.Account{Calls: []accounts.Call{
		took(0, time.Second, "bind", "EADDRINUSE", ""), took(1, time.Second, "bind", "", ""), took(2, time.Second, "bind", "", ""),
		took(3, time.Second, "recv", "", ""), took(5, time.Second, "recv", "EAGAIN", ""),
	}}
	if at, ok := s.When(capture.Binds); !ok || !at.Equal(begun.Add(time.Second)) {
		t.Errorf("bound: %v, at %v", ok, at)
	}
	if _, ok := s.When(capture.Sends); ok {
		t.Error("it has sent nothing")
	}
	if !s.Heard(begun.Add(3*time.Second)) || s.Heard(begun.Add(4*time.Second)) {
		t.Error("it has heard something until the fourth second, and not since then")
	}
}

// Calls that an interpreter makes by itself: where it waits they belong to the socket that it
// waits for, the last one of its program with that number.
func TestAsides(t *testing.T) {
	s := runtest.NewScript("")
	does := func(who, name string, fd int, proto capture.Protocol, change func(*capture.Call)) {
		c := capture.Call{Process: process(who), Name: name, Proto: proto, FD: fd, Size: 9, Result: 1}
		if change != nil {
			change(&c)
		}
		s.Call(c)
	}
	aside := func(name, args string) func(*capture.Call) {
		return func(c *capture.Call) { c.Aside, c.Args = true, capture.ParseArguments(name, args) }
	}
	for range 2 {
		does("server", "recv", 5, capture.TCP, nil)
		does("server", "close", 5, capture.TCP, nil)
	}
	does("server", "recv", 6, capture.TCP, nil)
	does("client", "recv", 5, capture.TCP, nil)
	does("server", "poll", -1, capture.TCP, aside("poll", "{5}, NULL, 900"))
	does("server", "poll", -1, capture.UDP, aside("poll", "{5}, NULL, 900"))
	does("server", "getsockopt", 5, capture.TCP, aside("getsockopt", "SOL_SOCKET, SO_ERROR, 0"))
	for _, to := range []string{"127.0.0.1:80", "10.0.0.1:53", "10.0.0.2:53"} {
		does("server", "connect", 7, capture.UDP, aside("connect", to))
		does("client", "connect", 5, capture.TCP, func(c *capture.Call) { c.Args = capture.ParseArguments("connect", to) })
	}
	does("client", "exit", -1, capture.Undecoded, func(c *capture.Call) { c.Args = capture.Arguments{Signal: "SIGKILL", By: "wireladder"} })
	does("server", "poll", -1, capture.TCP, aside("poll", "{5}, NULL, 900"))
	x := of(s)
	var got []int
	for _, a := range x.All {
		got = append(got, len(a.Asides))
	}
	if len(got) != 4 || got[0] != 0 || got[1] != 1 || got[2] != 0 || got[3] != 0 {
		t.Errorf("asides %v", got)
	}
	for _, name := range x.Names() {
		if at := x.Program(name).Outside; at != netip.MustParseAddrPort("10.0.0.1:53") {
			t.Errorf("%s has looked for %v", name, at)
		}
	}
}

// socketFive returns a socket with descriptor 5.
func socketFive() *run.Socket { return &run.Socket{Process: "server", Proto: capture.TCP, FD: 5} }

// The next call that does something is made later; others at the same time stand beside.
func TestAfter(t *testing.T) {
	names := []string{"recv", "send", "recv", "recv", "send", "send", "recv"}
	s := &accounts.Account{}
	for i, second := range []int64{1, 1, 1, 2, 4, 4, 5} {
		s.Calls = append(s.Calls, accounts.Call{Call: &capture.Call{Name: names[i], Enter: time.Unix(second, 0)}})
	}
	for _, tt := range []struct {
		behind int64 // when that is
		does   capture.Doing
		want   int // the number of the call; -1: none
	}{
		{0, capture.Receives, 0},
		{0, capture.Sends, 1},
		{1, capture.Receives, 3},
		{1, capture.Sends, 4},
		{3, capture.Receives, 6},
		{4, capture.Sends, -1},
		{5, capture.Receives, -1},
	} {
		var want *accounts.Call
		if tt.want >= 0 {
			want = &s.Calls[tt.want]
		}
		if got := s.After(accounts.Call{Call: &capture.Call{Enter: time.Unix(tt.behind, 0)}}, tt.does); got != want {
			t.Errorf("behind %d: %+v, not call %d", tt.behind, got, tt.want)
		}
	}
}
