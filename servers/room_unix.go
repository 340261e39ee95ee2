//go:build linux || darwin

package servers

import (
	"errors"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// scarceness are the errors of a kernel that lacks something which others may give
// back: descriptors of the process or of the system, memory, threads.
var scarceness = []error{unix.EMFILE, unix.ENFILE, unix.ENOBUFS, unix.ENOMEM, ErrNoThreads, ErrSelectLimit}

// misses are the errors of a call that has missed a client, and say nothing of the
// server's own socket: it was interrupted, the client was gone before it was accepted,
// or a network had failed it by then (accept(2), "Error handling").
var misses = []error{
	unix.EINTR, unix.EAGAIN, unix.ECONNABORTED, unix.EPROTO, unix.ENOPROTOOPT, unix.ETIMEDOUT, unix.ECONNREFUSED,
	unix.ECONNRESET, unix.ENETDOWN, unix.ENETUNREACH, unix.EHOSTDOWN, unix.EHOSTUNREACH,
}

// exhausted reports whether err says that something is lacking, and may come back.
func exhausted(err error) bool { return !notMade(err) && isOneOf(err, scarceness) }

// passing reports whether err says that there is no client now, and there may be the
// next time.
func passing(err error) bool { return !notMade(err) && isOneOf(err, misses) }

func isOneOf(err error, known []error) bool {
	return slices.ContainsFunc(known, func(e error) bool { return errors.Is(err, e) })
}

// roomAgain is after how long a server looks again whether there is room. What it
// lacks may be given back by others, who tell nobody.
const roomAgain = time.Second / 2

// awaitRoom tells that the server is full, unless it has been since it last took a
// client, and returns when a client has left, after a while, or when the server is to
// end: a stopError where that is at once.
func (s *server) awaitRoom(why error) error {
	s.tellFull(why)
	var interrupt <-chan struct{} // nil: never
	if s.opts.Interrupt != nil {
		interrupt = s.opts.Interrupt.Done()
	}
	again := time.NewTimer(roomAgain)
	defer again.Stop()
	select {
	case <-s.left:
	case <-again.C:
	case <-interrupt:
	case <-s.program.life.ctx.Done():
		return stopError{s.program.life.cause()}
	}
	return nil
}

// tellFull tells that there is no room for a client, once until there was.
func (s *server) tellFull(why error) {
	if !s.full.Swap(true) {
		s.tell(Event{Kind: Full, Err: why})
	}
}
