package sockdiag

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Sizes and numbers of linux/inet_diag.h and linux/sock_diag.h.
const (
	sockDiagByFamily = 20 // SOCK_DIAG_BY_FAMILY
	headerSize       = unix.SizeofNlMsghdr
	requestSize      = headerSize + 56 // struct inet_diag_req_v2
	bufferSize       = 32 << 10        // what the kernel fills at most in one go
	attempts         = 3               // of a dump that something interrupted
)

// states are those of include/net/tcp_states.h that are asked for: all but
// TCP_BOUND_INACTIVE, which is no state of TCP's.
const states = 1<<13 - 2

// errInterrupted says that sockets came or went during the dump, so that one
// may be missing.
var errInterrupted = errors.New("interrupted by a change")

// socket is a netlink socket. It belongs to the namespace that it was made in.
type socket struct {
	fd       int
	sequence uint32 // of the last request
	buffer   []byte
}

func openSocket() (*socket, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_INET_DIAG)
	if err != nil {
		return nil, os.NewSyscallError("open a socket for sock_diag", unsupported(err))
	}
	return &socket{fd: fd, buffer: make([]byte, bufferSize)}, nil
}

func (s *socket) close() error { return unix.Close(s.fd) }

// dump asks for all sockets of a kind, again if that was interrupted.
func (s *socket) dump(k Kind) (sockets []capture.KernelSocket, err error) {
	for range attempts {
		sockets, err = s.dumpOnce(k)
		if !errors.Is(err, errInterrupted) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("sock_diag: %w", unsupported(err))
	}
	return sockets, nil
}

func (s *socket) dumpOnce(k Kind) ([]capture.KernelSocket, error) {
	s.sequence++
	if err := unix.Sendto(s.fd, request(k, s.sequence), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return nil, os.NewSyscallError("sendto", err)
	}
	d := dump{kind: k, sequence: s.sequence}
	for !d.done {
		n, _, err := unix.Recvfrom(s.fd, s.buffer, 0)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return nil, os.NewSyscallError("recvfrom", err)
		}
		if err := d.take(s.buffer[:n]); err != nil {
			return nil, err
		}
	}
	if d.interrupted {
		return nil, errInterrupted
	}
	return d.sockets, nil
}

// unsupported marks the errors of a kernel that was built without sock_diag, or
// without the part of it that was asked: they say so in many ways.
func unsupported(err error) error {
	for _, without := range []unix.Errno{unix.EPROTONOSUPPORT, unix.EAFNOSUPPORT, unix.ENOENT, unix.EOPNOTSUPP} {
		if errors.Is(err, without) {
			return fmt.Errorf("%w: %w", ErrUnsupported, err)
		}
	}
	return err
}

// request returns the message that asks for all sockets of a kind.
func request(k Kind, sequence uint32) []byte {
	b, native := make([]byte, requestSize), binary.NativeEndian
	native.PutUint32(b, requestSize)
	native.PutUint16(b[4:], sockDiagByFamily)
	native.PutUint16(b[6:], unix.NLM_F_REQUEST|unix.NLM_F_DUMP)
	native.PutUint32(b[8:], sequence)
	b[headerSize], b[headerSize+1] = unix.AF_INET, unix.IPPROTO_TCP
	if k.IPv6 {
		b[headerSize] = unix.AF_INET6
	}
	if k.Proto == capture.UDP {
		b[headerSize+1] = unix.IPPROTO_UDP
	}
	native.PutUint32(b[headerSize+4:], states)
	return b
}
