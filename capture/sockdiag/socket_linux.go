package sockdiag

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/mdlayher/netlink"
	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Sizes and numbers of linux/inet_diag.h and linux/sock_diag.h.
const (
	sockDiagByFamily = 20       // SOCK_DIAG_BY_FAMILY
	requestSize      = 56       // struct inet_diag_req_v2
	bufferSize       = 32 << 10 // what the kernel fills at most in one go
	attempts         = 3        // of a dump that something interrupted
)

// states are those of include/net/tcp_states.h that are asked for: all but
// TCP_BOUND_INACTIVE, which is no state of TCP's.
const states = 1<<13 - 2

// errInterrupted says that sockets came or went during the dump, so that one
// may be missing.
var errInterrupted = errors.New("interrupted by a change")

// socket is a netlink socket. It belongs to the namespace that it was made in.
type socket struct{ conn *netlink.Conn }

func openSocket() (*socket, error) {
	conn, err := netlink.Dial(unix.NETLINK_INET_DIAG, &netlink.Config{MessageBufferSize: bufferSize})
	if err != nil {
		return nil, fmt.Errorf("open a socket for sock_diag: %w", unsupported(err))
	}
	return &socket{conn}, nil
}

func (s *socket) close() error { return s.conn.Close() }

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
	answer, err := s.conn.Execute(netlink.Message{
		Header: netlink.Header{Type: sockDiagByFamily, Flags: netlink.Request | netlink.Dump},
		Data:   request(k),
	})
	if err != nil {
		return nil, err
	}
	return read(answer, k.Proto)
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

// request returns the struct inet_diag_req_v2 that asks for all sockets of a kind.
func request(k Kind) []byte {
	b := make([]byte, requestSize)
	b[0], b[1] = unix.AF_INET, unix.IPPROTO_TCP
	if k.IPv6 {
		b[0] = unix.AF_INET6
	}
	if k.Proto == capture.UDP {
		b[1] = unix.IPPROTO_UDP
	}
	binary.NativeEndian.PutUint32(b[4:], states)
	return b
}
