//go:build linux || darwin

package servers

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// SetReuseAddr lets bind take an address that closed connections still hold in
// TIME-WAIT: SO_REUSEADDR, socket(7). Their sockets must have had it too.
func (s *Socket) SetReuseAddr() error {
	return s.setInt(unix.SOL_SOCKET, "SO_REUSEADDR", unix.SO_REUSEADDR, 1)
}

// SetLinger makes close wait that many seconds at most until all that was sent
// is acknowledged: SO_LINGER, socket(7). With 0 seconds close resets the
// connection at once and drops what was not sent yet.
func (s *Socket) SetLinger(seconds int) error {
	linger := unix.Linger{Onoff: 1, Linger: int32(seconds)}
	return s.set(capture.PairOption("SOL_SOCKET", "SO_LINGER", 1, int64(seconds)), func() error {
		return unix.SetsockoptLinger(s.fd, unix.SOL_SOCKET, unix.SO_LINGER, &linger)
	})
}

// SetRecvBuffer bounds what waits in the kernel to be received: SO_RCVBUF,
// socket(7). Linux doubles the number of octets, for its own needs.
func (s *Socket) SetRecvBuffer(octets int) error {
	return s.setInt(unix.SOL_SOCKET, "SO_RCVBUF", unix.SO_RCVBUF, octets)
}

// SetSendBuffer bounds what waits in the kernel to be sent, or acknowledged:
// SO_SNDBUF, socket(7). Linux doubles the number of octets, for its own needs.
func (s *Socket) SetSendBuffer(octets int) error {
	return s.setInt(unix.SOL_SOCKET, "SO_SNDBUF", unix.SO_SNDBUF, octets)
}

// SetNoDelay sends each piece at once, however small: TCP_NODELAY, tcp(7).
func (s *Socket) SetNoDelay() error {
	return s.setInt(unix.IPPROTO_TCP, "TCP_NODELAY", unix.TCP_NODELAY, 1)
}

// SetIPv6Only says whether a socket of AF_INET6 that is bound to :: takes what comes over IPv6 alone, or over
// IPv4, too: IPV6_V6ONLY, ipv6(7). It must be said before bind.
func (s *Socket) SetIPv6Only(only bool) error {
	value := 0
	if only {
		value = 1
	}
	return s.setInt(unix.IPPROTO_IPV6, "IPV6_V6ONLY", unix.IPV6_V6ONLY, value)
}

// SetKeepAlive lets the kernel ask whether the peer is still there when nothing
// has come for idle, again every interval, and gives it up when count questions
// had no answer: SO_KEEPALIVE, TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT,
// tcp(7), in four calls. Times are in whole seconds, at least one.
func (s *Socket) SetKeepAlive(idle, interval time.Duration, count int) error {
	tcp := func(name string, option, value int) error {
		return s.setInt(unix.IPPROTO_TCP, name, option, value)
	}
	return errors.Join(
		s.setInt(unix.SOL_SOCKET, "SO_KEEPALIVE", unix.SO_KEEPALIVE, 1),
		tcp(keepIdleName, keepIdle, int(idle/time.Second)),
		tcp("TCP_KEEPINTVL", unix.TCP_KEEPINTVL, int(interval/time.Second)),
		tcp("TCP_KEEPCNT", unix.TCP_KEEPCNT, count),
	)
}

// SetReceiveTimeout makes Recv, RecvFrom and Accept return EAGAIN when nothing
// has come for that long: SO_RCVTIMEO, socket(7). 0: they wait for ever.
func (s *Socket) SetReceiveTimeout(limit time.Duration) error {
	err := s.setTime("SO_RCVTIMEO", unix.SO_RCVTIMEO, limit)
	if err == nil {
		s.receiveLimit = limit
	}
	return err
}

// SetSendTimeout makes Send and SendTo return when they could not go on for
// that long, with EAGAIN or with what they have sent, and Connect with
// EINPROGRESS: SO_SNDTIMEO, socket(7). 0: they wait for ever.
func (s *Socket) SetSendTimeout(limit time.Duration) error {
	err := s.setTime("SO_SNDTIMEO", unix.SO_SNDTIMEO, limit)
	if err == nil {
		s.sendLimit = limit
	}
	return err
}

// nonblocking is what fcntl(2) is asked for.
var nonblocking = capture.SocketOption{Name: "F_SETFL", Value: "O_NONBLOCK"}

// SetNonblocking makes all further calls on the socket return EAGAIN, or
// EINPROGRESS, where they would wait: O_NONBLOCK, fcntl(2).
func (s *Socket) SetNonblocking() error {
	err := s.simple("fcntl", capture.Arguments{Option: nonblocking}, func() error { return unix.SetNonblock(s.fd, true) })
	if err == nil {
		s.receiveLimit, s.sendLimit = -1, -1
	}
	return err
}

// levels are the levels of options as a C program writes them.
var levels = map[int]string{unix.SOL_SOCKET: "SOL_SOCKET", unix.IPPROTO_TCP: "IPPROTO_TCP", unix.IPPROTO_IP: "IPPROTO_IP", unix.IPPROTO_IPV6: "IPPROTO_IPV6"}

// set sets an option: setsockopt(2).
func (s *Socket) set(o capture.SocketOption, try func() error) error {
	return s.simple("setsockopt", capture.Arguments{Option: o}, try)
}

// setInt sets an option that is a number.
func (s *Socket) setInt(level int, name string, option, value int) error {
	return s.set(capture.NumberOption(levels[level], name, int64(value)), func() error {
		return unix.SetsockoptInt(s.fd, level, option, value)
	})
}

// setTime sets an option that is a struct timeval. The kernel does not need it,
// as the descriptor does not block: our own waiting keeps to it.
func (s *Socket) setTime(name string, option int, limit time.Duration) error {
	tv := unix.NsecToTimeval(int64(limit))
	return s.set(capture.PairOption("SOL_SOCKET", name, int64(limit/time.Second), int64(limit%time.Second/time.Microsecond)), func() error {
		return unix.SetsockoptTimeval(s.fd, unix.SOL_SOCKET, option, &tv)
	})
}
