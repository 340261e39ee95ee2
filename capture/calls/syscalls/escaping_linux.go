//go:build linux && (amd64 || arm64)

package syscalls

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/tracee"
)

// beginClone is for clone(2). A child that nobody may trace (CLONE_UNTRACED) would have its
// parent's filter and no tracer, and its socket calls would fail with ENOSYS: it is traced.
func beginClone(s *Stop) *capture.Call {
	if s.args[0]&unix.CLONE_UNTRACED != 0 {
		_ = tracee.SetArgument(s.Thread, 0, s.args[0]&^unix.CLONE_UNTRACED) // else it is as above
	}
	return nil
}

// beginClone3 is beginClone for clone3(2), whose first argument leads to the flags.
func beginClone3(s *Stop) *capture.Call {
	b := s.memory().Bytes(s.args[0], 8)
	if len(b) < 8 {
		return nil
	}
	if flags := binary.NativeEndian.Uint64(b); flags&unix.CLONE_UNTRACED != 0 {
		binary.NativeEndian.PutUint64(b, flags&^unix.CLONE_UNTRACED)
		tracee.Poke(s.Thread, s.args[0], b)
	}
	return nil
}

// beginRing is for io_uring_setup(2).
func beginRing(s *Stop) *capture.Call {
	s.Restrict(Ring)
	return nil
}

// beginPtrace is for ptrace(2): a child asks to be traced, and is.
func beginPtrace(s *Stop) *capture.Call {
	if s.args[0] == unix.PTRACE_TRACEME {
		s.Restrict(NoTracer)
	}
	return nil
}
