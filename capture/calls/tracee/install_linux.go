//go:build linux && (amd64 || arm64)

package tracee

import (
	"encoding/binary"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// below is how far below the stack pointer a filter is put: the kernel has more memory
// than that there when a program begins (131,072 octets, setup_arg_pages).
const below = 64 << 10

// Install has a program that is held at its first instruction make two calls of ours:
// it gives up gaining rights (PR_SET_NO_NEW_PRIVS), without which only root may filter,
// and filters its own calls. Its registers and its code are as before then.
func (f Filter) Install(pid int) error {
	var before registers
	if err := getRegisters(pid, &before); err != nil {
		return err
	}
	code := make([]byte, len(syscallInstruction))
	at := instructionAt(&before)
	if _, err := unix.PtracePeekText(pid, at, code); err != nil {
		return fmt.Errorf("read its code: %w", err)
	}
	if _, err := unix.PtracePokeText(pid, at, syscallInstruction); err != nil {
		return fmt.Errorf("write its code: %w", err)
	}
	err := f.installHere(pid, &before)
	if _, failed := unix.PtracePokeText(pid, at, code); err == nil {
		err = failed
	}
	if failed := setRegisters(pid, &before); err == nil {
		err = failed
	}
	return err
}

// installHere is Install at an instruction that makes a system call.
func (f Filter) installHere(pid int, before *registers) error {
	program := f.program()
	instructions := encode(program)
	place := (stackAt(before) - below) &^ 15
	head := make([]byte, 16) // struct sock_fprog
	binary.NativeEndian.PutUint16(head, uint16(len(program)))
	binary.NativeEndian.PutUint64(head[8:], uint64(place)+16)
	if _, err := unix.PtracePokeData(pid, place, append(head, instructions...)); err != nil {
		return fmt.Errorf("write below its stack: %w", err)
	}
	if err := inject(pid, before, unix.SYS_PRCTL, [5]uint64{unix.PR_SET_NO_NEW_PRIVS, 1}); err != nil {
		return fmt.Errorf("prctl: %w", err)
	}
	if err := inject(pid, before, unix.SYS_SECCOMP, [5]uint64{unix.SECCOMP_SET_MODE_FILTER, 0, uint64(place)}); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return nil
}

// inject has a tracee make one system call.
func inject(pid int, before *registers, number uint64, args [5]uint64) error {
	r := *before
	call(&r, number, args)
	if err := setRegisters(pid, &r); err != nil {
		return err
	}
	if err := unix.PtraceSingleStep(pid); err != nil {
		return err
	}
	if err := WaitStopped(pid, syscall.SIGTRAP); err != nil {
		return err
	}
	if err := getRegisters(pid, &r); err != nil {
		return err
	}
	if n := result(&r); n < 0 {
		return unix.Errno(-n) //nolint:gosec // an errno
	}
	return nil
}
