package sequence

import (
	"testing"
	"time"
)

// A timer that backs off waits about twice as long.
func TestDoubled(t *testing.T) {
	for now, want := range map[int]bool{100: false, 169: false, 171: true, 200: true, 239: true, 240: false} {
		if got := doubled(100*time.Millisecond, time.Duration(now)*time.Millisecond); got != want {
			t.Errorf("%d ms after 100 ms: %t", now, got)
		}
	}
	if doubled(0, 0) || doubled(0, 5) {
		t.Error("nothing came before")
	}
}
