package servers

import (
	"errors"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// SetFastOpen lets a listening socket take the data of SYNs that bring a cookie: TCP_FASTOPEN, tcp(7). Of
// connections whose handshake has not ended, queue may wait at most.
func (s *Socket) SetFastOpen(queue int) error {
	return s.setInt(unix.IPPROTO_TCP, "TCP_FASTOPEN", unix.TCP_FASTOPEN, queue)
}

// SendFastOpen connects and sends p: sendto(2) with MSG_FASTOPEN (RFC 7413). Where the kernel has a cookie of
// the server's, p goes with the SYN and the call returns at once. Else the SYN asks for one, and the call waits
// for the end of the handshake, as connect(2) does, and then sends.
func (s *Socket) SendFastOpen(p []byte, addr netip.AddrPort) (int, error) {
	call := s.carrying("sendto", capture.Arguments{Address: addr, Flags: "MSG_FASTOPEN"}, p)
	sent, to, flags := 0, sockaddr(addr, s.family), unix.MSG_FASTOPEN
	return s.program.perform(operation{
		call: call, blocked: unix.EAGAIN, wait: s.until(unix.POLLOUT), limit: s.sendLimit, progress: &sent,
		try: func() (int, error) {
			if err := s.pendingError(); err != nil {
				return -1, err
			}
			n, err := s.sendFast(p[sent:], to, flags)
			if to, flags = nil, 0; errors.Is(err, unix.EINPROGRESS) {
				return -1, unix.EAGAIN
			}
			if err != nil {
				return -1, err
			}
			if sent += n; sent < len(p) {
				return -1, unix.EAGAIN
			}
			return sent, nil
		},
		describe: func() {
			if call.Errno == "" {
				s.remote = addr
			}
			call.Local, call.Remote = s.learnLocal(), s.remote
		},
	})
}

// fastLimit is how long a call waits in the kernel for the end of a handshake, before it waits as others do.
const fastLimit = 100 * time.Millisecond

// sendFast sends p. Who waits for the end of a handshake to send does that in the kernel, which then puts the ACK
// and the octets into one segment.
func (s *Socket) sendFast(p []byte, to unix.Sockaddr, flags int) (int, error) {
	if flags == 0 {
		return unix.SendmsgN(s.fd, p, nil, nil, unix.MSG_NOSIGNAL)
	}
	limit := func(d time.Duration) error {
		tv := unix.NsecToTimeval(int64(d))
		return errors.Join(unix.SetsockoptTimeval(s.fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &tv), unix.SetNonblock(s.fd, d == 0))
	}
	if err := limit(fastLimit); err != nil {
		return -1, err
	}
	n, err := unix.SendmsgN(s.fd, p, nil, to, unix.MSG_NOSIGNAL|flags)
	return n, errors.Join(err, limit(0))
}
