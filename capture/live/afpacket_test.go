//go:build !cgo && linux

package live

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"wireladder/capture/netns/netnstest"
)

// An interface that goes down while it is captured ends the capture. (libpcap
// goes on, and waits for it to come up again.)
func TestLiveInterfaceGoesDown(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	live := opened(t, Options{})
	netnstest.SetLoopback(t, false)
	for range 500 {
		_, err := live.Next()
		if err == nil || errors.Is(err, ErrTimeout) {
			continue
		}
		if !errors.Is(err, unix.ENETDOWN) || !strings.Contains(err.Error(), `"lo"`) {
			t.Error(err)
		}
		return
	}
	t.Error("Next does not tell that the interface is down")
}

// Counts that the kernel forgets when they are read are added up.
func TestPacketLiveCountsReceivedExactly(t *testing.T) {
	if !netnstest.Inside(t) {
		return
	}
	live, from, to := opened(t, Options{BufferSize: 1}), socket(t), socket(t)
	lost := uint64(0)
	for round := range uint64(3) {
		for range 100 {
			send(t, from, address(to), make([]byte, 60000))
		}
		got := len(readAll(t, live))
		drops, err := live.Drops()
		if err != nil || drops.Kernel <= lost || drops.Received < 100*(round+1) {
			t.Fatalf("round %d: %d packets, %+v, error %v", round, got, drops, err)
		}
		lost = drops.Kernel
	}
}
