//go:build linux || darwin

package servers

import (
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// Send sends all of p to the peer, as a blocking send(2) does: it waits as
// often as the kernel's buffer is full. It returns how many octets the kernel
// took: fewer than all only if it was interrupted, or SetSendTimeout's time was
// over, on the way. (The system call is sendmsg(2), which in Go is the one that
// takes flags and returns a count.)
func (s *Socket) Send(p []byte) (int, error) { return s.send(p, 0) }

// SendNow is Send with MSG_DONTWAIT: it sends what the kernel has room for, and
// returns EAGAIN if that is nothing.
func (s *Socket) SendNow(p []byte) (int, error) { return s.send(p, unix.MSG_DONTWAIT) }

// SendMore is Send with MSG_MORE: over TCP what it sends goes out with what is sent next, in
// one segment as far as that has room (Linux: send(2)). Elsewhere it is Send.
func (s *Socket) SendMore(p []byte) (int, error) { return s.send(p, moreFlag) }

// SendUrgent is Send with MSG_OOB: the last octet of p is urgent (RFC 9293 §3.8.5).
func (s *Socket) SendUrgent(p []byte) (int, error) { return s.send(p, unix.MSG_OOB) }

func (s *Socket) send(p []byte, flags int) (int, error) {
	sent, args, limit := 0, capture.Arguments{}, s.sendLimit
	switch {
	case flags&unix.MSG_DONTWAIT != 0:
		args.Flags, limit = "MSG_DONTWAIT", -1
	case flags&unix.MSG_OOB != 0:
		args.Flags = "MSG_OOB"
	case flags != 0:
		args.Flags = "MSG_MORE"
	}
	return s.program.perform(operation{
		call: s.carrying("send", args, p), blocked: unix.EAGAIN, wait: s.until(unix.POLLOUT), limit: limit, progress: &sent,
		try: func() (int, error) {
			n, err := unix.SendmsgN(s.fd, p[sent:], nil, nil, unix.MSG_NOSIGNAL|flags&(moreFlag|unix.MSG_OOB))
			if err != nil {
				return -1, err
			}
			if sent += n; sent < len(p) {
				return -1, unix.EAGAIN
			}
			return sent, nil
		},
	})
}

// SendTo sends p as one datagram, which may be empty: sendto(2). It returns how
// many octets it sent.
func (s *Socket) SendTo(p []byte, addr netip.AddrPort) (int, error) {
	call := s.carrying("sendto", capture.Arguments{Address: addr}, p)
	call.Remote = addr
	return s.program.perform(operation{
		call: call, blocked: unix.EAGAIN, wait: s.until(unix.POLLOUT), limit: s.sendLimit,
		try: func() (int, error) {
			return unix.SendmsgN(s.fd, p, nil, sockaddr(addr, s.family), unix.MSG_NOSIGNAL)
		},
		describe: func() { call.Local = s.learnLocal() },
	})
}

// carrying describes a call that sends p.
func (s *Socket) carrying(name string, args capture.Arguments, p []byte) *capture.Call {
	call := s.newCall(name, args)
	call.Data, call.Size = excerpt(p), len(p)
	return call
}

// Recv receives at most size octets of what has come, and waits where nothing
// has: recv(2). Over TCP none at all, without an error, are the end of the
// stream; over UDP they are an empty datagram. After the time of
// SetReceiveTimeout it returns EAGAIN. What it returns is valid until the next
// Recv or RecvFrom of the socket.
func (s *Socket) Recv(size int) ([]byte, error) {
	p, _, err := s.receive("recv", size, 0)
	return p, err
}

// RecvUrgent receives the urgent octet, which Recv leaves out: recv(2) with MSG_OOB. It
// returns EINVAL where none has been announced, or it was received.
func (s *Socket) RecvUrgent() ([]byte, error) {
	p, _, err := s.receive("recv", 1, unix.MSG_OOB)
	return p, err
}

// RecvFrom receives one datagram, or as much of it as size octets hold, and
// returns its source too: recvfrom(2). For the rest see Recv.
func (s *Socket) RecvFrom(size int) ([]byte, netip.AddrPort, error) {
	return s.receive("recvfrom", size, 0)
}

// Truncated reports whether the datagram that was received last was longer than
// the size that was asked for: its rest is gone.
func (s *Socket) Truncated() bool { return s.cut }

func (s *Socket) receive(name string, size, asked int) ([]byte, netip.AddrPort, error) {
	call := s.newCall(name, capture.Arguments{Length: size})
	call.Size = size
	if asked == unix.MSG_OOB {
		call.Args.Flags = "MSG_OOB"
	}
	p, source := s.room(size), call.Remote
	var from unix.Sockaddr // nil for a stream
	n, err := s.program.perform(operation{
		call: call, blocked: unix.EAGAIN, wait: s.until(unix.POLLIN), limit: s.receiveLimit,
		try: func() (n int, err error) {
			var flags int
			n, _, flags, from, err = unix.Recvmsg(s.fd, p, nil, asked)
			s.cut = flags&unix.MSG_TRUNC != 0
			return n, err
		},
		describe: func() {
			if call.Errno != "" {
				return
			}
			call.Data = excerpt(p[:call.Result])
			if from != nil {
				source = addrPort(from)
				call.Remote = source
			}
		},
	})
	return p[:max(n, 0)], source, err
}

// room returns the socket's buffer, with that size. The buffer grows as needed.
func (s *Socket) room(size int) []byte {
	if len(s.buffer) < size {
		s.buffer = make([]byte, size)
	}
	return s.buffer[:size]
}

// excerpt copies of p what a Call keeps; it is never nil.
func excerpt(p []byte) []byte {
	return append([]byte{}, p[:min(len(p), capture.CallDataLimit)]...)
}

// descriptors returns the descriptors of sockets, nil of none.
func descriptors(sockets []*Socket) []int {
	var fds []int
	for _, s := range sockets {
		fds = append(fds, s.fd)
	}
	return fds
}
