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

// PassOn gives a signal to the first thread of a process that has come to another one, and reports
// whether it has: that one is to go on without it. A signal to a process is the first thread's, as
// long as that takes it (kernel/signal.c: complete_signal); but one that is stopped by its tracer as
// the signal comes takes it off that thread. Programs can tell: Python heeds signals in its first
// thread alone, which would go on waiting.
func PassOn(pid, tid int, signal syscall.Signal) bool {
	switch signal {
	case syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP:
	default:
		return false
	}
	if pid == tid || !isForProcess(tid) || !takes(pid, signal) {
		return false
	}
	return unix.Tgkill(pid, pid, signal) == nil
}

// isForProcess reports whether the signal that a thread is stopped at was sent to its process, and not
// to the thread.
func isForProcess(tid int) bool {
	var info [sizeOfSignal]byte
	if answer(unix.PTRACE_GETSIGINFO, tid, 0, unsafe.Pointer(&info)) != nil {
		return false
	}
	code := int32(binary.NativeEndian.Uint32(info[signalCode:])) //nolint:gosec // an int of C
	return code != byThread
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
