package render

import (
	"strings"

	"wireladder/capture/flow"
)

// The phases of one exchange, by which two ladders are aligned.
const (
	phaseSetup   = "set up"
	phaseRequest = "request"
	phaseReply   = "reply"
	phaseClose   = "close"
)

// phases notes, step by step, where a ladder's phases begin. Each begins with
// something observed: request with the first message of an initiator, reply
// with the first of a responder after it, close with the first close() or
// shutdown() after that. The zero value has seen nothing.
type phases struct {
	request, reply, end int // numbers of steps, from 1; 0: not seen
}

// note looks at the step of an index, which the socket on side made or sent.
func (p *phases) note(m *moment, side flow.Side, index int) {
	switch n := index + 1; {
	case m.sendsMessage() && side == flow.Initiator && p.request == 0:
		p.request = n
	case m.sendsMessage() && side == flow.Responder && p.request > 0 && p.reply == 0:
		p.reply = n
	case m.closes() && p.reply > 0 && p.end == 0:
		p.end = n
	}
}

// sendsMessage reports whether the moment is data on its way: the packet, or
// the call that sends it.
func (m *moment) sendsMessage() bool {
	if m.call != nil {
		return strings.HasPrefix(m.call.Name, "send") || m.call.Name == "write"
	}
	return m.kind == Message && m.obs.Events.Has(flow.Data)
}

// closes reports whether the moment begins to end the conversation.
func (m *moment) closes() bool {
	if m.call != nil {
		return m.call.Name == "close" || m.call.Name == "shutdown"
	}
	return m.obs.Events.Has(flow.FIN) || m.obs.Events.Has(flow.RST)
}

// apply gives each step its phase, where the ladder holds just one exchange:
// with several clients, phases of one would cut through the others.
func (p *phases) apply(l *Ladder) {
	if exchanges(l) != 1 || p.request == 0 {
		return
	}
	for i := range l.Steps {
		l.Steps[i].Phase = p.at(i + 1)
	}
}

// at returns the phase of the n-th step.
func (p *phases) at(n int) string {
	switch {
	case p.end > 0 && n >= p.end:
		return phaseClose
	case p.reply > 0 && n >= p.reply:
		return phaseReply
	case n >= p.request:
		return phaseRequest
	}
	return phaseSetup
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
