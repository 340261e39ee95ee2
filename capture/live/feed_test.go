package live

import (
	"errors"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"wireladder/capture"
)

// endless is a capture that has been busy for a turn whenever it returns.
type endless struct{ Capture }

func (endless) Next() (*capture.Packet, error) {
	end := time.Now().Add(turn)
	for time.Now().Before(end) {
		continue
	}
	return nil, ErrTimeout
}

// A feed that has been busy for a while lets other goroutines go on.
func TestFeedYields(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var others atomic.Bool
	go others.Store(true)
	feed := UntilSentinel(endless{}, nil)
	for range 3 { // now and then Go has the goroutine go on that yields
		if _, err := feed.Next(); !errors.Is(err, ErrTimeout) {
			t.Fatalf("error %v", err)
		}
	}
	if !others.Load() {
		t.Error("others wait")
	}
}
