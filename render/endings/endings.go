package endings

import (
	"net/netip"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/keys"
)

// Endings is what is known of how lifelines end, by their numbers. The zero value knows nothing.
type Endings struct{ of []Outcome }

// Outcome is what is known of how a lifeline ends. Make it with Endings.
type Outcome struct {
	closed, waits bool // the last state that its socket has entered is CLOSED, or TIME-WAIT
	step          int  // in which it entered that

	forgotten bool // its SYN,ACK was a SYN cookie
	begins    int  // the step in which its connection is made behind one; 0: there is none

	came     int  // packets that were sent to it before one was refused
	refuses  bool // a packet for it was refused: no socket took it
	sends    bool // it has sent another packet
	peerless bool
}

// Of returns what is known of a lifeline.
func (e *Endings) Of(line int) *Outcome {
	for len(e.of) <= line {
		e.of = append(e.of, Outcome{})
	}
	return &e.of[line]
}

// Enters notes that the socket of a lifeline enters a state in a step; "": it enters none.
func (e *Endings) Enters(line int, state string, step int) {
	if state != "" {
		one := e.Of(line)
		if one.forgotten && one.begins == 0 {
			one.begins = step
		}
		one.closed, one.waits, one.step = state == flow.Closed.String(), state == flow.TimeWait.String(), step
	}
}

// Note notes what a packet from one lifeline to another shows of whether sockets are there, and reports whether
// it refuses what came, for nobody is there.
func (e *Endings) Note(m *run.Moment, from, to int) (refuses bool) {
	sender, r, err := e.Of(from), m.Facts.Reset, m.Facts.Error
	switch {
	case m.From.FD >= 0, m.From.Role != run.Endpoint:
	case r != nil && r.Why == facts.Refuses && !r.Agrees, err != nil && err.Kind == facts.PortUnreachable && err.Router == netip.Addr{}:
		sender.refuses, refuses = true, true
	default:
		sender.sends = true
	}
	sender.forgotten = sender.forgotten || m.Forgotten()
	sender.peerless = sender.peerless || keys.Refuses(m)
	if to := e.Of(to); !to.refuses {
		to.came++
	}
	return refuses
}

// Gone returns the step in which the socket was left CLOSED; -1: it was not.
func (e *Outcome) Gone() int {
	if e.closed {
		return e.step
	}
	return -1
}

// Begins returns the step in which the kernel makes the connection, of which it has kept nothing before: its SYN,ACK was a
// SYN cookie (RFC 4987 §3.6). 0: that is not so.
func (e *Outcome) Begins() int { return e.begins }

// timeWait is how long Linux keeps a connection in TIME-WAIT (TCP_TIMEWAIT_LEN of include/net/tcp.h).
const timeWait = time.Minute

// Lingers reports whether the socket was left in TIME-WAIT, and is in it so long after the last packet still.
func (e *Outcome) Lingers(since time.Duration) bool { return e.waits && since < timeWait }

// NoSocket reports whether no socket is there: the first packet that came was refused, and nothing else was sent.
func (e *Outcome) NoSocket() bool { return e.refuses && !e.sends && e.came <= 1 }

// Peerless reports whether it has refused a connection, and none of its address ever had one.
func (e *Outcome) Peerless() bool { return e.peerless }
