//go:build linux && (amd64 || arm64)

package tracee

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// Offsets in struct seccomp_data (seccomp(2)).
const (
	dataNumber = 0
	dataArch   = 4
	dataFirst  = 16 // the low half of the first argument, little endian
)

// Descriptors that every process has (stdin(3)): calls on them are of no interest, but for
// what is written to the last two.
const (
	lastStandard = 2
	stdin        = 0
)

// Filter says at which system calls a tracee stops, by their numbers.
type Filter struct {
	Sockets []uint32 // always
	Files   []uint32 // where the first argument is no descriptor of stdin, stdout or stderr
	Writes  []uint32 // where it is not that of stdin
}

// program returns the filter as seccomp(2) takes it: all other calls are let through.
func (f *Filter) program() []unix.SockFilter {
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	ret := func(action uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action}
	}
	jump := func(op uint16, k uint32, yes, no int) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | op | unix.BPF_K, Jt: uint8(yes), Jf: uint8(no), K: k} //nolint:gosec // a few
	}
	// Load the kind of processor. Another one: trace the calls that make sockets, so that it
	// can be said that they are not understood. Ours, and one of the socket calls: trace.
	// One that writes, or that is made on any file: look at its first argument. Any other:
	// allow.
	all := []unix.SockFilter{load(dataArch), jump(unix.BPF_JEQ, auditArch, len(foreignCalls)+4, 0), jump(unix.BPF_JEQ, foreignArch, 0, len(foreignCalls)+1), load(dataNumber)}
	for i, number := range foreignCalls {
		all = append(all, jump(unix.BPF_JEQ, number, len(foreignCalls)-i, 0))
	}
	all = append(all, ret(unix.SECCOMP_RET_ALLOW), ret(unix.SECCOMP_RET_TRACE), load(dataNumber))
	others := len(f.Sockets) + len(f.Files) + len(f.Writes)
	allow := len(all) + others
	looks := []unix.SockFilter{
		ret(unix.SECCOMP_RET_ALLOW),
		load(dataFirst), jump(unix.BPF_JGT, lastStandard, 4, 3), // of calls on any file
		load(dataFirst), jump(unix.BPF_JGT, stdin, 2, 1), // of those that write
		ret(unix.SECCOMP_RET_ALLOW), ret(unix.SECCOMP_RET_ALLOW),
		ret(unix.SECCOMP_RET_TRACE),
	}
	to := func(target int, numbers []uint32) {
		for _, number := range numbers {
			all = append(all, jump(unix.BPF_JEQ, number, target-len(all)-1, 0))
		}
	}
	to(allow+len(looks)-1, f.Sockets)
	to(allow+1, f.Files)
	to(allow+3, f.Writes)
	return append(all, looks...)
}

// encode returns instructions as the kernel reads them.
func encode(program []unix.SockFilter) []byte {
	var b []byte
	for _, i := range program {
		b = binary.NativeEndian.AppendUint16(b, i.Code)
		b = append(b, i.Jt, i.Jf)
		b = binary.NativeEndian.AppendUint32(b, i.K)
	}
	return b
}
