package tracee

import (
	"golang.org/x/sys/unix"
)

// auditArch names this processor to seccomp(2).
const auditArch = unix.AUDIT_ARCH_AARCH64

// foreignArch is the other kind of processor that programs may be for, and foreignCalls the
// number of the call that makes sockets there: socket(2).
const foreignArch = unix.AUDIT_ARCH_ARM

var foreignCalls = []uint32{281}

// ntPRStatus is the set of the general registers (ptrace(2), PTRACE_GETREGSET).
const ntPRStatus = 1

// syscallInstruction makes a system call: svc #0.
var syscallInstruction = []byte{0x01, 0x00, 0x00, 0xd4}

type registers = unix.PtraceRegsArm64

func getRegisters(tid int, r *registers) error { return unix.PtraceGetRegSetArm64(tid, ntPRStatus, r) }

func setRegisters(tid int, r *registers) error { return unix.PtraceSetRegSetArm64(tid, ntPRStatus, r) }

// call makes r those with which the instruction makes a call.
func call(r *registers, number uint64, args [5]uint64) {
	r.Regs[8] = number
	copy(r.Regs[:], args[:])
}

func result(r *registers) int64 { return int64(r.Regs[0]) } //nolint:gosec // as the kernel means it

func instructionAt(r *registers) uintptr { return uintptr(r.Pc) }

func stackAt(r *registers) uintptr { return uintptr(r.Sp) }

// setArgument changes an argument of a call that the tracee is about to make.
func setArgument(r *registers, i int, value uint64) { r.Regs[i] = value }

// numbered returns the address of the next instruction, and the registers by their numbers in DWARF
// (DWARF for the Arm 64-bit Architecture).
func numbered(r *registers) (pc uint64, values [32]uint64) {
	copy(values[:], r.Regs[:])
	values[31] = r.Sp
	return r.Pc, values
}
