//go:build linux && (amd64 || arm64)

package calls

import (
	"testing"

	"golang.org/x/sys/unix"
)

// What a thread reports that nobody knows is no reason to stop: one that is gone is remembered until the
// event comes that tells of it, and one that was killed is let go.
func TestUnknownThreads(t *testing.T) {
	const nobody = 1<<22 + 7 // above all ids (proc_sys_kernel, pid_max)
	const stopped, exited, killed = unix.WaitStatus(int(unix.SIGTRAP)<<8 | 0x7f), unix.WaitStatus(0), unix.WaitStatus(9)
	tr := newTracer(Options{}, &Program{living: map[int]bool{}})
	tr.take(nobody, stopped)
	if len(tr.threads) != 0 || len(tr.early) != 0 {
		t.Errorf("known are %v, %v", tr.threads, tr.early)
	}
	tr.take(nobody, exited)
	tr.take(nobody+1, killed)
	if len(tr.threads) != 0 || !tr.early[nobody] || !tr.early[nobody+1] {
		t.Errorf("known are %v, %v", tr.threads, tr.early)
	}
}
