package tracee

import "golang.org/x/sys/unix"

// auditArch names this processor to seccomp(2).
const auditArch = unix.AUDIT_ARCH_X86_64

// foreignArch is the other kind of processor that programs may be for, and foreignCalls the
// numbers of the calls that make sockets there: socketcall(2) and socket(2).
const foreignArch = unix.AUDIT_ARCH_I386

var foreignCalls = []uint32{102, 359}

// syscallInstruction makes a system call.
var syscallInstruction = []byte{0x0f, 0x05}

type registers = unix.PtraceRegs

func getRegisters(tid int, r *registers) error { return unix.PtraceGetRegs(tid, r) }

func setRegisters(tid int, r *registers) error { return unix.PtraceSetRegs(tid, r) }

// call makes r those with which the instruction makes a call.
func call(r *registers, number uint64, args [5]uint64) {
	r.Rax, r.Orig_rax = number, ^uint64(0)
	r.Rdi, r.Rsi, r.Rdx, r.R10, r.R8 = args[0], args[1], args[2], args[3], args[4]
}

func result(r *registers) int64 { return int64(r.Rax) } //nolint:gosec // as the kernel means it

func instructionAt(r *registers) uintptr { return uintptr(r.Rip) }

func stackAt(r *registers) uintptr { return uintptr(r.Rsp) }

// setArgument changes an argument of a call that the tracee is about to make.
func setArgument(r *registers, i int, value uint64) {
	*[]*uint64{&r.Rdi, &r.Rsi, &r.Rdx, &r.R10, &r.R8, &r.R9}[i] = value
}

// numbered returns the address of the next instruction, and the registers by their numbers in DWARF
// (System V ABI, AMD64, 3.6.2).
func numbered(r *registers) (pc uint64, values [32]uint64) {
	copy(values[:], []uint64{r.Rax, r.Rdx, r.Rcx, r.Rbx, r.Rsi, r.Rdi, r.Rbp, r.Rsp, r.R8, r.R9, r.R10, r.R11, r.R12, r.R13, r.R14, r.R15})
	return r.Rip, values
}
