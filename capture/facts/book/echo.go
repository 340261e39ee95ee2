package book

import (
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
)

// maxEchoes is how many pings are remembered.
const maxEchoes = 1024

// The types of pings and of their answers (RFC 792, RFC 4443 §4).
const (
	echoReply, echoRequest   = 0, 8
	echoRequest6, echoReply6 = 128, 129
)

// echoKey tells a ping: who asks whom, and its identifier and number.
type echoKey struct {
	src, dst netip.Addr
	echo     uint32
}

// ping is a request that was captured.
type ping struct {
	number int
	at     time.Time
	facts  *facts.Echo
}

// pings are the requests that were captured last.
type pings map[echoKey]ping

// echo returns what a ping or its answer is to another one; nil if it is neither.
func (g *pings) echo(p *capture.Packet) *facts.Echo {
	switch kind := p.ICMP.Type; {
	case p.Proto == capture.ICMP && kind == echoRequest, p.Proto == capture.ICMPv6 && kind == echoRequest6:
		return g.request(p)
	case p.Proto == capture.ICMP && kind == echoReply, p.Proto == capture.ICMPv6 && kind == echoReply6:
		return g.reply(p)
	}
	return nil
}

// request remembers a request.
func (g *pings) request(p *capture.Packet) *facts.Echo {
	if *g == nil || len(*g) >= maxEchoes {
		*g = pings{}
	}
	f := &facts.Echo{}
	(*g)[echoKey{p.Src.Addr(), p.Dst.Addr(), p.ICMP.Echo}] = ping{p.Number, p.Time, f}
	return f
}

// reply looks for the request of an answer, and amends that.
func (g *pings) reply(p *capture.Packet) *facts.Echo {
	f := &facts.Echo{}
	asked, ok := (*g)[echoKey{p.Dst.Addr(), p.Src.Addr(), p.ICMP.Echo}]
	if !ok {
		return f
	}
	if f.Answers, f.Answered = asked.number, asked.facts.Answered; !asked.at.IsZero() && !p.Time.IsZero() {
		f.After = max(p.Time.Sub(asked.at), 0)
	}
	if asked.facts.Answered == 0 {
		asked.facts.Answered = p.Number
	}
	return f
}

// about returns the request that an ICMP error quotes; 0 if it quotes none that was captured.
func (g pings) about(p *capture.Packet) int {
	h := &p.ICMP
	return g[echoKey{h.Quoted.Src.Addr(), h.Quoted.Dst.Addr(), h.QuotedEcho}].number
}
