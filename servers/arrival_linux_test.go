package servers

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"wireladder/capture"
)

// Who watches a connection learns of its end, and of nothing before.
func TestWatchEnd(t *testing.T) {
	o := newTape(t)
	client, server := pair(t, program(t, ProgramOptions{Observer: o}))
	if _, err := server.Send([]byte("no end")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errEnough)
	if err := client.WatchEnd(ctx); !errors.Is(err, errEnough) {
		t.Errorf("without an end: %v", err)
	}
	calls := len(o.calls)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := client.WatchEnd(t.Context()); err != nil {
		t.Errorf("at the end: %v", err)
	}
	if n := len(o.calls) - calls; n != 1 {
		t.Errorf("%d calls beside close were reported", n-1)
	}
}

// A connect whose time is over returns EINPROGRESS (socket(7), SO_SNDTIMEO): the
// SYN was dropped, as the queue of the listening socket is full.
func TestConnectTimeout(t *testing.T) {
	o := newTape(t)
	p := program(t, ProgramOptions{Observer: o})
	door := bound(t, p, capture.TCP) // listens for 1, and so has room for 2
	var err error
	for n := 0; err == nil && n < 3; n++ {
		var s *Socket
		if s, err = p.Socket(capture.TCP, loopback.Addr()); err == nil {
			err = errors.Join(s.SetSendTimeout(50*time.Millisecond), s.Connect(door.LocalAddr()))
		}
	}
	if !errors.Is(err, syscall.EINPROGRESS) {
		t.Errorf("the third connect: %v", err)
	}
	if n := o.count("program", "connect"); n != 3 {
		t.Errorf("%d calls of connect", n)
	}
}
