package accounts

import (
	"wireladder/capture"
	"wireladder/capture/run"
)

// A program that goes round a loop without an end makes more calls than are kept: of a socket
// those that come behind so many, and are like one of the last few, are counted only.
const (
	manyCalls = 4000
	lastCalls = 8
)

// loop is what is known of the calls on a socket, to tell whether they go round a loop.
type loop struct {
	calls   int
	last    [lastCalls]sameness
	empties int // calls that have received nothing, and are not kept
}

// sameness is what calls of a loop have in common, round by round.
type sameness struct {
	name, errno, data string
	fd                int
	result            int64
	line              int
}

// goesRound reports whether a moment is a call that a loop makes again and again, and counts
// it.
func (x *Accounts) goesRound(m *run.Moment) bool {
	c := m.Call
	if m.Kind != run.Call || m.Born != nil || m.Closes || c.Does(capture.Ends) || c.Does(capture.Interrupts) {
		return false
	}
	l := x.loops[m.Socket]
	if l == nil {
		l = &loop{}
		x.loops[m.Socket] = l
	}
	l.calls++
	s := sameness{c.Name, c.Errno, string(c.Data), c.FD, c.Result, c.Code.Line}
	if l.calls > manyCalls {
		for _, other := range l.last {
			if other == s {
				l.note(c)
				return true
			}
		}
	}
	l.last[l.calls%lastCalls] = s
	return false
}

// note counts a call that is not kept.
func (l *loop) note(c *capture.Call) {
	if c.Proto == capture.TCP && c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 {
		l.empties++
	}
}
