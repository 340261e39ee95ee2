package accounts

import (
	"time"

	"wireladder/capture"
)

// Standstill is after how long a wait is one that something is wrong with: nothing that a
// program of a lecture does takes so long.
const Standstill = 700 * time.Millisecond

// untilKilled is after how long a wait is one that something is wrong with, if it lasts until a
// program is killed because the run does not end.
const untilKilled = 150 * time.Millisecond

// Lasts reports whether a call on the socket lasts for long since a time.
func (s *Account) Lasts(c *Call, since time.Time) bool {
	if !c.Returned() {
		return true
	}
	killed := !s.Killed.IsZero() && !c.Exit.Before(s.Killed) && s.Killed.Sub(since) >= untilKilled
	return killed || c.Exit.Sub(since) >= Standstill
}

// WaitsAtEnd returns the call in which a socket's program waited for something to receive
// when all had come to a stand; nil if it did not. A call that an interpreter makes in its
// place counts, too.
func (s *Account) WaitsAtEnd() *Call {
	c := s.Last(capture.Waits)
	if c == nil || c.Does(capture.Connects) || c.Does(capture.Accepts) {
		return nil
	}
	broken := !c.Returned() || c.Errno == "EINTR" || c.Errno == "EAGAIN" || c.Does(capture.Polls) && c.Result == 0 && c.Errno == ""
	if long := c.Returned() && c.Result <= 0 && s.Lasts(c, c.Enter); !broken && !long {
		return nil
	}
	return c
}
