package scenario

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// A wire that passes nothing on does not keep anybody waiting for ever.
func TestStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		opts := DefaultOptions()
		opts.Wire = &WireOptions{Loss: 100}
		st := newStage(t.Context(), opts, NewMonitor())
		err := st.play(func(st *stage) error { return st.await(made("server", "accept", 1)) })
		if !errors.Is(err, ErrStuck) {
			t.Errorf("%v", err)
		}
		if err := st.stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
}

// Who has come to an end need not wait until it would be stuck.
func TestNotStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		opts := DefaultOptions()
		opts.Wire = &WireOptions{}
		st, began := newStage(t.Context(), opts, NewMonitor()), time.Now()
		err := errors.Join(st.play(func(*stage) error { return nil }), st.stop())
		if waited := time.Since(began); err != nil || waited > 0 {
			t.Errorf("%v after %v", err, waited)
		}
	})
}
