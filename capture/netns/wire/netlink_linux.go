package wire

import (
	"encoding/binary"
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// request is a netlink message that grows (netlink(7), rtnetlink(7)).
type request struct{ octets []byte }

// newRequest begins a message with the header that its kind has.
func newRequest(kind, flags uint16, fixed any) *request {
	r := &request{}
	r.put(uint32(0)) // length: see exchange
	r.put(kind)
	r.put(flags | unix.NLM_F_REQUEST | unix.NLM_F_ACK)
	r.put([2]uint32{1, 0}) // sequence and port: the socket is used once
	r.put(fixed)
	return r
}

// put appends a value of fixed size.
func (r *request) put(value any) {
	r.octets, _ = binary.Append(r.octets, binary.NativeEndian, value) // fails for no type used here
}

// attribute appends an attribute with a value of fixed size.
func (r *request) attribute(kind uint16, value any) {
	r.nest(kind, func() { r.put(value) })
}

// nest appends an attribute with what fill appends in it.
func (r *request) nest(kind uint16, fill func()) {
	start := len(r.octets)
	r.put([2]uint16{0, kind})
	fill()
	binary.NativeEndian.PutUint16(r.octets[start:], uint16(len(r.octets)-start)) //nolint:gosec // a few octets
	for len(r.octets)%unix.NLMSG_ALIGNTO != 0 {
		r.octets = append(r.octets, 0)
	}
}

// exchange sends the message to the kernel of the thread's network and returns
// what it answers.
func (r *request) exchange() error {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return err
	}
	defer unix.Close(fd)                                           //nolint:errcheck // has served
	binary.NativeEndian.PutUint32(r.octets, uint32(len(r.octets))) //nolint:gosec // a few octets
	if err := unix.Sendto(fd, r.octets, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	answer := make([]byte, os.Getpagesize())
	n, _, err := unix.Recvfrom(fd, answer, 0)
	if err != nil {
		return err
	}
	return answerError(answer[:n])
}

var errAnswer = errors.New("netlink: an answer that is none")

// answerError reads a struct nlmsgerr.
func answerError(answer []byte) error {
	if len(answer) < unix.SizeofNlMsghdr+4 || binary.NativeEndian.Uint16(answer[4:]) != unix.NLMSG_ERROR {
		return errAnswer
	}
	errno := -int32(binary.NativeEndian.Uint32(answer[unix.SizeofNlMsghdr:])) //nolint:gosec // a negative errno
	if errno == 0 {
		return nil
	}
	return unix.Errno(errno)
}
