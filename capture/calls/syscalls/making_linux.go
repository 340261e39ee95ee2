//go:build linux && (amd64 || arm64)

package syscalls

import (
	"net/netip"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/descriptors"
)

// call returns a call on the socket that the first argument leads to, nil if that is no
// socket of UDP or TCP.
func (s *Stop) call(args capture.Arguments) *capture.Call { return s.callOn(s.fd(0), args) }

// callOn is call for another descriptor.
func (s *Stop) callOn(fd int, args capture.Arguments) *capture.Call {
	if s.anyFile {
		s.Socket = s.Files.Known(fd)
	} else {
		s.Socket = s.Files.Find(fd)
	}
	if s.Socket == nil {
		return nil
	}
	k := s.Socket
	return &capture.Call{Name: s.name, Proto: k.Proto, FD: fd, Args: args, Local: k.Local, Remote: k.Remote, Inode: k.Inode}
}

// refresh asks the kernel for the addresses of a socket, and takes them for the call.
func (s *Stop) refresh(fd int, c *capture.Call) {
	s.Files.Ask(fd, s.Socket)
	c.Local = s.Socket.Local
}

// Names of what socket(2) is given.
var (
	domains = map[int]string{unix.AF_INET: "AF_INET", unix.AF_INET6: "AF_INET6"}
	kinds   = map[int]string{unix.SOCK_STREAM: "SOCK_STREAM", unix.SOCK_DGRAM: "SOCK_DGRAM"}
	numbers = map[int]string{unix.IPPROTO_TCP: "IPPROTO_TCP", unix.IPPROTO_UDP: "IPPROTO_UDP"}
)

func beginSocket(s *Stop) *capture.Call {
	domain, kind := s.fd(0), s.fd(1)
	proto := descriptors.Protocol(domain, kind)
	if proto == capture.Undecoded {
		return nil
	}
	s.Socket = &descriptors.Socket{Proto: proto}
	return &capture.Call{Name: s.name, Proto: proto, FD: -1, Args: capture.Arguments{
		Domain: domains[domain], Type: kinds[kind&^(unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)], Protocol: numbers[s.fd(2)],
	}}
}

func endSocket(s *Stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	fd := int(c.Result)
	s.Files.Ask(fd, s.Socket)
	s.Files.Put(fd, s.Socket)
	c.Born = s.Socket.Inode
}

// beginAddressed is for bind(2) and connect(2).
func beginAddressed(s *Stop) *capture.Call {
	to := s.memory().Address(s.args[1], s.fd(2))
	c := s.call(capture.Arguments{Address: to})
	if c != nil && s.name == "connect" && to.IsValid() {
		c.Remote = to
	}
	return c
}

func endRefreshed(s *Stop, c *capture.Call) {
	if c.Errno == "" {
		s.refresh(c.FD, c)
	}
}

// endConnect takes the addresses of a socket that connects, also where it does so in the
// background. One that has failed has lost its address.
func endConnect(s *Stop, c *capture.Call) {
	if c.Errno == "" || c.Errno == "EINPROGRESS" {
		to := c.Remote
		s.refresh(c.FD, c)
		s.Socket.Remote = to
	}
}

func beginListen(s *Stop) *capture.Call {
	return s.call(capture.Arguments{Backlog: s.fd(1), HasBacklog: true})
}

func beginAccept(s *Stop) *capture.Call {
	c := s.call(capture.Arguments{})
	if c != nil {
		c.Name, c.Remote = "accept", netip.AddrPort{}
	}
	return c
}

func endAccept(s *Stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	k := &descriptors.Socket{Proto: c.Proto}
	s.Files.Ask(int(c.Result), k)
	s.Files.Put(int(c.Result), k)
	c.Local, c.Remote, c.Born = k.Local, k.Remote, k.Inode
}

func beginShutdown(s *Stop) *capture.Call {
	return s.call(capture.Arguments{How: capture.Shut(s.fd(1) + 1)}) //nolint:gosec // out of range has no name
}

// beginClose forgets what is known of a descriptor, before the call frees it: another thread may
// get its number, for another socket or a file, and close that, before this call has returned.
func beginClose(s *Stop) *capture.Call {
	c := s.call(capture.Arguments{})
	if c != nil {
		c.Shared = s.Socket.Shared()
	}
	s.Files.Drop(s.fd(0))
	return c
}

// beginCloseRange is for close_range(2), by which a child gets rid of what it has inherited. It is
// followed, and not told.
func beginCloseRange(s *Stop) *capture.Call {
	first, last := uint64(uint32(s.args[0])), uint64(uint32(s.args[1])) //nolint:gosec // an unsigned int of C
	if s.args[2]&unix.CLOSE_RANGE_CLOEXEC == 0 {
		s.Files.DropRange(first, last)
	}
	return nil
}

// beginDup is for dup(2) and its like. They are followed, and not told.
func beginDup(s *Stop) *capture.Call {
	if c := s.call(capture.Arguments{}); c != nil {
		c.Name = ""
		return c
	}
	if s.name == "dup2" || s.name == "dup3" {
		s.Files.Drop(s.fd(1))
	}
	return nil
}

func endDup(s *Stop, c *capture.Call) {
	if c.Errno == "" && int(c.Result) != c.FD {
		s.Files.Put(int(c.Result), s.Socket)
	}
}

// beginControl is for fcntl(2): a descriptor that it duplicates is followed.
func beginControl(s *Stop) *capture.Call {
	if command := s.fd(1); command != unix.F_DUPFD && command != unix.F_DUPFD_CLOEXEC {
		return nil
	}
	return beginDup(s)
}

func beginOption(s *Stop) *capture.Call {
	return s.call(capture.Arguments{Option: s.memory().Option(s.fd(1), s.fd(2), s.args[3], s.fd(4))})
}
