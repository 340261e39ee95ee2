//go:build linux || darwin

package servers

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// errTimeOver ends a wait whose deadline has passed.
var errTimeOver = errors.New("time is over")

// interruptError is the EINTR of the program's own interrupt, unlike those that
// the signals of the Go runtime cause.
type interruptError struct{}

func (interruptError) Error() string { return unix.EINTR.Error() }
func (interruptError) Unwrap() error { return unix.EINTR }

// ready returns nil when fd is ready for events, or has failed, which the next
// try will tell. Else it returns why nobody waits any longer: a stopError when
// the program is over, an interruptError when it was interrupted, errTimeOver. A zero
// deadline never comes.
func (p *Program) ready(fd int, events int16, deadline time.Time) error {
	set := []unix.PollFd{
		{Fd: int32(fd), Events: events},
		{Fd: int32(p.life.descriptor()), Events: unix.POLLIN},
		{Fd: int32(p.ear()), Events: unix.POLLIN},
	}
	for {
		n, err := unix.Poll(set, milliseconds(deadline))
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return err
		case n == 0:
			return errTimeOver
		}
		return p.told(set[1].Revents != 0, set[0].Revents == 0 && set[2].Revents != 0)
	}
}

// ear returns the descriptor on which an interrupt would be heard, -1 when none
// is to come.
func (p *Program) ear() int {
	if p.heard.Load() {
		return -1
	}
	return p.signal.descriptor()
}

// told returns what a wait returns that was woken by the program's end or by an
// interrupt; nil if by neither.
func (p *Program) told(over, interrupted bool) error {
	switch {
	case over:
		return stopError{p.life.cause()}
	case interrupted:
		p.heard.Store(true)
		return interruptError{}
	}
	return nil
}

// milliseconds returns how long poll(2) is to wait for a deadline, rounded up
// so that none comes early; -1 for a zero one.
func milliseconds(deadline time.Time) int {
	if deadline.IsZero() {
		return -1
	}
	left := max(time.Until(deadline), 0)
	return int((left + time.Millisecond - 1) / time.Millisecond)
}
