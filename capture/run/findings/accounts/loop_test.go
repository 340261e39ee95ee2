package accounts_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
)

// Of a program that goes round a loop without an end it is known how often it has received
// nothing, though not all of its calls are kept.
func TestLoop(t *testing.T) {
	x, k := accounts.New(), &run.Socket{Process: "server", Proto: capture.TCP, FD: 4}
	call := func(name string, result int64) {
		c := &capture.Call{Process: process("server"), Name: name, Proto: capture.TCP, FD: 4, Size: 9, Result: result, Enter: time.Unix(1, 0), Exit: time.Unix(2, 0)}
		x.Add(&run.Moment{Kind: run.Call, Call: c, Socket: k, Entry: capture.Entry{Call: c}, Facts: run.NoFacts()})
	}
	const rounds = 100_000
	for range rounds {
		call("select", 1)
		call("recv", 0)
	}
	call("recv", 5)
	call("send", 5)
	if !x.Close() {
		t.Fatal("it is taken for too long")
	}
	s := x.Of[k]
	if n := len(x.Moments); n != 4002 || s.Empties() != rounds || s.Received() != 5 || s.Handed() != 5 {
		t.Errorf("%d moments, %d empties, received %d, sent %d", n, s.Empties(), s.Received(), s.Handed())
	}
}

// A loop has up to eight calls; what each time is another thing is none.
func TestNoLoop(t *testing.T) {
	for round, kept := range map[int]int{8: 4000, 9: 5000} {
		x, k := accounts.New(), &run.Socket{Process: "server", Proto: capture.TCP, FD: 4}
		for i := range 5000 {
			c := &capture.Call{Process: process("server"), Name: "recv", Proto: capture.TCP, FD: 4, Size: 9, Result: int64(i%round + 1), Data: []byte{byte(i % round)}}
			x.Add(&run.Moment{Kind: run.Call, Call: c, Socket: k, Entry: capture.Entry{Call: c}, Facts: run.NoFacts()})
		}
		if x.Close(); len(x.Moments) != kept {
			t.Errorf("of %d calls a round %d are kept", round, len(x.Moments))
		}
	}
}

// Nor is what makes or ends a socket, or tells of a program.
func TestWhatIsKept(t *testing.T) {
	k := &run.Socket{Process: "server", Proto: capture.TCP, FD: 4}
	for name, change := range map[string]func(m *run.Moment){
		"waits":   func(m *run.Moment) { m.Kind = run.Enter },
		"born":    func(m *run.Moment) { m.Born = k },
		"closes":  func(m *run.Moment) { m.Closes = true },
		"ends":    func(m *run.Moment) { m.Call.Name = "exit" },
		"signals": func(m *run.Moment) { m.Call.Name = "signal" },
	} {
		x := accounts.New()
		for range 4010 {
			c := &capture.Call{Process: process("server"), Name: "recv", Proto: capture.TCP, FD: 4, Size: 9}
			m := &run.Moment{Kind: run.Call, Call: c, Socket: k, Entry: capture.Entry{Call: c}, Facts: run.NoFacts()}
			change(m)
			x.Add(m)
		}
		if len(x.Moments) != 4010 {
			t.Errorf("%s: %d are kept", name, len(x.Moments))
		}
	}
}
