package render_test

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// interrupted returns what was recorded of a connection whose SYN-ACK is lost
// when the run is ended there: the sockets of these numbers wait in connect(),
// which tells no address before it returns.
func interrupted(fds ...int) *capture.Recording {
	rec := runtest.LostSYNACK()
	end := slices.IndexFunc(rec.Entries, func(e capture.Entry) bool { return e.Delivery != nil && e.Delivery.Lost })
	at := slices.IndexFunc(rec.Entries, func(e capture.Entry) bool { return e.Call != nil && e.Call.Name == "connect" })
	connects := make([]capture.Entry, len(fds))
	for i, fd := range fds {
		c := *rec.Entries[at].Call
		c.FD, c.Local, c.Exit = fd, netip.AddrPort{}, time.Time{}
		connects[i].Call = &c
	}
	rec.Entries = slices.Replace(rec.Entries[:end+1], at, at+1, connects...)
	return rec
}

// A SYN belongs to the one socket whose connect() waits; of two, nobody knows.
func TestUnreturnedConnect(t *testing.T) {
	for _, c := range []struct {
		fds  []int
		want int
	}{{[]int{4}, 4}, {[]int{4, 5}, -1}} {
		l := ladder(t, interrupted(c.fds...))
		from := l.Lifelines[message(t, l, 1).From]
		if from.FD != c.want || from.Local.Port() != 50001 {
			t.Errorf("sockets %v: the SYN is sent by %+v", c.fds, from)
		}
	}
}

// A call that never returned, because its process was ended, waits no longer than that.
func TestUnreturnedCallEnds(t *testing.T) {
	rec := interrupted(4)
	call := func(name string, fd int) capture.Entry {
		now := time.Now()
		return capture.Entry{Call: &capture.Call{
			Process: capture.Process{Name: "client"}, Name: name, Proto: capture.TCP, FD: fd, Enter: now, Exit: now, Result: -1, Args: capture.Arguments{Signal: "SIGKILL"},
		}}
	}
	for i := range rec.Entries {
		if c := rec.Entries[i].Call; c != nil && c.Process.Name == "client" {
			c.Process = capture.Process{Name: "client"}
		}
	}
	rec.Entries = append(rec.Entries, call("exit", 4))
	l := ladder(t, rec)
	if len(l.Bars) == 0 {
		t.Fatal("nobody waits")
	}
	for _, b := range l.Bars {
		if l.Lifelines[b.Lifeline].FD == 4 && b.To < 0 {
			t.Errorf("%+v still waits", b)
		}
	}
}
