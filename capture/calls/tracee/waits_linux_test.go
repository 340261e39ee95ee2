//go:build linux && (amd64 || arm64)

package tracee

import (
	"errors"
	"runtime"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// A tracer that has been busy for a while lets other goroutines go on.
func TestWaitsYields(t *testing.T) {
	runtime.LockOSThread() // it has no children
	defer runtime.UnlockOSThread()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var others atomic.Bool
	go others.Store(true)
	for range 2 { // now and then Go has the goroutine go on that yields
		w := Waits{taken: many}
		if _, _, err := w.Next(); !errors.Is(err, unix.ECHILD) {
			t.Fatalf("error %v", err)
		}
	}
	if !others.Load() {
		t.Error("others wait")
	}
}
