//go:build linux && (amd64 || arm64)

// Package tracee does to a traced process what ptrace(2) can: it takes hold of it, installs a
// filter of system calls in it, and reads what it is stopped at.
package tracee

import (
	"errors"
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// options of ptrace(2) for every tracee.
const seizeOptions = unix.PTRACE_O_TRACESECCOMP | unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_TRACEFORK | unix.PTRACE_O_TRACEVFORK |
	unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACEEXEC | unix.PTRACE_O_TRACEEXIT | unix.PTRACE_O_EXITKILL

// WaitStopped returns when a child has stopped, by that signal.
func WaitStopped(pid int, by syscall.Signal) error {
	var status unix.WaitStatus
	for {
		_, err := unix.Wait4(pid, &status, unix.WALL|unix.WUNTRACED, nil)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return fmt.Errorf("wait4: %w", err)
		case !status.Stopped():
			return fmt.Errorf("it ended before it began: status %#x", uint32(status))
		case status.StopSignal() == by:
			return nil
		}
		if err := Request(unix.PTRACE_CONT, pid, 0, uintptr(status.StopSignal())); err != nil {
			return err
		}
	}
}

// Wait waits for something that a thread of a tracee reports: wait4(2), with further options.
func Wait(options int) (tid int, status unix.WaitStatus, err error) {
	r, _, errno := unix.Syscall6(unix.SYS_WAIT4, ^uintptr(0), uintptr(unsafe.Pointer(&status)), uintptr(unix.WALL|unix.WNOTHREAD|options), 0, 0, 0)
	if errno != 0 {
		return 0, 0, errno
	}
	return int(r), status, nil //nolint:gosec // a process id
}

// Seize makes us the tracer of a program that is stopped by PTRACE_TRACEME, in the way
// in which stop signals go on meaning what they mean (ptrace(2), PTRACE_SEIZE). It stays
// stopped, by SIGSTOP.
func Seize(pid int) error {
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		return err
	}
	if err := Request(unix.PTRACE_DETACH, pid, 0, 0); err != nil {
		return err
	}
	if err := WaitStopped(pid, syscall.SIGSTOP); err != nil {
		return err
	}
	return Request(unix.PTRACE_SEIZE, pid, 0, seizeOptions)
}

// Request makes a request of ptrace(2).
func Request(request, tid int, address, data uintptr) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), address, data, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// answer is Request for one that writes to data. The stack may move whenever a function is
// called: only in a system call itself a pointer may be made a number (package unsafe, 4).
func answer(request, tid int, address uintptr, data unsafe.Pointer) error {
	_, _, errno := unix.RawSyscall6(unix.SYS_PTRACE, uintptr(request), uintptr(tid), address, uintptr(data), 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// Kinds of stops that PTRACE_GET_SYSCALL_INFO tells of (ptrace(2)).
const (
	AtEntry  = 1
	AtExit   = 2
	AtFilter = 3
)

// Information is struct ptrace_syscall_info (ptrace(2)).
type Information struct {
	Op   uint8 // AtEntry, AtExit or AtFilter
	_    [3]uint8
	arch uint32 // the kind of processor, as seccomp(2) names it
	_    uint64 // the instruction
	_    uint64 // the stack
	Data [8]uint64
}

// InformationOf returns what the kernel tells of the system call that a thread is in.
func InformationOf(tid int) (Information, error) {
	var info Information
	err := answer(unix.PTRACE_GET_SYSCALL_INFO, tid, unsafe.Sizeof(info), unsafe.Pointer(&info))
	return info, err
}

// IsForeign reports whether the call is one of another kind of processor than ours: of a
// program of 32 bits. Its number means another call.
func (i *Information) IsForeign() bool { return i.arch != auditArch }

// Call returns the number of the system call that begins, and its arguments.
func (i *Information) Call() (number uint64, args [6]uint64) {
	return i.Data[0], [6]uint64(i.Data[1:7])
}

// Result returns what the system call that ends returns; a negative errno if it fails.
func (i *Information) Result() int64 { return int64(i.Data[0]) } //nolint:gosec // as the kernel means it

// SetArgument changes an argument of the call that a thread is about to make.
func SetArgument(tid, i int, value uint64) error {
	var r registers
	if err := getRegisters(tid, &r); err != nil {
		return err
	}
	setArgument(&r, i, value)
	return setRegisters(tid, &r)
}

// RegistersOf returns the address of the next instruction of a thread, and its registers by their
// numbers in DWARF.
func RegistersOf(tid int) (pc uint64, values [32]uint64, err error) {
	var r registers
	if err = getRegisters(tid, &r); err == nil {
		pc, values = numbered(&r)
	}
	return pc, values, err
}

// Poke writes octets into the memory of a thread, and reports whether it could.
func Poke(tid int, at uint64, b []byte) bool {
	n, err := unix.PtracePokeData(tid, uintptr(at), b)
	return err == nil && n == len(b)
}
