package wire

import (
	"container/heap"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
)

// sides is one value for each side, by Side; that of Either is not used.
type sides[T any] [Server + 1]T

// noRoom is the Fault of a frame that the receiving kernel's queue had no room
// for (net.core.netdev_max_backlog).
const noRoom = "no room at the receiver"

// relay carries frames from each tap to the plug at the other side. It runs on
// one goroutine; other ones set its switches and wake it.
type relay struct {
	taps    sides[*tap]
	plugs   sides[int] // what is written there comes in at that side's host
	decider *decider
	pending crossings
	out     *outbox
	sent    atomic.Uint64 // frames taken

	bell     *bell
	closed   atomic.Bool // ends it at once
	hurried  atomic.Bool // has it wait for no frame that is still on its way
	draining atomic.Bool // ends it once nothing is left
	marks    marks
	repairs  repairs
}

// run carries frames until it is closed, or drained.
func (r *relay) run() error {
	for !r.closed.Load() {
		if err := r.carry(); err != nil {
			return err
		}
		if r.draining.Load() {
			done, err := r.drained()
			if done || err != nil {
				return err
			}
		}
		if err := r.wait(); err != nil {
			return err
		}
	}
	return nil
}

// carry takes all frames that there are, and delivers those that are due.
func (r *relay) carry() error {
	for {
		took := r.take(Client)
		took = r.take(Server) || took
		delivered, err := r.deliver()
		if err != nil || !took && !delivered {
			return err
		}
	}
}

// take takes a frame of the side, and reports whether there was one.
func (r *relay) take(from Side) bool {
	p := r.taps[from].take()
	if p == nil {
		return false
	}
	if r.marks.is(p) {
		return true
	}
	r.marks.disturb()
	r.sent.Add(1)
	p.Interface = uint8(from - Client)
	r.out.add(capture.Entry{Packet: p})
	arrivals, lost := r.decider.decide(from, p)
	if len(arrivals) == 0 {
		r.lose(p, lost)
	}
	for _, one := range arrivals {
		heap.Push(&r.pending, one)
	}
	return true
}

// lose reports the loss of a frame.
func (r *relay) lose(p *capture.Packet, fault string) {
	r.repairs.lost = true
	at := later(time.Now().Round(0), p.Time)
	r.out.add(capture.Entry{Delivery: &capture.Delivery{Packet: p, Time: at, Lost: true, Fault: fault}})
}

// deliver delivers what is due, and reports whether there was something.
func (r *relay) deliver() (bool, error) {
	one := r.pending.takeDue(time.Now())
	if one == nil {
		return false, nil
	}
	r.marks.disturb()
	at := later(time.Now().Round(0), one.packet.Time)
	_, err := unix.Write(r.plugs[one.from.other()], one.packet.Data)
	switch {
	case errors.Is(err, unix.ENOBUFS):
		r.lose(one.packet, noRoom)
		return true, nil
	case err != nil:
		return true, fmt.Errorf("the wire to the %s: %w", name(sideNames, one.from.other()), err)
	}
	r.out.add(capture.Entry{Delivery: &capture.Delivery{Packet: one.packet, Time: at, Fault: one.fault}})
	r.pending.release(one)
	return true, nil
}

// wait returns when there is a frame to take or to deliver, or the bell rings.
func (r *relay) wait() error {
	fds := []unix.PollFd{
		{Fd: int32(r.taps[Client].fd), Events: unix.POLLIN}, //nolint:gosec // descriptors are small
		{Fd: int32(r.taps[Server].fd), Events: unix.POLLIN}, //nolint:gosec // as above
		{Fd: int32(r.bell.fd), Events: unix.POLLIN},         //nolint:gosec // as above
	}
	var timeout *unix.Timespec // nil: for ever
	if at, ok := r.next(); ok {
		until := unix.NsecToTimespec(max(time.Until(at), 0).Nanoseconds())
		timeout = &until
	}
	if _, err := unix.Ppoll(fds, timeout, nil); err != nil && !errors.Is(err, unix.EINTR) {
		return os.NewSyscallError("wait for frames", err)
	}
	if fds[2].Revents != 0 {
		r.bell.silence()
	}
	return errors.Join(r.taps[Client].failure(fds[0]), r.taps[Server].failure(fds[1]))
}

// next returns when something is to be done though nobody sends anything.
func (r *relay) next() (time.Time, bool) {
	var first time.Time
	times := []time.Time{r.marks.until, r.repairs.ask}
	if len(r.pending) > 0 {
		times = append(times, r.pending[0].due)
	}
	for _, at := range times {
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first, !first.IsZero()
}
