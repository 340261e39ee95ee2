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
