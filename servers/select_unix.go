//go:build linux || darwin

package servers

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// SelectLimit is FD_SETSIZE: select(2) knows descriptors below it, and no
// others.
const SelectLimit = unix.FD_SETSIZE

// ErrSelectLimit is the error of a Select with a socket that no set can hold.
var ErrSelectLimit = fmt.Errorf("select(2) can't watch descriptors from FD_SETSIZE = %d on", SelectLimit)

// Select waits until one of the sockets can be received from, or sent to,
// without waiting, and returns those that can: select(2). A listening socket
// with a connection to accept can be received from, as can one that has met an
// error or its end. With a limit above 0 it returns none when that time is
// over; 0: it waits for ever. Both slices may be empty, and must hold sockets of
// this program that are open. The call is reported with its sets, as one on the
// first socket.
func (p *Program) Select(read, write []*Socket, limit time.Duration) (readable, writable []*Socket, err error) {
	all := slices.Concat(read, write)
	top := highest(all)
	if highest := max(top, p.life.descriptor(), p.ear()); highest >= SelectLimit {
		return nil, nil, fmt.Errorf("select: descriptor %d: %w", highest, ErrSelectLimit)
	}
	call := &capture.Call{Name: "select", FD: -1, Args: selectArguments(top+1, read, write, limit)}
	if len(all) > 0 {
		call.FD, call.Proto, call.Local, call.Remote = all[0].fd, all[0].proto, all[0].local, all[0].remote
	}
	_, err = p.perform(operation{
		call: call,
		try: func() (n int, err error) {
			readable, writable, err = p.selectOnce(read, write, deadlineIn(limit))
			return len(readable) + len(writable), err
		},
		describe: func() {
			call.Args.ReadyRead, call.Args.ReadyWrite = descriptors(readable), descriptors(writable)
		},
	})
	return readable, writable, err
}

// highest returns the highest descriptor, -1 of none.
func highest(sockets []*Socket) int {
	top := -1
	for _, s := range sockets {
		top = max(top, s.fd)
	}
	return top
}

// deadlineIn returns when limit is over, the zero time for 0.
func deadlineIn(limit time.Duration) time.Time {
	if limit <= 0 {
		return time.Time{}
	}
	return time.Now().Add(limit)
}

// selectArguments are those of a select that watches descriptors below n.
func selectArguments(n int, read, write []*Socket, limit time.Duration) capture.Arguments {
	return capture.Arguments{
		NFDs: n, Read: descriptors(read), Write: descriptors(write), Timeout: limit, HasTimeout: limit > 0,
	}
}

// selectOnce makes the system call, with what would end or interrupt the
// program among the descriptors. Signals that are the runtime's own do not
// count.
func (p *Program) selectOnce(read, write []*Socket, deadline time.Time) (readable, writable []*Socket, err error) {
	for {
		r, w, top := p.fdSets(read, write)
		_, err := unix.Select(top+1, &r, &w, nil, timeval(deadline))
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return nil, nil, err
		}
		readable, writable = present(read, &r), present(write, &w)
		over, interrupted := isSet(&r, p.life.descriptor()), isSet(&r, p.ear())
		err = p.told(over, interrupted && len(readable)+len(writable) == 0)
		return readable, writable, err
	}
}

// fdSets returns the two sets and the highest descriptor in them.
func (p *Program) fdSets(read, write []*Socket) (r, w unix.FdSet, top int) {
	for _, s := range read {
		r.Set(s.fd)
	}
	for _, s := range write {
		w.Set(s.fd)
	}
	top = max(highest(read), highest(write))
	for _, fd := range []int{p.life.descriptor(), p.ear()} {
		if fd >= 0 {
			r.Set(fd)
			top = max(top, fd)
		}
	}
	return r, w, top
}

// present returns the sockets that are in the set.
func present(sockets []*Socket, set *unix.FdSet) []*Socket {
	var in []*Socket
	for _, s := range sockets {
		if isSet(set, s.fd) {
			in = append(in, s)
		}
	}
	return in
}

// isSet reports whether fd is in the set; none below 0 is.
func isSet(set *unix.FdSet, fd int) bool { return fd >= 0 && set.IsSet(fd) }

// timeval returns how long it is until the deadline, nil for a zero one.
func timeval(deadline time.Time) *unix.Timeval {
	if deadline.IsZero() {
		return nil
	}
	tv := unix.NsecToTimeval(int64(max(time.Until(deadline), 0)))
	return &tv
}
