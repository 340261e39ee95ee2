package render

import (
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// past is what a socket has been through, as far as its next calls depend on it.
type past struct {
	shutRead, shutWrite bool // by shutdown(2)
	reset               bool // a RST has reached it
	refused             bool // an ICMP error has
	ended               bool // the peer's FIN has
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
}

// circumstances returns those of a call, and notes what it changes.
func (b *ladderBuilder) circumstances(s *Step, c *capture.Call) circumstances {
	if s.Lifeline < 0 || s.Lifeline >= len(b.lifelines) {
		return circumstances{}
	}
	p := b.of(s.Lifeline)
	if c.Name == "shutdown" && c.Errno == "" && s.Kind != Return {
		p.shutRead = p.shutRead || c.Args == "SHUT_RD" || c.Args == "SHUT_RDWR"
		p.shutWrite = p.shutWrite || c.Args == "SHUT_WR" || c.Args == "SHUT_RDWR"
	}
	return circumstances{past: *p, taken: b.taken(s.Lifeline, c), larger: b.larger(c)}
}

// taken reports whether a socket other than the one of c is bound to the
// address that c asks for.
func (b *ladderBuilder) taken(lifeline int, c *capture.Call) bool {
	if c.Errno != "EADDRINUSE" {
		return false
	}
	_, port, _ := strings.Cut(c.Args[strings.LastIndexByte(c.Args, ']')+1:], ":")
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
