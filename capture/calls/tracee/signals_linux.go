//go:build linux && (amd64 || arm64)

package tracee

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Offsets in siginfo_t (sigaction(2)) as 64-bit processors have it.
const (
	sizeOfSignal = 128
	signalCode   = 8
	signalSender = 16
	byThread     = -6 // SI_TKILL
)

// Signal is what a program can know of a signal (siginfo_t, sigaction(2)). The zero value is one that
// the kernel has sent, or nobody knows who.
type Signal [sizeOfSignal]byte

// SignalOf returns what is known of the signal that a thread is stopped at; the zero value where it is gone.
func SignalOf(tid int) Signal {
	var s Signal
	if answer(unix.PTRACE_GETSIGINFO, tid, 0, unsafe.Pointer(&s)) != nil {
		return Signal{}
	}
	return s
}

// Sender returns the process that has sent it; 0: none has, as with the ^C of a terminal.
func (s *Signal) Sender() int {
	if code := s.code(); code != 0 && code != byThread {
		return 0
	}
	return int(binary.NativeEndian.Uint32(s[signalSender:]))
}

func (s *Signal) code() int32 {
	return int32(binary.NativeEndian.Uint32(s[signalCode:])) //nolint:gosec // an int of C
}

// PassOn gives a signal to the first thread of a process that has come to another one, and reports
// whether it has: that one is to go on without it. A signal to a process is the first thread's, as
// long as that takes it (kernel/signal.c: complete_signal); but one that is stopped by its tracer as
// the signal comes takes it off that thread. Programs can tell: Python heeds signals in its first
// thread alone, which would go on waiting. The first thread gets it as from the tracer, until Restore
// says from whom it is.
func PassOn(pid, tid int, signal syscall.Signal, s *Signal) bool {
	switch signal {
	case syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP:
	default:
		return false
	}
	if pid == tid || s.code() == byThread || !takes(pid, signal) {
		return false
	}
	return unix.Tgkill(pid, pid, signal) == nil
}

// Restore gives a thread that is stopped at a signal what was known of it when it came to the process.
func Restore(tid int, s *Signal) {
	_ = answer(unix.PTRACE_SETSIGINFO, tid, 0, unsafe.Pointer(s)) // a thread that was killed meanwhile is gone
}

// takes reports whether the first thread of a process is there, and does not block a signal:
// proc_pid_status(5).
func takes(pid int, signal syscall.Signal) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/status", pid, pid))
	if err != nil {
		return false
	}
	state, _ := field(status, "State")
	blocked, ok := field(status, "SigBlk")
	set, err := strconv.ParseUint(blocked, 16, 64)
	return ok && err == nil && state != "" && state[0] != 'Z' && state[0] != 'X' && set&(1<<(signal-1)) == 0
}

// field returns what stands behind a name in a status.
func field(status []byte, name string) (string, bool) {
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte(name+":")); ok {
			return string(bytes.TrimSpace(rest)), true
		}
	}
	return "", false
}
