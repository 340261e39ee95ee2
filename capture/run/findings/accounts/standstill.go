package accounts

import (
	"time"

	"wireladder/capture"
)

// Standstill is after how long a wait is one that something is wrong with: nothing that a
// program of a lecture does takes so long.
const Standstill = 700 * time.Millisecond

// WaitsAtEnd returns the call in which a socket's program waited for something to receive
// when all had come to a stand; nil if it did not. A call that an interpreter makes in its
// place counts, too.
func (s *Account) WaitsAtEnd() *Call {
	c := s.Last(capture.Waits)
	if c == nil || c.Does(capture.Connects) || c.Does(capture.Accepts) || c.Does(capture.Sends) {
		return nil
	}
	broken := !c.Returned() || c.Errno == "EINTR" || c.Errno == "EAGAIN" || c.Does(capture.Polls) && c.Result == 0 && c.Errno == ""
	long := c.Returned() && c.Exit.Sub(c.Enter) >= Standstill && c.Result <= 0
	if !broken && !long {
		return nil
	}
	return c
}
