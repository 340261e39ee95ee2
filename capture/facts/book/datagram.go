package book

import (
	"bytes"
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/ledger"
	"wireladder/capture/flow"
)

// maxGroups is how many datagrams to many are remembered.
const maxGroups = 64

// twinTime is within what time two datagrams with the same octets may be one that was
// captured twice.
const twinTime = time.Millisecond

// doubleTime is within what time a datagram that was doubled on its way comes a second time: its sender
// does not use an identification again so soon (RFC 6864 §4.1).
const doubleTime = 2 * time.Second

// groups are the last datagrams that went to many.
type groups []question

// question is a datagram to many.
type question struct {
	number   int
	src, dst netip.AddrPort
}

// datagram fills in what is known of a UDP datagram.
func (b *Book) datagram(o *flow.Observation, s *ledger.Item) {
	p, f := o.Packet, &s.Facts
	if kind := facts.KindOf(p); kind != facts.OneHost {
		f.Group = &facts.Group{Kind: kind, Answers: b.groups.replies(p)}
		if kind != facts.PerhapsBroadcast {
			b.groups = append(b.groups[max(0, len(b.groups)-maxGroups+1):], question{p.Number, p.Src, p.Dst})
		}
	} else if asked := b.groups.answered(p); asked > 0 {
		f.Group = &facts.Group{Answers: asked}
	}
	l := b.ledgers.Of(o.Conversation)
	if _, answers := o.Conversation.Answers(); answers && f.Group == nil && len(l.Segments) == 0 {
		f.Elsewhere = b.asked.elsewhere(p)
	}
	b.asked.note(p)
	if last := saidBefore(l, o); last != nil {
		f.SameAs = last.Number
		f.Doubled = p.IP.ID != 0 && last.ID == p.IP.ID && last.After(o) < doubleTime && !isConstant(l, o)
		f.Twin = p.IP.ID == 0 && last.ID == 0 && last.After(o) < twinTime
	}
	if byItself(o, f) {
		f.Alike, b.alike = b.alike, true
	}
	l.Remember(o, s)
}

// byItself reports whether of a datagram nothing is known but that it is one of several between two, and not the first
// that was captured.
func byItself(o *flow.Observation, f *facts.Facts) bool {
	p, sent := o.Packet, o.Conversation.Packets
	first := sent[o.From] == 1 && sent[o.From.Peer()] == 0 || o.From == flow.Responder && sent[flow.Initiator] == 0
	return !first && f.Group == nil && f.SameAs == 0 && p.Problem == "" && !capture.IsOfNames(p.Src) && !capture.IsOfNames(p.Dst)
}

// saidBefore returns the last datagram of the same sender, if it has not been answered and
// holds the same octets; else nil. UDP repeats nothing by itself: the program does.
func saidBefore(l *ledger.Ledger, o *flow.Observation) *ledger.Item {
	if len(l.Segments) == 0 || len(o.Packet.Payload) == 0 {
		return nil
	}
	last := l.Segments[len(l.Segments)-1]
	if last.From != o.From || last.Facts.Error != nil || last.Length != o.Packet.PayloadLength || !bytes.Equal(l.Payload(last), o.Packet.Payload) {
		return nil
	}
	return last
}

// isConstant reports whether a sender uses the identification of a datagram for others, too, which hold
// other octets: it tells nothing then.
func isConstant(l *ledger.Ledger, o *flow.Observation) bool {
	return l.LastThat(func(s *ledger.Item) bool {
		return s.From == o.From && s.ID == o.Packet.IP.ID && !bytes.Equal(l.Payload(s), o.Packet.Payload)
	}) != nil
}

// answered returns the datagram to many that p answers, 0 if there is none: it was sent
// from where p goes to, and to the port that p comes from.
func (g groups) answered(p *capture.Packet) int {
	for i := len(g) - 1; i >= 0; i-- {
		if g[i].src == p.Dst && g[i].dst.Port() == p.Src.Port() {
			return g[i].number
		}
	}
	return 0
}

// replies returns the datagram to many that p, which goes to many itself, answers: it
// has the same two ports the other way round, as an offer of DHCP has (RFC 2131 §4.1).
func (g groups) replies(p *capture.Packet) int {
	if p.Src.Port() == p.Dst.Port() {
		return 0
	}
	for i := len(g) - 1; i >= 0; i-- {
		if g[i].src.Port() == p.Dst.Port() && g[i].dst.Port() == p.Src.Port() && g[i].src.Addr() != p.Src.Addr() {
			return g[i].number
		}
	}
	return 0
}
