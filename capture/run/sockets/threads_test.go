package sockets

import (
	"testing"
	"time"

	"wireladder/capture"
)

// Of the waits of a process so many are remembered and no more, however long it runs.
func TestWaitsAreBounded(t *testing.T) {
	t.Parallel()
	all := newThreads()
	server := capture.Process{PID: 1, Name: "server"}
	for n := range int64(3 * maxWaits) {
		all.enter(&capture.Call{Process: server, Thread: 7, Name: "recv", Proto: capture.TCP, Enter: time.Unix(n, 0), Exit: time.Unix(n, 1)})
	}
	if got := len(all.waiting[work{server, capture.TCP}]); got != maxWaits {
		t.Errorf("%d are remembered", got)
	}
}
