package scenario

import (
	"errors"
	"testing"
	"testing/synctest"
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
