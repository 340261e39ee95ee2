// Package questions tells what datagrams alone let suspect: answers that reach nobody, or the wrong one,
// or hold the beginning alone. It is told as package suspicion tells of connections.
package questions

import (
	"bytes"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/letters"
)

// survey is what was asked, and what was found so far.
type survey struct {
	asked   unanswered
	found   []findings.Finding
	claimed []*run.Socket
}

// Of returns what the datagrams of a run let suspect, and the sockets whose trouble is explained by that.
func Of(moments []*run.Moment) (found []findings.Finding, claimed []*run.Socket) {
	x := &survey{asked: unanswered{map[netip.AddrPort]*run.Moment{}, map[netip.AddrPort]*run.Moment{}, map[[2]netip.AddrPort]*run.Moment{}}}
	var last *run.Moment
	for _, m := range moments {
		if m.Kind != run.Packet || m.CopyOf > 0 || m.Protocol() != capture.UDP || m.From == nil || m.To == nil {
			continue
		}
		if e := m.Facts.Error; e != nil {
			x.undelivered(m, e.Target)
			continue
		}
		if !m.Events.Has(flow.Data) {
			continue
		}
		x.answer(last, m)
		x.asked.note(m)
		last = m
	}
	return x.found, x.claimed
}

// unanswered are datagrams that nothing has answered yet: the last one of each who asks, and of
// each who is asked; and the first one of each who has sent something to somebody.
type unanswered struct {
	of, to map[netip.AddrPort]*run.Moment
	first  map[[2]netip.AddrPort]*run.Moment
}

// note takes a datagram.
func (q *unanswered) note(m *run.Moment) {
	if pair := [2]netip.AddrPort{m.Packet.Src, m.Packet.Dst}; q.first[pair] == nil {
		q.first[pair] = m
	}
}

// repeats reports whether a datagram is not the first one that its sender sends there of its own
// accord: it is no answer to what that has received from others meanwhile.
func (q *unanswered) repeats(m *run.Moment) bool {
	return q.first[[2]netip.AddrPort{m.Packet.Src, m.Packet.Dst}] != nil && !q.goesBack(m)
}

// goesBack reports whether a datagram goes to somebody who was the first of the two to send
// something: it is no question.
func (q *unanswered) goesBack(m *run.Moment) bool {
	to, from := q.first[[2]netip.AddrPort{m.Packet.Src, m.Packet.Dst}], q.first[[2]netip.AddrPort{m.Packet.Dst, m.Packet.Src}]
	return from != nil && (to == nil || from.Packet.Number < to.Packet.Number)
}

// answer looks at a datagram that may answer another one.
func (x *survey) answer(last, m *run.Moment) {
	asked := &x.asked
	request := asked.of[m.Packet.Dst]
	switch {
	case request == nil || request.Packet.Dst != m.Packet.Src:
		if last != nil && last.Packet.Dst == m.Packet.Src && last.Packet.Src != m.Packet.Dst && asked.of[last.Packet.Src] == last && !asked.repeats(m) && echoes(last, m, true) {
			x.misdirected(last, m)
		}
		if !asked.goesBack(m) {
			asked.of[m.Packet.Src], asked.to[m.Packet.Dst] = m, m
		}
		return
	case letters.LeavesLetters(request.Packet.Payload, m.Packet.Payload):
		x.found = append(x.found, findings.Finding{
			Rule: findings.NotASCII, Who: m.From, Other: m.To, Moments: []*run.Moment{m}, Of: int64(len(m.Packet.Payload)), May: []findings.Rule{findings.NotASCII},
		})
	case echoes(request, m, false):
		x.found = append(x.found, findings.Finding{
			Rule: findings.DatagramCut, Who: m.From, Other: m.To, Moments: []*run.Moment{request, m}, Got: int64(len(m.Packet.Payload)), Of: int64(len(request.Packet.Payload)),
			May: []findings.Rule{findings.DatagramCut, findings.AnswerShort},
		})
	}
	delete(asked.of, m.Packet.Dst)
	if asked.to[m.Packet.Src] == request {
		delete(asked.to, m.Packet.Src)
	}
}

// minEcho is how many octets an answer has at least that can be told to be one by what it
// repeats.
const minEcho = 4

// echoes reports whether an answer repeats a request, in whatever letters: all of it, or the
// beginning alone.
func echoes(request, answer *run.Moment, whole bool) bool {
	q, a := request.Packet.Payload, answer.Packet.Payload
	if len(a) < minEcho || len(a) > len(q) || whole != (len(a) == len(q)) || len(q) != request.Packet.PayloadLength {
		return false
	}
	return bytes.EqualFold(q[:len(a)], a) && !bytes.Equal(q[:len(a)], a)
}

// misdirected adds an answer that goes to somebody else than who has asked: the first one of its
// sender that goes there.
func (x *survey) misdirected(request, answer *run.Moment) {
	if slices.ContainsFunc(x.found, func(f findings.Finding) bool {
		last := f.Moments[len(f.Moments)-1]
		return f.Rule == findings.ReplyWrongAddress && last.Packet.Src == answer.Packet.Src && last.Packet.Dst == answer.Packet.Dst
	}) {
		return
	}
	x.found = append(x.found, findings.Finding{
		Rule: findings.ReplyWrongAddress, Who: answer.From, Other: request.From, Moments: []*run.Moment{request, answer}, Address: answer.Packet.Dst,
		May: []findings.Rule{findings.ReplyWrongAddress},
	})
	x.claimed = append(x.claimed, request.From, answer.From)
}

// undelivered looks at a datagram that nobody takes: an answer to somebody who waits for it on
// another port, or from another port.
func (x *survey) undelivered(m *run.Moment, to netip.AddrPort) {
	if m.Facts.Error.Kind != facts.PortUnreachable {
		return
	}
	from := m.Packet.ICMP.Quoted.Src
	answer := x.asked.of[from]
	for _, request := range []*run.Moment{x.asked.to[from], x.asked.of[to]} {
		if answer == nil || request == nil || answer.Packet.Number < request.Packet.Number {
			continue
		}
		elsewhere := request.Packet.Src.Addr() == to.Addr() && request.Packet.Src != to
		fromElsewhere := request.Packet.Dst.Addr() == from.Addr() && request.Packet.Dst != from
		if elsewhere || fromElsewhere {
			x.misdirected(request, answer)
			return
		}
	}
}
