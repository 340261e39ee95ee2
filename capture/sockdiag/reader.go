package sockdiag

import (
	"errors"
	"net/netip"

	"wireladder/capture"
)

// ErrUnsupported is returned by Open on systems without sock_diag(7).
var ErrUnsupported = errors.New("this system does not tell of its sockets")

// Kind is a sort of sockets that is asked for at once.
type Kind struct {
	Proto capture.Protocol // TCP or UDP
	IPv6  bool             // sockets of AF_INET6, else of AF_INET
}

// KindOf returns the kind of a socket of proto at addr. An IPv4 address that
// stands in an IPv6 one belongs to a socket of AF_INET6.
func KindOf(proto capture.Protocol, addr netip.Addr) Kind {
	return Kind{Proto: proto, IPv6: addr.Is6()}
}

// Reader looks into one network namespace. It is for one goroutine at a time.
type Reader struct{ socket *socket }

// Open returns a Reader of the network namespace that the calling thread is in.
// The caller closes it. Errors keep their errno.
func Open() (*Reader, error) {
	s, err := openSocket()
	if err != nil {
		return nil, err
	}
	return &Reader{s}, nil
}

// Sockets returns all sockets of a kind, in the kernel's order: neither in that
// of their making nor in one that stays. TCP sockets that are bound and do
// nothing yet are not among them; UDP ones are once they have a port.
func (r *Reader) Sockets(k Kind) ([]capture.KernelSocket, error) { return r.socket.dump(k) }

// Close closes the netlink socket.
func (r *Reader) Close() error { return r.socket.close() }
