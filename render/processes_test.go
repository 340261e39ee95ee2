package render_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/runtest"
)

// One of two processes that share a socket is named where it alone closes it, and where it
// ends; and an end that closes several sockets is told once.
func TestProcessesAreNamed(t *testing.T) {
	s := runtest.NewScript("")
	call := func(pid int, name string, fd int, shared bool, result int64) {
		c := s.Enter(capture.Call{Proto: capture.TCP, FD: fd, Name: name, Shared: shared, Result: result})
		c.Process = capture.Process{PID: pid, Name: "server"}
		if c.Inode = uint64(100 + fd); name == "socket" { //nolint:gosec // a few
			c.Inode, c.Born = 0, uint64(100+result) //nolint:gosec // a few
		}
		s.Return(c)
	}
	call(7, "socket", -1, false, 3)
	call(7, "socket", -1, false, 4)
	call(8, "close", 3, true, 0)
	call(7, "close", 4, true, 0)
	call(8, "exit", 4, true, 0)
	call(7, "exit", 3, false, 1)
	call(7, "exit", 4, false, 1)
	want := []string{"socket() = fd 3", "socket() = fd 4", "child: close()", "close()", "child exits with 0", "exits with 1", "closed by that"}
	steps := ladder(t, s.Recording()).Steps
	if len(steps) != len(want) {
		t.Fatalf("%d steps, want %d", len(steps), len(want))
	}
	for i := range steps {
		if got := steps[i].Labels[0]; got != want[i] {
			t.Errorf("step %d: %q, want %q", i, got, want[i])
		}
	}
}
