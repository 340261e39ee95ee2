//go:build linux && (amd64 || arm64)

package syscalls

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/calls/memory"
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
func (s *Stop) sends(args capture.Arguments, buffers memory.Buffers) *capture.Call {
	c := s.call(args)
	if c == nil {
		return nil
	}
	c.Size = buffers.Room()
	c.Data = s.memory().GatherWith(buffers, min(c.Size, capture.CallDataLimit), &s.Beside)
	if args.Address.IsValid() {
		c.Remote = args.Address
	}
	return c
}

func beginSendTo(s *Stop) *capture.Call {
	args := capture.Arguments{Flags: flagsOf(s.fd(3)), Address: s.memory().Address(s.args[4], s.fd(5))}
	c := s.sends(args, memory.One(s.args[1], s.args[2]))
	if c != nil && s.args[4] == 0 {
		c.Name = "send"
	}
	return c
}

func beginWrite(s *Stop) *capture.Call {
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
func (s *Stop) prints(buffers memory.Buffers) *capture.Call {
	fd := s.fd(0)
	n := buffers.Room()
	if fd < 1 || fd > capture.Stderr || !s.Shows(fd, n) {
		return nil
	}
	return &capture.Call{Name: "write", FD: fd, Size: n, Data: s.memory().Gather(buffers, min(n, capture.CallDataLimit))}
}

// beginSendFile is for sendfile(2): what is sent lies in no memory.
func beginSendFile(s *Stop) *capture.Call {
	c := s.call(capture.Arguments{})
	if c == nil {
		return nil
	}
	c.Size = int(min(s.args[3], 1<<40)) //nolint:gosec // cut off
	s.from = s.position()
	return c
}

// position returns from where on sendfile(2) reads its file: what it is told, or else where the file
// is (proc_pid_fdinfo(5)); -1 if that is not known.
func (s *Stop) position() int64 {
	if s.args[2] != 0 {
		if n, ok := s.memory().Excerpt().Long(s.args[2]); ok {
			return int64(n) //nolint:gosec // an off_t of C
		}
		return -1
	}
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/fdinfo/%d", s.Thread, s.fd(1)))
	n := int64(-1)
	_, _ = fmt.Sscanf(string(b), "pos:%d", &n) // else it is not known
	return n
}

// endSendFile takes what was sent. That it is less than what was asked for says nothing: the file
// may have an end.
func endSendFile(s *Stop, c *capture.Call) {
	if c.Errno != "" {
		return
	}
	c.Size = int(c.Result)
	c.Data = s.ofFile(min(c.Size, capture.CallDataLimit))
	endSent(s, c)
}

// ofFile returns so many octets of the file that is sent; fewer if they cannot be read.
func (s *Stop) ofFile(n int) []byte {
	name := fmt.Sprintf("/proc/%d/fd/%d", s.Thread, s.fd(1))
	if file, err := os.Stat(name); err != nil || !file.Mode().IsRegular() || s.from < 0 {
		return []byte{}
	}
	f, err := os.Open(name) //nolint:gosec // as the program has it
	if err != nil {
		return []byte{}
	}
	defer f.Close() //nolint:errcheck // only read
	b := make([]byte, n)
	n, _ = f.ReadAt(b, s.from) // as much as there is
	return b[:n]
}

// endSent gives a UDP socket that had none the address that the kernel chose for it.
func endSent(s *Stop, c *capture.Call) {
	if c.Errno == "" && !c.Local.IsValid() && s.Socket != nil {
		s.refresh(c.FD, c)
	}
}

func beginSendMessage(s *Stop) *capture.Call {
	h := s.memory().Header(s.args[1])
	return s.sends(capture.Arguments{Flags: flagsOf(s.fd(2)), Address: s.memory().Address(h.Name, h.NameLength)}, h.Buffers)
}

// receives returns a call that receives into buffers.
func (s *Stop) receives(flags string, buffers memory.Buffers) *capture.Call {
	c := s.call(capture.Arguments{Flags: flags})
	if c == nil {
		return nil
	}
	c.Size = buffers.Room()
	c.Args.Length = c.Size
	return c
}

// received takes what a call has received into buffers.
func (s *Stop) received(c *capture.Call, buffers memory.Buffers) {
	if c.Errno == "" {
		c.Data = s.memory().Gather(buffers, int(min(c.Result, capture.CallDataLimit)))
	}
}

func beginReceiveFrom(s *Stop) *capture.Call {
	c := s.receives(flagsOf(s.fd(3)), memory.One(s.args[1], s.args[2]))
	if c != nil && s.args[4] == 0 {
		c.Name = "recv"
	}
	s.limit(c)
	return c
}

// limit has a call receive no more octets than the tracer is told to let it.
func (s *Stop) limit(c *capture.Call) {
	most := s.MaxReceive
	if c != nil && c.Proto == capture.TCP && most > 0 && c.Size > most {
		s.Most = uint64(most)
	}
}

func endReceiveFrom(s *Stop, c *capture.Call) {
	s.received(c, memory.One(s.args[1], s.args[2]))
	if length, ok := s.memory().Word(s.args[5]); ok && c.Errno == "" && s.args[4] != 0 {
		if from := s.memory().Address(s.args[4], int(length)); from.IsValid() {
			c.Remote = from
		}
	}
}

func beginRead(s *Stop) *capture.Call {
	if s.name == "readv" {
		return s.receives("", s.memory().Vectors(s.args[1], s.fd(2)))
	}
	c := s.receives("", memory.One(s.args[1], s.args[2]))
	s.limit(c)
	return c
}

func endRead(s *Stop, c *capture.Call) {
	if s.name == "readv" {
		s.received(c, s.memory().Vectors(s.args[1], s.fd(2)))
		return
	}
	s.received(c, memory.One(s.args[1], s.args[2]))
}

func beginReceiveMessage(s *Stop) *capture.Call {
	return s.receives(flagsOf(s.fd(2)), s.memory().Header(s.args[1]).Buffers)
}

func endReceiveMessage(s *Stop, c *capture.Call) { s.receivedMessage(c, s.memory().Header(s.args[1])) }

// receivedMessage takes a message that a call has received, and from whom.
func (s *Stop) receivedMessage(c *capture.Call, h memory.Header) {
	s.received(c, h.Buffers)
	if from := s.memory().Address(h.Name, h.NameLength); from.IsValid() && c.Errno == "" {
		c.Remote = from
	}
}
