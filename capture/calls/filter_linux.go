//go:build linux && (amd64 || arm64)

package calls

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

// standard is the last descriptor of those that every process has: calls on these are of
// no interest.
const standard = 2

// filter returns the program of a seccomp filter that stops a tracee at the calls of the
// table, and lets it make all others. Those that are made on any file are passed over
// where their descriptor is that of stdin, stdout or stderr.
func filter() []unix.SockFilter {
	var anyFile, sockets []uint32
	for number, c := range table {
		if c.anyFile {
			anyFile = append(anyFile, number)
		} else {
			sockets = append(sockets, number)
		}
	}
	load := func(offset uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
	}
	ret := func(action uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: action}
	}
	jump := func(op uint16, k uint32, yes, no int) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | op | unix.BPF_K, Jt: uint8(yes), Jf: uint8(no), K: k} //nolint:gosec // a few
	}
	// [load arch, other: allow] [load number] [each socket call: trace]
	// [each call on any file: look at its first argument] allow; look: [> 2: trace] allow; trace
	all := []unix.SockFilter{load(dataArch), jump(unix.BPF_JEQ, auditArch, 1, 0), ret(unix.SECCOMP_RET_ALLOW), load(dataNumber)}
	rest := len(sockets) + len(anyFile)
	for i, number := range sockets {
		all = append(all, jump(unix.BPF_JEQ, number, rest-1-i+4, 0))
	}
	for i, number := range anyFile {
		all = append(all, jump(unix.BPF_JEQ, number, len(anyFile)-1-i+1, 0))
	}
	return append(all,
		ret(unix.SECCOMP_RET_ALLOW),
		load(dataFirst), jump(unix.BPF_JGT, standard, 1, 0), ret(unix.SECCOMP_RET_ALLOW),
		ret(unix.SECCOMP_RET_TRACE))
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
