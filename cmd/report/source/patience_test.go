package source_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"wireladder/cmd/report/source"
)

// What was read when the user ended the reading is painted for a while.
func TestPatience(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	before := source.GoOn(ctx, time.Hour)
	if err := before(); err != nil {
		t.Error(err)
	}
	cancel()
	if err := before(); !errors.Is(err, source.ErrInterrupted) {
		t.Errorf("painting goes on: %v", err)
	}
	if err := source.GoOn(ctx, time.Hour)(); err != nil {
		t.Errorf("what was read is not painted: %v", err)
	}
	if err := source.GoOn(ctx, -time.Second)(); !errors.Is(err, source.ErrInterrupted) {
		t.Errorf("it is painted for ever: %v", err)
	}
}
