//go:build linux || darwin

package servers

import (
	"net/netip"
	"strconv"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// send sends all of p, as a blocking send(2) does: it waits as often as the
// kernel's buffer is full. (The system call is sendmsg(2), which in Go is the
// one that takes flags and returns a count.)
func (s *socket) send(p []byte) error {
	sent := 0
	_, err := s.caller.perform(operation{
		call: s.carrying("send", "", p), blocked: unix.EAGAIN, ready: unix.POLLOUT,
		try: func() (int, error) {
			n, err := unix.SendmsgN(s.fd, p[sent:], nil, nil, unix.MSG_NOSIGNAL)
			if err != nil {
				return -1, err
			}
			if sent += n; sent < len(p) {
				return -1, unix.EAGAIN
			}
			return sent, nil
		},
	})
	return err
}

// sendTo sends p as one datagram, which may be empty.
func (s *socket) sendTo(p []byte, addr netip.AddrPort) error {
	call := s.carrying("sendto", addr.String(), p)
	call.Remote = addr
	_, err := s.caller.perform(operation{
		call: call, blocked: unix.EAGAIN, ready: unix.POLLOUT,
		try: func() (int, error) {
			return unix.SendmsgN(s.fd, p, nil, sockaddr(addr, s.family), unix.MSG_NOSIGNAL)
		},
		describe: func() { call.Local = s.learnLocal() },
	})
	return err
}

// carrying describes a call that sends p.
func (s *socket) carrying(name, args string, p []byte) *capture.Call {
	call := s.newCall(name, args)
	call.Data, call.Size = excerpt(p), len(p)
	return call
}

// recv receives into p what has come of the stream; 0 octets are its end.
func (s *socket) recv(p []byte) (int, error) {
	n, _, err := s.receive("recv", p)
	return n, err
}

// recvFrom receives one datagram into p and returns its length, or how much of
// it fits, and its source.
func (s *socket) recvFrom(p []byte) (int, netip.AddrPort, error) {
	return s.receive("recvfrom", p)
}

func (s *socket) receive(name string, p []byte) (int, netip.AddrPort, error) {
	call := s.newCall(name, strconv.Itoa(len(p)))
	call.Size = len(p)
	var from unix.Sockaddr // nil for a stream
	source := call.Remote
	n, err := s.caller.perform(operation{
		call: call, blocked: unix.EAGAIN, ready: unix.POLLIN,
		try: func() (n int, err error) {
			n, from, err = unix.Recvfrom(s.fd, p, 0)
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
	return n, source, err
}

// excerpt copies of p what a Call keeps; it is never nil.
func excerpt(p []byte) []byte {
	return append([]byte{}, p[:min(len(p), capture.CallDataLimit)]...)
}
