// Package phases tells which phase an exchange is in, moment by moment: set up, request, reply,
// close.
package phases

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// The phases of an exchange, by which two ladders are aligned.
const (
	Setup   = "set up"
	Request = "request"
	Reply   = "reply"
	Close   = "close"
)

// Phases notes, step by step, which phase an exchange is in. A request begins with a
// message of the initiator, a reply with one of the responder, and a further message of
// the initiator is a request again; close begins with what ends a direction of the
// conversation, and set up again with a new socket after that. A FIN is no message then, whatever it carries. What stands before the
// first message is set up only if something sets up there. The zero value has seen
// nothing.
type Phases struct {
	begins []phase
	setUp  bool
}

// phase is a phase that begins in a step.
type phase struct {
	step int
	name string
}

// Note looks at the step of an index, which the socket on side made or sent.
func (p *Phases) Note(m *run.Moment, side flow.Side, index int) {
	p.setUp = p.setUp || len(p.begins) == 0 && setsUp(m)
	switch {
	case p.now() == Close && m.Kind == run.Packet && m.Events.Has(flow.FIN): // it may carry what was sent before close()
	case sendsMessage(m) && side == flow.Initiator:
		p.begin(Request, index)
	case sendsMessage(m) && len(p.begins) > 0:
		p.begin(Reply, index)
	case p.ends(m):
		p.begin(Close, index)
	case m.Call != nil && m.Call.Did(capture.Opens) && p.now() == Close:
		p.begin(Setup, index)
	}
}

// now returns the phase that the exchange is in.
func (p *Phases) now() string {
	if n := len(p.begins); n > 0 {
		return p.begins[n-1].name
	}
	return Setup
}

// setsUp reports whether the moment is one of setting up: a call, what the kernel says of
// a socket, or a SYN.
func setsUp(m *run.Moment) bool {
	return m.Call != nil || m.Kind == run.Kernel || m.Events&(flow.SYN|flow.SYNACK) != 0
}

// begin notes that a phase begins, unless it is the one that it is in already.
func (p *Phases) begin(name string, index int) {
	if p.now() != name {
		p.begins = append(p.begins, phase{index, name})
	}
}

// sendsMessage reports whether the moment is data on its way: the packet, or the call
// that sends it.
func sendsMessage(m *run.Moment) bool {
	if m.Call != nil {
		return m.Call.Does(capture.Sends) && m.Call.Errno == ""
	}
	return m.Kind == run.Packet && m.Events.Has(flow.Data) && m.Facts.Again == nil
}

// ends reports whether the moment ends a direction of the conversation. What sends nothing
// before there was a message, and a RST then, only ends an attempt.
func (p *Phases) ends(m *run.Moment) bool {
	spoke := len(p.begins) > 0
	switch c := m.Call; {
	case c == nil:
		answers := m.Facts.Reset != nil && m.Facts.Reset.Answers > 0 // then it ends nothing that goes on
		return m.Events.Has(flow.FIN) || spoke && m.Events.Has(flow.RST) && !answers
	case m.Socket != nil && m.Socket.Role == run.Listening:
		return false
	case c.Does(capture.ShutsDown):
		return c.Args.How&capture.ShutWrite != 0
	}
	return m.Call.Does(capture.Closes) && (spoke || m.Kind == run.Call && !m.Quiet)
}

// Each calls with for each of so many steps, from the first, with the phase that it is in; not
// at all where no phase ever began.
func (p *Phases) Each(steps int, with func(step int, phase string)) {
	if len(p.begins) == 0 {
		return
	}
	now, next := "", p.begins
	if p.setUp {
		now = Setup
	}
	for i := range steps {
		for len(next) > 0 && next[0].step <= i {
			now, next = next[0].name, next[1:]
		}
		with(i, now)
	}
}
