package wire

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"wireladder/capture"
	"wireladder/capture/live"
)

// How long marks may take, and how often they are sent again.
const (
	markPatience = 200 * time.Millisecond
	markRounds   = 25
)

// marks are frames that the relay sends to both hosts to learn whether they have
// dealt with all before. The kernel of a host works off what comes in on the
// processor that has sent it, in order, answers included. So when the marks that
// each processor has sent have come in, and in the meantime no frame has
// gone or come, there is nothing more to come.
type marks struct {
	round  uint32
	left   int       // marks of the round that have not come in
	until  time.Time // when the round has failed; zero: no round is on its way
	quiet  bool      // nothing else has gone or come in this round
	failed int       // rounds in which marks were lost
}

const markSize = 60 // octets, Ethernet's least

// disturb notes that a frame has gone or come.
func (m *marks) disturb() { m.quiet = false }

// is reports whether the frame is a mark, and counts it.
func (m *marks) is(p *capture.Packet) bool {
	if len(p.Data) < markSize || binary.BigEndian.Uint16(p.Data[12:]) != markType {
		return false
	}
	if binary.BigEndian.Uint32(p.Data[14:]) == m.round {
		m.left--
	}
	return true
}

// drained reports whether all is carried that was sent, answers included. It
// begins a round of marks when there is none, and another when one has failed.
func (r *relay) drained() (bool, error) {
	m, now := &r.marks, time.Now()
	r.debts.ask = time.Time{} // that time has come, or does not matter
	if !r.hurried.Load() && (len(r.pending) > 0 || r.debts.due(now)) {
		m.until = time.Time{} // there is more to come: a round would be in vain
		return false, nil
	}
	switch {
	case m.until.IsZero():
		return false, r.sendMarks()
	case m.left == 0 && m.quiet:
		return true, nil
	case m.left == 0:
		return false, r.sendMarks()
	case now.After(m.until):
		if m.failed++; m.failed == markRounds {
			return false, fmt.Errorf("%w: the hosts do not answer", live.ErrIncomplete)
		}
		return false, r.sendMarks()
	}
	return false, nil
}

// sendMarks begins a round: a mark from each processor that this thread may be
// on, to each side.
func (r *relay) sendMarks() error {
	m := &r.marks
	m.round++
	m.left, m.quiet, m.until = 0, true, time.Now().Add(markPatience)
	var all unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		return r.sendMark() // too many processors to name
	}
	defer unix.SchedSetaffinity(0, &all) //nolint:errcheck // the thread is the relay's own
	for cpu := range len(all) * 64 {
		if !all.IsSet(cpu) {
			continue
		}
		var one unix.CPUSet
		one.Set(cpu)
		_ = unix.SchedSetaffinity(0, &one) // one that has gone has nothing waiting
		if err := r.sendMark(); err != nil {
			return err
		}
	}
	return nil
}

// sendMark sends a mark to each side.
func (r *relay) sendMark() error {
	for _, side := range []Side{Client, Server} {
		frame := make([]byte, markSize)
		to, from := macOf(side, false), macOf(side, true)
		copy(frame, to[:])
		copy(frame[6:], from[:])
		binary.BigEndian.PutUint16(frame[12:], markType)
		binary.BigEndian.PutUint32(frame[14:], r.marks.round)
		r.marks.left++
		if _, err := unix.Write(r.plugs[side], frame); err != nil && !errors.Is(err, unix.ENOBUFS) {
			return os.NewSyscallError("drain the wire", err)
		}
	}
	return nil
}
