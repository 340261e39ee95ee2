package render

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// past is what a socket has been through, as far as its next calls depend on it.
type past struct {
	shutRead, shutWrite bool // by shutdown(2)
	reset               bool // a RST has reached it
	refused             bool // an ICMP error has
	ended               bool // the peer's FIN has
	linger0             bool // SO_LINGER is set to 0 seconds
	unread              int  // octets that have come and were not received
	closed              bool
}

// circumstances are what a call's outcome is explained by, besides the call.
type circumstances struct {
	past
	taken  bool // another open socket is bound to the address
	larger int  // the length of the datagram of which the buffer held only a part; 0: it held all
}

// of returns the past of a lifeline.
func (b *ladderBuilder) of(lifeline int) *past {
	if b.past[lifeline] == nil {
		b.past[lifeline] = &past{}
	}
	return b.past[lifeline]
}

// reached notes a packet that has arrived at a lifeline.
func (b *ladderBuilder) reached(lifeline int, o *flow.Observation) {
	p := b.of(lifeline)
	p.reset = p.reset || o.Events.Has(flow.RST)
	p.refused = p.refused || o.Events.Has(flow.Unreachable)
	p.ended = p.ended || o.Events.Has(flow.FIN)
	if o.Events.Has(flow.Data) && !sentAgain(o) {
		p.unread += o.Packet.PayloadLength
	}
}

// note takes from a call what later packets are explained by.
func (p *past) note(kind StepKind, c *capture.Call) {
	if c.Errno != "" || kind == Enter && c.KeyedByExit() {
		return
	}
	switch {
	case c.Name == "shutdown" && kind != Return:
		p.shutRead = p.shutRead || c.Args.How&capture.ShutRead != 0
		p.shutWrite = p.shutWrite || c.Args.How&capture.ShutWrite != 0
	case c.Args.Option.Aborts():
		p.linger0 = true
	case receives(c):
		p.unread = max(0, p.unread-int(c.Result))
	case c.Name == "close":
		p.closed = true
	}
}

// circumstances returns those of a call, and notes what it changes.
func (b *ladderBuilder) circumstances(s *Step, c *capture.Call) circumstances {
	if s.Lifeline < 0 || s.Lifeline >= len(b.lifelines) {
		return circumstances{}
	}
	p := b.of(s.Lifeline)
	p.note(s.Kind, c)
	return circumstances{past: *p, taken: b.taken(s.Lifeline, c), larger: b.larger(c)}
}

// taken reports whether a socket other than the one of c is bound to the
// address that c asks for.
func (b *ladderBuilder) taken(lifeline int, c *capture.Call) bool {
	if c.Errno != "EADDRINUSE" {
		return false
	}
	port := portOf(c.Args.Address)
	for i := range b.lifelines {
		l := &b.lifelines[i]
		bound := l.Role == Bound || l.Role == Listening
		if i != lifeline && bound && l.End < 0 && portOf(l.Local) == port {
			return true
		}
	}
	return false
}

// larger returns the length of the datagram that c received a part of.
func (b *ladderBuilder) larger(c *capture.Call) int {
	if c.Proto != capture.UDP || !receives(c) || c.Errno != "" || c.Result != int64(c.Size) {
		return 0
	}
	for i := len(b.passed) - 1; i >= 0; i-- {
		p := b.passed[i].packet
		if b.passed[i].at.After(c.Exit) || p.Proto != capture.UDP || p.Dst.Port() != c.Local.Port() || p.Src != c.Remote {
			continue
		}
		if n := min(len(c.Data), len(p.Payload)); p.PayloadLength > c.Size && string(p.Payload[:n]) == string(c.Data[:n]) {
			return p.PayloadLength
		}
	}
	return 0
}

// resets says why a RST is sent, by what its sender has been through, where that
// tells.
func (p *past) resets(s *Step, o *flow.Observation) {
	from := o.From
	switch {
	case !o.Events.Has(flow.RST) || o.Before[from.Peer()] == flow.SynSent:
	case p.closed && p.linger0:
		s.Brief = "close() with SO_LINGER 0: a RST instead of a FIN"
		s.Full += " The program has asked for that with SO_LINGER: close() aborts."
	case p.closed && p.unread > 0 && o.Before[from] < flow.FinWait1:
		s.Brief = fmt.Sprintf("close() with %s unread: a RST instead of a FIN", count(int64(p.unread), "byte"))
		s.Full += fmt.Sprintf(" The program has closed and left %s unread: so that the %s does not take them for read, its kernel sends a RST and no FIN (RFC 2525 §2.17).", count(int64(p.unread), "byte"), from.Peer())
	case p.closed:
		s.Brief = fmt.Sprintf("the %s has closed: nobody can read that, hence a RST", from)
		s.Full += fmt.Sprintf(" Data has come after the %s's close(): nobody can read it any more, and its kernel says so.", from)
	case p.shutRead:
		s.Brief = fmt.Sprintf("the %s takes no more since its shutdown(): a RST", from)
	}
}

// unheard says of an ICMP error that reaches a socket which is not connected
// that its program never learns of it (udp(7)).
func unheard(s *Step, l *Lifeline, o *flow.Observation) {
	if o.Events.Has(flow.Unreachable) && o.Conversation.Proto == capture.UDP && l.FD >= 0 && !l.Remote.IsValid() {
		s.Brief += "; a socket that is not connected never learns"
		s.Full += " The socket is not connected, so its program is not told: it may have sent to many, and an error does not say of which it speaks."
	}
}
