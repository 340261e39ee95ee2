//go:build linux && (amd64 || arm64)

package calls

import (
	"strings"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/memory"
	"wireladder/capture/calls/tracee"
)

// messageFlags are the flags of send(2) and recv(2) that have a name here.
var messageFlags = []struct {
	bit  int
	name string
}{
	{unix.MSG_OOB, "MSG_OOB"}, {unix.MSG_PEEK, "MSG_PEEK"}, {unix.MSG_TRUNC, "MSG_TRUNC"}, {unix.MSG_DONTWAIT, "MSG_DONTWAIT"},
	{unix.MSG_WAITALL, "MSG_WAITALL"}, {unix.MSG_MORE, "MSG_MORE"}, {unix.MSG_FASTOPEN, "MSG_FASTOPEN"},
}

// flagsOf returns the names of flags. MSG_NOSIGNAL and others say nothing of what is
// sent, and are left out.
func flagsOf(bits int) string {
	var names []string
	for _, f := range messageFlags {
		if bits&f.bit != 0 {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, "|")
}

// sends returns a call that sends what lies in buffers.
func (s *stop) sends(args capture.Arguments, buffers memory.Buffers) *capture.Call {
	c := s.call(args)
	if c == nil {
		return nil
	}
	c.Size = buffers.Room()
	c.Data = s.memory().Gather(buffers, min(c.Size, capture.CallDataLimit))
	if args.Address.IsValid() {
		c.Remote = args.Address
	}
	return c
}

func beginSendTo(s *stop) *capture.Call {
	args := capture.Arguments{Flags: flagsOf(s.fd(3)), Address: s.memory().Address(s.args[4], s.fd(5))}
	c := s.sends(args, memory.One(s.args[1], s.args[2]))
	if c != nil && s.args[4] == 0 {
		c.Name = "send"
	}
	return c
}

func beginWrite(s *stop) *capture.Call {
	buffers := memory.One(s.args[1], s.args[2])
	if s.name == "writev" {
		buffers = s.memory().Vectors(s.args[1], s.fd(2))
	}
	if c := s.sends(capture.Arguments{}, buffers); c != nil {
		return c
	}
	return s.prints(buffers)
}

// prints returns a call that shows something to the program's user; nil if it does not.
func (s *stop) prints(buffers memory.Buffers) *capture.Call {
	fd := s.fd(0)
	if fd < 1 || fd > capture.Stderr || !s.tracer.isOurs(s.thread.tid, fd) {
		return nil
	}
	n := buffers.Room()
	return &capture.Call{Name: "write", FD: fd, Size: n, Data: s.memory().Gather(buffers, min(n, capture.CallDataLimit))}
}

// endSent gives a UDP socket that had none the address that the kernel chose for it.
func endSent(s *stop, c *capture.Call) {
	if c.Errno == "" && !c.Local.IsValid() && s.socket != nil {
		s.refresh(c.FD, c)
	}
}

func beginSendMessage(s *stop) *capture.Call {
	h := s.memory().Header(s.args[1])
	return s.sends(capture.Arguments{Flags: flagsOf(s.fd(2)), Address: s.memory().Address(h.Name, h.NameLength)}, h.Buffers)
}

// receives returns a call that receives into buffers.
func (s *stop) receives(flags string, buffers memory.Buffers) *capture.Call {
	c := s.call(capture.Arguments{Flags: flags})
	if c == nil {
		return nil
	}
	c.Size = buffers.Room()
	c.Args.Length = c.Size
	return c
}

// received takes what a call has received into buffers.
func (s *stop) received(c *capture.Call, buffers memory.Buffers) {
	if c.Errno == "" {
		c.Data = s.memory().Gather(buffers, int(min(c.Result, capture.CallDataLimit)))
	}
}

func beginReceiveFrom(s *stop) *capture.Call {
	c := s.receives(flagsOf(s.fd(3)), memory.One(s.args[1], s.args[2]))
	if c != nil && s.args[4] == 0 {
		c.Name = "recv"
	}
	if c != nil && c.Proto == capture.TCP && s.tracer.options.MaxReceive > 0 {
		s.shorten(c)
	}
	return c
}

// shorten has a call receive no more octets than the tracer is told to let it.
func (s *stop) shorten(c *capture.Call) {
	most := s.tracer.options.MaxReceive
	if c.Size <= most {
		return
	}
	_ = tracee.SetArgument(s.thread.tid, 2, uint64(most)) // else it receives more
}

func endReceiveFrom(s *stop, c *capture.Call) {
	s.received(c, memory.One(s.args[1], s.args[2]))
	if length, ok := s.memory().Word(s.args[5]); ok && c.Errno == "" && s.args[4] != 0 {
		if from := s.memory().Address(s.args[4], int(length)); from.IsValid() {
			c.Remote = from
		}
	}
}

func beginRead(s *stop) *capture.Call {
	if s.name == "readv" {
		return s.receives("", s.memory().Vectors(s.args[1], s.fd(2)))
	}
	c := s.receives("", memory.One(s.args[1], s.args[2]))
	if c != nil && c.Proto == capture.TCP && s.tracer.options.MaxReceive > 0 {
		s.shorten(c)
	}
	return c
}

func endRead(s *stop, c *capture.Call) {
	if s.name == "readv" {
		s.received(c, s.memory().Vectors(s.args[1], s.fd(2)))
		return
	}
	s.received(c, memory.One(s.args[1], s.args[2]))
}

func beginReceiveMessage(s *stop) *capture.Call {
	return s.receives(flagsOf(s.fd(2)), s.memory().Header(s.args[1]).Buffers)
}

func endReceiveMessage(s *stop, c *capture.Call) {
	h := s.memory().Header(s.args[1])
	s.received(c, h.Buffers)
	if from := s.memory().Address(h.Name, h.NameLength); from.IsValid() && c.Errno == "" {
		c.Remote = from
	}
}
