//go:build linux && (amd64 || arm64)

package syscalls

import (
	"wireladder/capture"
	"wireladder/capture/calls/memory"
)

// What sendmmsg(2) and recvmmsg(2) do is told message by message, as the kernel makes it of
// sendmsg(2) and recvmsg(2): the call is that of the first one, and further ones are in More. The
// result of each is how long its message is (msg_len).

// maxMessages is how many messages of one call are looked at (UIO_MAXIOV).
const maxMessages = 1024

func beginSendMessages(s *Stop) *capture.Call {
	return s.sendsMessage(s.firstMessage())
}

// firstMessage returns the header of the first message; an empty one if there is none.
func (s *Stop) firstMessage() memory.Header {
	if s.args[2] == 0 {
		return memory.Header{}
	}
	return s.memory().Message(s.args[1], 0).Header
}

// sendsMessage returns a call that sends a message.
func (s *Stop) sendsMessage(h memory.Header) *capture.Call {
	return s.sends(capture.Arguments{Flags: flagsOf(s.fd(3)), Address: s.memory().Address(h.Name, h.NameLength)}, h.Buffers)
}

func endSendMessages(s *Stop, c *capture.Call) {
	endSent(s, c)
	s.eachMessage(c, func(m memory.BatchMessage) *capture.Call {
		one := s.sendsMessage(m.Header)
		endSent(s, one)
		return one
	})
}

func beginReceiveMessages(s *Stop) *capture.Call {
	return s.receives(flagsOf(s.fd(3)), s.firstMessage().Buffers)
}

func endReceiveMessages(s *Stop, c *capture.Call) {
	first := s.firstMessage()
	s.eachMessage(c, func(m memory.BatchMessage) *capture.Call {
		one := s.receives(flagsOf(s.fd(3)), m.Header.Buffers)
		one.Result = m.Length
		s.receivedMessage(one, m.Header)
		return one
	})
	s.receivedMessage(c, first)
}

// eachMessage gives a call that has returned how many messages it moved the length of the first
// one, and has a call for each further one.
func (s *Stop) eachMessage(c *capture.Call, further func(memory.BatchMessage) *capture.Call) {
	if c.Errno != "" {
		return
	}
	n := min(c.Result, maxMessages)
	c.Result = 0
	for i := range n {
		m := s.memory().Message(s.args[1], int(i))
		if i == 0 {
			c.Result = m.Length
			continue
		}
		one := further(m)
		one.Result = m.Length
		s.More = append(s.More, one)
	}
}

// A splice(2) out of a socket has the name by which kernels call that: a call is known by its name.
const (
	spliceIn  = "splice_read"
	spliceOut = 2 // the argument with the descriptor that it writes to
)

// beginSplice is for splice(2), between a pipe and a socket. What it moves lies in no memory.
func beginSplice(s *Stop) *capture.Call {
	c := s.call(capture.Arguments{})
	if c != nil {
		c.Name = spliceIn
		c.Args.Length = s.moved()
	} else if c = s.callOn(s.fd(spliceOut), capture.Arguments{}); c == nil {
		return nil
	}
	c.Size = s.moved()
	return c
}

// moved returns how many octets splice(2) is asked to move.
func (s *Stop) moved() int { return int(min(s.args[4], 1<<40)) } //nolint:gosec // cut off

// endSplice takes what was moved. That it is less than what was asked for says nothing: the pipe
// may have had no more.
func endSplice(_ *Stop, c *capture.Call) {
	if c.Errno == "" && c.Name != spliceIn {
		c.Size = int(c.Result)
	}
}
