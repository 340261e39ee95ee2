package servers

import (
	"context"
	"errors"
	"syscall"
	"testing"
	"time"

	"wireladder/capture"
)

// Who watches a connection learns of what can be received, and of nothing before.
func TestAwaitInput(t *testing.T) {
	o := newTape(t)
	client, server := pair(t, program(t, ProgramOptions{Observer: o}))
	if came, err := client.AwaitInput(t.Context(), -1); came || err != nil {
		t.Errorf("before: %v, %v", came, err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errEnough)
	if came, err := client.AwaitInput(ctx, 0); came || !errors.Is(err, errEnough) {
		t.Errorf("cancelled: %v, %v", came, err)
	}
	calls := len(o.calls)
	for _, do := range []func() error{
		func() error { _, err := server.Send([]byte("data")); return err },
		func() error { _, err := client.Recv(10); return errors.Join(err, server.Close()) },
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
		if came, err := client.AwaitInput(t.Context(), 0); !came || err != nil {
			t.Errorf("then: %v, %v", came, err)
		}
	}
	if n := len(o.calls) - calls; n != 3 {
		t.Errorf("%d calls beside send, recv and close were reported", n-3)
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
