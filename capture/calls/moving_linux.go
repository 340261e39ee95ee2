//go:build linux && (amd64 || arm64)

package calls

import (
	"encoding/binary"
	"strings"

	"golang.org/x/sys/unix"

	"wireladder/capture"
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
func (s *stop) sends(args capture.Arguments, buffers []unix.RemoteIovec) *capture.Call {
	c := s.call(args)
	if c == nil {
		return nil
	}
	c.Size = room(buffers)
	c.Data = s.gather(buffers, min(c.Size, capture.CallDataLimit))
	if args.Address.IsValid() {
		c.Remote = args.Address
	}
	return c
}

// one returns a single buffer.
func one(at, length uint64) []unix.RemoteIovec {
	return []unix.RemoteIovec{{Base: uintptr(at), Len: int(min(length, 1<<40))}} //nolint:gosec // cut off
}

func beginSendTo(s *stop) *capture.Call {
	args := capture.Arguments{Flags: flagsOf(s.fd(3)), Address: plain(s.address(s.args[4], s.fd(5)))}
	c := s.sends(args, one(s.args[1], s.args[2]))
	if c != nil && s.args[4] == 0 {
		c.Name = "send"
	}
	return c
}

func beginWrite(s *stop) *capture.Call {
	buffers := one(s.args[1], s.args[2])
	if s.name == "writev" {
		buffers = s.vectors(s.args[1], s.fd(2))
	}
	if c := s.sends(capture.Arguments{}, buffers); c != nil {
		return c
	}
	return s.prints(buffers)
}

// prints returns a call that shows something to the program's user; nil if it does not.
func (s *stop) prints(buffers []unix.RemoteIovec) *capture.Call {
	fd := s.fd(0)
	if fd != capture.Stdout && fd != capture.Stderr {
		return nil
	}
	n := room(buffers)
	return &capture.Call{Name: "write", FD: fd, Size: n, Data: s.gather(buffers, min(n, capture.CallDataLimit))}
}

// endSent gives a UDP socket that had none the address that the kernel chose for it.
func endSent(s *stop, c *capture.Call) {
	if c.Errno == "" && !c.Local.IsValid() && s.socket != nil {
		s.refresh(c.FD, c)
	}
}

// header is struct msghdr.
type header struct {
	name       uint64
	nameLength int
	buffers    []unix.RemoteIovec
}

// sizeOfHeader is the size of struct msghdr.
const sizeOfHeader = 56

func (s *stop) header(at uint64) header {
	b := s.bytes(at, sizeOfHeader)
	if len(b) < sizeOfHeader {
		return header{}
	}
	word := binary.NativeEndian.Uint64
	return header{
		name: word(b), nameLength: int(binary.NativeEndian.Uint32(b[8:])),
		buffers: s.vectors(word(b[16:]), int(min(word(b[24:]), maxVectors))), //nolint:gosec // cut off
	}
}

func beginSendMessage(s *stop) *capture.Call {
	h := s.header(s.args[1])
	return s.sends(capture.Arguments{Flags: flagsOf(s.fd(2)), Address: plain(s.address(h.name, h.nameLength))}, h.buffers)
}

// receives returns a call that receives into buffers.
func (s *stop) receives(flags string, buffers []unix.RemoteIovec) *capture.Call {
	c := s.call(capture.Arguments{Flags: flags})
	if c == nil {
		return nil
	}
	c.Size = room(buffers)
	c.Args.Length = c.Size
	return c
}

// received takes what a call has received into buffers.
func (s *stop) received(c *capture.Call, buffers []unix.RemoteIovec) {
	if c.Errno == "" {
		c.Data = s.gather(buffers, int(min(c.Result, capture.CallDataLimit)))
	}
}

func beginReceiveFrom(s *stop) *capture.Call {
	c := s.receives(flagsOf(s.fd(3)), one(s.args[1], s.args[2]))
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
	var r registers
	if getRegisters(s.thread.tid, &r) != nil {
		return
	}
	setArgument(&r, 2, uint64(most)) //nolint:gosec // positive
	_ = setRegisters(s.thread.tid, &r)
}

func endReceiveFrom(s *stop, c *capture.Call) {
	s.received(c, one(s.args[1], s.args[2]))
	if length, ok := s.word(s.args[5]); ok && c.Errno == "" && s.args[4] != 0 {
		if from := plain(s.address(s.args[4], int(length))); from.IsValid() {
			c.Remote = from
		}
	}
}

func beginRead(s *stop) *capture.Call {
	if s.name == "readv" {
		return s.receives("", s.vectors(s.args[1], s.fd(2)))
	}
	c := s.receives("", one(s.args[1], s.args[2]))
	if c != nil && c.Proto == capture.TCP && s.tracer.options.MaxReceive > 0 {
		s.shorten(c)
	}
	return c
}

func endRead(s *stop, c *capture.Call) {
	if s.name == "readv" {
		s.received(c, s.vectors(s.args[1], s.fd(2)))
		return
	}
	s.received(c, one(s.args[1], s.args[2]))
}

func beginReceiveMessage(s *stop) *capture.Call {
	return s.receives(flagsOf(s.fd(2)), s.header(s.args[1]).buffers)
}

func endReceiveMessage(s *stop, c *capture.Call) {
	h := s.header(s.args[1])
	s.received(c, h.buffers)
	if from := plain(s.address(h.name, h.nameLength)); from.IsValid() && c.Errno == "" {
		c.Remote = from
	}
}
