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
)

// Filter says at which system calls a tracee stops, by their numbers.
type Filter []uint32

// program returns the filter as seccomp(2) takes it: all other calls are let through.
func (f Filter) program() []unix.SockFilter {
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
	// can be said that they are not understood. Ours: trace those that are asked for.
	all := []unix.SockFilter{load(dataArch), jump(unix.BPF_JEQ, auditArch, len(foreignCalls)+4, 0), jump(unix.BPF_JEQ, foreignArch, 0, len(foreignCalls)+1), load(dataNumber)}
	for i, number := range foreignCalls {
		all = append(all, jump(unix.BPF_JEQ, number, len(foreignCalls)-i, 0))
	}
	all = append(all, ret(unix.SECCOMP_RET_ALLOW), ret(unix.SECCOMP_RET_TRACE), load(dataNumber))
	for i, number := range f {
		all = append(all, jump(unix.BPF_JEQ, number, len(f)-i, 0))
	}
	return append(all, ret(unix.SECCOMP_RET_ALLOW), ret(unix.SECCOMP_RET_TRACE))
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
