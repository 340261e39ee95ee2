package render

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// The phases of an exchange, by which two ladders are aligned.
const (
	PhaseSetup   = "set up"
	PhaseRequest = "request"
	PhaseReply   = "reply"
	PhaseClose   = "close"
)

// phases notes, step by step, which phase an exchange is in. A request begins with a
// message of the initiator, a reply with one of the responder, and a further message of
// the initiator is a request again; close begins with what ends a direction of the
// conversation, and set up again with a new socket after that. What stands before the
// first message is set up only if something sets up there. The zero value has seen
// nothing.
type phases struct {
	begins []phase
	setUp  bool
}

// phase is a phase that begins in a step.
type phase struct {
	step int
	name string
}

// note looks at the step of an index, which the socket on side made or sent.
func (p *phases) note(m *run.Moment, side flow.Side, index int) {
	p.setUp = p.setUp || len(p.begins) == 0 && setsUp(m)
	switch {
	case sendsMessage(m) && side == flow.Initiator:
		p.begin(PhaseRequest, index)
	case sendsMessage(m) && len(p.begins) > 0:
		p.begin(PhaseReply, index)
	case p.ends(m):
		p.begin(PhaseClose, index)
	case m.Call != nil && m.Call.Did(capture.Opens) && p.now() == PhaseClose:
		p.begin(PhaseSetup, index)
	}
}

// now returns the phase that the exchange is in.
func (p *phases) now() string {
	if n := len(p.begins); n > 0 {
		return p.begins[n-1].name
	}
	return PhaseSetup
}

// setsUp reports whether the moment is one of setting up: a call, what the kernel says of
// a socket, or a SYN.
func setsUp(m *run.Moment) bool {
	return m.Call != nil || m.Kind == run.Kernel || m.Events&(flow.SYN|flow.SYNACK) != 0
}

// begin notes that a phase begins, unless it is the one that it is in already.
func (p *phases) begin(name string, index int) {
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
func (p *phases) ends(m *run.Moment) bool {
	spoke := len(p.begins) > 0
	switch c := m.Call; {
	case c == nil:
		return m.Events.Has(flow.FIN) || spoke && m.Events.Has(flow.RST)
	case m.Socket != nil && m.Socket.Role == run.Listening:
		return false
	case c.Does(capture.ShutsDown):
		return c.Args.How&capture.ShutWrite != 0
	}
	return m.Call.Does(capture.Closes) && (spoke || m.Kind == run.Call && !m.Quiet)
}

// apply gives each step its phase, where the ladder holds just one exchange: with
// several clients, phases of one would cut through the others.
func (p *phases) apply(l *Ladder) {
	if exchanges(l) != 1 || len(p.begins) == 0 {
		return
	}
	now, next := "", p.begins
	if p.setUp {
		now = PhaseSetup
	}
	for i := range l.Steps {
		for len(next) > 0 && next[0].step <= i {
			now, next = next[0].name, next[1:]
		}
		l.Steps[i].Phase = now
	}
}

// exchanges counts the initiators' sockets.
func exchanges(l *Ladder) int {
	n := 0
	for i := range l.Lifelines {
		if l.Lifelines[i].Side == flow.Initiator {
			n++
		}
	}
	return n
}
