//go:build linux && (amd64 || arm64)

package calls

import (
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
	"wireladder/capture/calls/memory"
)

// memory is that of the thread.
func (s *stop) memory() memory.Memory { return memory.Memory(s.thread.tid) }

// fd returns an argument that is a descriptor.
func (s *stop) fd(i int) int { return int(int32(s.args[i])) } //nolint:gosec // an int of C

// call returns a call on the socket that the first argument leads to, nil if that is no
// socket of UDP or TCP.
func (s *stop) call(args capture.Arguments) *capture.Call {
	fd := s.fd(0)
	if s.anyFile {
		s.socket = s.thread.process.files.Known(fd)
	} else {
		s.socket = s.thread.process.files.Find(fd)
	}
	if s.socket == nil {
		return nil
	}
	k := s.socket
	return &capture.Call{Name: s.name, Proto: k.Proto, FD: fd, Args: args, Local: k.Local, Remote: k.Remote, Inode: k.Inode}
}

// refresh asks the kernel for the addresses of a socket, and takes them for the call.
func (s *stop) refresh(fd int, c *capture.Call) {
	s.thread.process.files.Ask(fd, s.socket)
	c.Local = s.socket.Local
}

// Names of what socket(2) is given.
var (
	domains = map[int]string{unix.AF_INET: "AF_INET", unix.AF_INET6: "AF_INET6"}
	kinds   = map[int]string{unix.SOCK_STREAM: "SOCK_STREAM", unix.SOCK_DGRAM: "SOCK_DGRAM"}
	numbers = map[int]string{unix.IPPROTO_TCP: "IPPROTO_TCP", unix.IPPROTO_UDP: "IPPROTO_UDP"}
)

func beginSocket(s *stop) *capture.Call {
	domain, kind := s.fd(0), s.fd(1)
	proto := descriptors.Protocol(domain, kind)
	if proto == capture.Undecoded {
		return nil
	}
	s.socket = &descriptors.Socket{Proto: proto}
	return &capture.Call{Name: s.name, Proto: proto, FD: -1, Args: capture.Arguments{
		Domain: domains[domain], Type: kinds[kind&^(unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)], Protocol: numbers[s.fd(2)],
	}}
}

func endSocket(s *stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	fd := int(c.Result)
	s.thread.process.files.Ask(fd, s.socket)
	s.thread.process.files.Put(fd, s.socket)
	c.Born = s.socket.Inode
}

// beginAddressed is for bind(2) and connect(2).
func beginAddressed(s *stop) *capture.Call {
	to := s.memory().Address(s.args[1], s.fd(2))
	c := s.call(capture.Arguments{Address: to})
	if c != nil && s.name == "connect" && to.IsValid() {
		c.Remote = to
	}
	return c
}

func endRefreshed(s *stop, c *capture.Call) {
	if c.Errno == "" {
		s.refresh(c.FD, c)
	}
}

// endConnect takes the addresses of a socket that connects, also where it does so in the
// background. One that has failed has lost its address.
func endConnect(s *stop, c *capture.Call) {
	if c.Errno == "" || c.Errno == "EINPROGRESS" {
		to := c.Remote
		s.refresh(c.FD, c)
		s.socket.Remote = to
	}
}

func beginListen(s *stop) *capture.Call {
	return s.call(capture.Arguments{Backlog: s.fd(1), HasBacklog: true})
}

func beginAccept(s *stop) *capture.Call {
	c := s.call(capture.Arguments{})
	if c != nil {
		c.Name, c.Remote = "accept", netip.AddrPort{}
	}
	return c
}

func endAccept(s *stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	k := &descriptors.Socket{Proto: c.Proto}
	s.thread.process.files.Ask(int(c.Result), k)
	s.thread.process.files.Put(int(c.Result), k)
	c.Local, c.Remote, c.Born = k.Local, k.Remote, k.Inode
}

func beginShutdown(s *stop) *capture.Call {
	return s.call(capture.Arguments{How: capture.Shut(s.fd(1) + 1)}) //nolint:gosec // out of range has no name
}

func beginClose(s *stop) *capture.Call {
	c := s.call(capture.Arguments{})
	if c == nil {
		return s.plainFile()
	}
	c.Shared = s.socket.Shared()
	return c
}

// plainFile forgets what is known of a descriptor that is no socket and will be closed.
func (s *stop) plainFile() *capture.Call {
	s.thread.process.files.Drop(s.fd(0))
	return nil
}

// endClose takes notice that a descriptor is free, also where close(2) has failed.
func endClose(s *stop, c *capture.Call) { s.thread.process.files.Drop(c.FD) }

// beginDup is for dup(2) and its like. They are followed, and not told.
func beginDup(s *stop) *capture.Call {
	if c := s.call(capture.Arguments{}); c != nil {
		c.Name = ""
		return c
	}
	if s.name == "dup2" || s.name == "dup3" {
		s.thread.process.files.Drop(s.fd(1))
	}
	return nil
}

func endDup(s *stop, c *capture.Call) {
	if c.Errno == "" && int(c.Result) != c.FD {
		s.thread.process.files.Put(int(c.Result), s.socket)
	}
}

// beginControl is for fcntl(2): a descriptor that it duplicates is followed.
func beginControl(s *stop) *capture.Call {
	if command := s.fd(1); command != unix.F_DUPFD && command != unix.F_DUPFD_CLOEXEC {
		return nil
	}
	return beginDup(s)
}

func beginOption(s *stop) *capture.Call {
	return s.call(capture.Arguments{Option: s.memory().Option(s.fd(1), s.fd(2), s.args[3], s.fd(4))})
}
