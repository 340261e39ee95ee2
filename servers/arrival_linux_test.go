package servers

import (
	"context"
	"errors"
	"testing"
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
