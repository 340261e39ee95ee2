//go:build !cgo && linux

package live

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// packetLive is a capture with a packet(7) socket.
//
// It has the kernel write frames into a ring that both share. A frame is
// stamped before its receiver can see it, also when it is the first one, and
// no limit on socket buffers applies: neither holds for recvmsg(2).
type packetLive struct {
	fd       int
	name     string
	ring     ring
	link     capture.LinkType
	loopback bool          // the kernel shows sent frames again, as received
	snap     int           // octets kept of each frame
	timeout  int           // of Next, ms
	counts   capture.Drops // Received: what Next has returned; Kernel: what was lost up to the last look
}

var _ Capture = (*packetLive)(nil)

// open starts a capture with a packet socket.
func open(o Options) (Capture, error) {
	// Protocol 0 receives nothing: until bind names one, there is nothing that
	// has not gone through the filter.
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	l := &packetLive{fd: fd, name: o.Interface, snap: o.SnapLength, timeout: int(o.ReadTimeout.Milliseconds())}
	if err := l.start(o); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// start sets the socket up and, as the last step, lets frames in.
func (l *packetLive) start(o Options) error {
	index, err := interfaceIndex(l.fd, o.Interface)
	if err != nil {
		return err
	}
	if err := attachFilter(l.fd, o.Filter); err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	if l.ring, err = newRing(l.fd, o.BufferSize, l.timeout); err != nil {
		return fmt.Errorf("buffer: %w", err)
	}
	if err := l.identify(index); err != nil {
		return err
	}
	if err := unix.Bind(l.fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL), Ifindex: index}); err != nil {
		return err
	}
	return l.pending()
}

// interfaceIndex asks the kernel for the interface's number (netdevice(7)).
func interfaceIndex(fd int, name string) (int, error) {
	request, err := unix.NewIfreq(name)
	if err != nil {
		return 0, noInterfaceError{} // no interface has a name that long
	}
	err = unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request)
	if errors.Is(err, unix.ENODEV) {
		return 0, noInterfaceError{}
	}
	return int(request.Uint32()), err
}

// attachFilter has the kernel run the program on each frame.
func attachFilter(fd int, program []bpf.RawInstruction) error {
	if len(program) == 0 {
		return nil
	}
	if len(program) > unix.BPF_MAXINSNS {
		return unix.EINVAL
	}
	filter := make([]unix.SockFilter, len(program))
	for i, in := range program {
		filter[i] = unix.SockFilter{Code: in.Op, Jt: in.Jt, Jf: in.Jf, K: in.K}
	}
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(filter)), Filter: unsafe.SliceData(filter)}) //nolint:gosec // bounded above
}

// identify learns how the interface's frames begin. A socket that is bound
// without a protocol knows its interface, but receives nothing yet.
func (l *packetLive) identify(index int) error {
	if err := unix.Bind(l.fd, &unix.SockaddrLinklayer{Ifindex: index}); err != nil {
		return err
	}
	name, err := unix.Getsockname(l.fd)
	if err != nil {
		return err
	}
	hardware := name.(*unix.SockaddrLinklayer).Hatype
	switch hardware {
	case unix.ARPHRD_ETHER:
		l.link = capture.LinkEthernet
	case unix.ARPHRD_LOOPBACK:
		l.link, l.loopback = capture.LinkEthernet, true
		// Linux before 4.20 has not this option; Next skips the copies anyway.
		_ = unix.SetsockoptInt(l.fd, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1)
	case unix.ARPHRD_NONE:
		l.link = capture.LinkRaw
	default:
		return fmt.Errorf("hardware type %d: %w", hardware, ErrUnsupported)
	}
	return nil
}

// pending returns the error that waits at the socket: that the interface is
// down, for one.
func (l *packetLive) pending() error {
	errno, err := unix.GetsockoptInt(l.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil {
		return err
	}
	if errno != 0 {
		return unix.Errno(errno)
	}
	return nil
}

// Next returns the next frame.
func (l *packetLive) Next() (*capture.Packet, error) {
	p := &capture.Packet{}
	if err := l.Scan(p); err != nil {
		return nil, err
	}
	p.Data = append([]byte(nil), p.Data...)
	return p, nil
}

// Scan returns the next frame where the ring has it.
func (l *packetLive) Scan(p *capture.Packet) error {
	if l.take(p) {
		return nil
	}
	if err := l.wait(); err != nil {
		return fmt.Errorf("capture on %q: %w", l.name, err)
	}
	if l.take(p) {
		return nil
	}
	return ErrTimeout
}

// take fills in the next frame of the ring, and reports whether there is one.
func (l *packetLive) take(p *capture.Packet) bool {
	for {
		f, ok := l.ring.next()
		switch {
		case !ok:
			return false
		case f.outgoing && l.loopback:
			continue
		}
		l.counts.Received++
		f.fill(p, l.link, l.snap)
		return true
	}
}

// wait returns when a block of frames is ready or the timeout has passed. A
// signal (the Go runtime sends itself some) ends it early, which is no harm.
func (l *packetLive) wait() error {
	fds := []unix.PollFd{{Fd: int32(l.fd), Events: unix.POLLIN}} //nolint:gosec // descriptors are small
	if _, err := unix.Poll(fds, l.timeout); err != nil && !errors.Is(err, unix.EINTR) {
		return err
	}
	if fds[0].Revents&unix.POLLERR != 0 {
		return l.pending()
	}
	return nil
}

// LinkType returns how the frames begin.
func (l *packetLive) LinkType() capture.LinkType { return l.link }

// Drops returns the counts since the start. Interface stays 0: the kernel counts
// such losses for the interface, not for a socket. The kernel forgets its
// counts when they are read, so they are added up here (packet(7)).
func (l *packetLive) Drops() (capture.Drops, error) {
	stats, err := unix.GetsockoptTpacketStatsV3(l.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return capture.Drops{}, fmt.Errorf("drop counts of %q: %w", l.name, err)
	}
	l.counts.Kernel += uint64(stats.Drops)
	total := l.counts
	total.Received += total.Kernel
	return total, nil
}

// Close ends the capture.
func (l *packetLive) Close() error {
	return errors.Join(l.ring.close(), unix.Close(l.fd))
}

// networkOrder returns the value as it stands in a sockaddr_ll.
func networkOrder(v uint16) uint16 {
	octets := [2]byte{byte(v >> 8), byte(v)}
	return *(*uint16)(unsafe.Pointer(&octets))
}

// backend returns the name of the socket's address family.
func backend() string { return "AF_PACKET" }
