package suspicion

import (
	"bytes"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// turnTime is how long a client may have to wait for its turn.
const turnTime = 350 * time.Millisecond

// server returns the address of the server.
func (t *dialogue) server() netip.AddrPort { return t.opened.Packet.Src }

// others returns the other connections of a server; none where there are many.
func (x *inquiry) others(t *dialogue) (all []*dialogue) {
	if x.of == nil {
		x.of = map[netip.AddrPort][]*dialogue{}
		for _, s := range x.talks {
			x.of[s.server()] = append(x.of[s.server()], s)
		}
	}
	if len(x.of[t.server()]) > maxBeside {
		return nil
	}
	for _, other := range x.of[t.server()] {
		if other != t {
			all = append(all, other)
		}
	}
	return all
}

// beside calls do with each two connections of one server.
func (x *inquiry) beside(do func(a, b *dialogue)) {
	for _, t := range x.talks {
		for _, other := range x.others(t) {
			do(t, other)
		}
	}
}

// maxBeside is how many connections of one server are compared with each other, and how many
// repeated SYNs with connections.
const maxBeside = 200

// serial finds a client for which nothing comes until another one has ended: its answer, or the
// end of its own connection.
func (x *inquiry) serial() {
	x.beside(func(t, other *dialogue) {
		end := other.over()
		if len(t.turns) == 0 || t.turns[0].side != flow.Initiator || end == nil || x.claimed[t.ends[flow.Initiator]] || !other.spoke(flow.Responder) {
			return
		}
		asked := t.turns[0].last
		if !other.opened.Time.Before(t.opened.Time) || !end.Time.After(asked.Time) || end.Observation.From != flow.Initiator {
			return
		}
		next := t.reaction(asked)
		if next == nil || next.Time.Before(end.Time) || next.Time.Sub(asked.Time) < turnTime || next.Time.Sub(other.left(next)) > atOnce || x.heeded(t, asked) {
			return
		}
		f := findings.Finding{Rule: findings.SerialServer, Moments: []*run.Moment{asked, end, next}, May: []findings.Rule{findings.SerialServer}, Got: next.Time.Sub(asked.Time).Milliseconds()}
		switch own := t.ended(flow.Initiator); {
		case own != nil && own.Packet.Number < next.Packet.Number: // it has given up: what comes is late, or its own end
			return
		case !next.Events.Has(flow.Data):
			f.Rule, f.May = findings.ServerEnded, []findings.Rule{findings.ServerEnded, findings.Crashed, findings.SerialServer}
		}
		x.suspect(t, flow.Responder, f)
		x.found[len(x.found)-1].Other = t.ends[flow.Initiator].Socket
	})
}

// left returns when the last of both ends of a connection was closed, before a packet.
func (t *dialogue) left(before *run.Moment) (last time.Time) {
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		if end := t.ended(side); end != nil && end.Packet.Number < before.Packet.Number && end.Time.After(last) {
			last = end.Time
		}
	}
	return last
}

// heeded reports whether a server has received what a client has sent, though it does not
// answer: it passes that on at once, or tells others something that they have not asked for.
func (x *inquiry) heeded(t *dialogue, asked *run.Moment) bool {
	for _, other := range x.others(t) {
		for _, m := range other.all {
			if m.Packet.Number < asked.Packet.Number || m.Observation.From != flow.Responder || !m.Events.Has(flow.Data) || m.Time.Sub(asked.Time) > atOnce {
				continue
			}
			if before := other.said(m); passesOn(asked, m) || before != nil && before.Observation.From == flow.Responder && m.Time.Sub(before.Time) > atOnce {
				return true
			}
		}
	}
	return false
}

// minPassed is how many octets a message has at least that can be told again where it is passed on.
const minPassed = 3

// passesOn reports whether data hold what others hold.
func passesOn(from, to *run.Moment) bool {
	text := bytes.TrimSpace(from.Packet.Payload)
	return len(text) >= minPassed && bytes.Contains(to.Packet.Payload, text)
}

// relayed reports whether a server passes on what another client has just sent.
func (x *inquiry) relayed(t *dialogue, data *run.Moment) bool {
	for _, other := range x.others(t) {
		if m := other.said(data); m != nil && m.Observation.From == flow.Initiator && data.Time.Sub(m.Time) <= atOnce && passesOn(m, data) {
			return true
		}
	}
	return false
}

// open reports whether a server had another connection when a client asked, so that it may have
// been busy with that.
func (x *inquiry) open(t *dialogue, asked *run.Moment) bool {
	return slices.ContainsFunc(x.others(t), func(other *dialogue) bool {
		end := other.over()
		return other.opened.Time.Before(asked.Time) && (end == nil || end.Time.After(asked.Time))
	})
}

// served reports whether a server did something on a connection that it had already, while a
// client waited.
func (x *inquiry) served(t *dialogue, asked, until *run.Moment) bool {
	return slices.ContainsFunc(x.others(t), func(other *dialogue) bool {
		next := other.reaction(asked)
		return other.opened.Time.Before(asked.Time) && next != nil && next.Packet.Number < until.Packet.Number
	})
}

// spun reports whether a server had not closed another connection when a client asked, though
// its client had.
func (x *inquiry) spun(t *dialogue, asked *run.Moment) bool {
	return slices.ContainsFunc(x.others(t), func(other *dialogue) bool {
		fin, last := other.fins[flow.Initiator], other.ended(flow.Responder)
		return fin != nil && fin.Time.Before(asked.Time) && (last == nil || last.Time.Sub(asked.Time) >= slow)
	})
}

// releases returns the connection whose end lets a server go on, at last, with what a client has
// asked; nil if there is none. One whose client waited for an answer itself is none: both may
// have waited for the same.
func (x *inquiry) releases(t *dialogue, asked, data *run.Moment) *dialogue {
	for _, other := range x.others(t) {
		end := other.ended(flow.Initiator)
		if end == nil || !other.opened.Time.Before(t.opened.Time) || end.Packet.Number > data.Packet.Number || data.Time.Sub(end.Time) > atOnce || !end.Time.After(asked.Time) {
			continue
		}
		if last := other.said(end); last == nil || last.Observation.From == flow.Responder {
			return other
		}
	}
	return nil
}

// reaction returns what a server does first about a request, besides its ACK; nil if it does
// nothing.
func (t *dialogue) reaction(asked *run.Moment) *run.Moment {
	for _, m := range t.all {
		if m.Packet.Number > asked.Packet.Number && m.Observation.From == flow.Responder && (m.Events.Has(flow.Data) || m.Events.Has(flow.FIN) || m.Events.Has(flow.RST)) {
			return m
		}
	}
	return nil
}

// instant is within what time the kernel closes what a program leaves open.
const instant = 5 * time.Millisecond

// servers finds a server that ends several connections at one instant, though there is still
// something to be answered.
func (x *inquiry) servers() {
	x.beside(func(t, other *dialogue) {
		end, second := t.ended(flow.Responder), other.ended(flow.Responder)
		if end == nil || second == nil || t.over() != end || other.over() != second || x.claimed[t.ends[flow.Initiator]] {
			return
		}
		if apart := end.Time.Sub(second.Time).Abs(); apart > instant || t.owed() == nil || t.outlives(other) || other.outlives(t) {
			return
		}
		x.suspect(t, flow.Responder, findings.Finding{Rule: findings.ServerEnded, Moments: inOrder(end, second), May: []findings.Rule{findings.ServerEnded, findings.Crashed}})
		for _, s := range other.ends {
			x.claimed[s] = true
		}
	})
}

// outlives reports whether a connection was made after another one had ended: its server goes on.
func (t *dialogue) outlives(other *dialogue) bool {
	return t.all[0].Packet.Number > other.over().Packet.Number
}

// owed returns what a client has sent that its server did not answer;
// nil if there is nothing.
func (t *dialogue) owed() *run.Moment {
	if n := len(t.turns); n > 0 && t.turns[n-1].side == flow.Initiator && t.spoke(flow.Initiator) {
		return t.turns[n-1].last
	}
	return nil
}

// backlog finds a SYN that has no answer as long as other clients of the server wait for theirs.
func (x *inquiry) backlog() {
	left := maxBeside
	for _, s := range x.All {
		if s.Side != flow.Initiator {
			continue
		}
		for _, m := range s.Sent {
			if !m.Events.Has(flow.SYN) || m.Facts.Again == nil || x.claimed[s] || left == 0 {
				continue
			}
			left--
			if n := x.waiting(m.Packet.Dst, s.Sent[0]); n >= 2 {
				x.claimed[s] = true
				f := findings.Finding{Rule: findings.BacklogFull, Who: m.To, Other: s.Socket, Moments: []*run.Moment{s.Sent[0], m}, Got: int64(n), May: []findings.Rule{findings.BacklogFull}}
				x.found = append(x.found, f)
			}
		}
	}
}

// waiting counts the clients of a server that have asked before a SYN, and have no answer yet.
func (x *inquiry) waiting(server netip.AddrPort, syn *run.Moment) (n int) {
	for _, t := range x.talks {
		if t.server() != server || len(t.turns) == 0 || t.turns[0].side != flow.Initiator || t.turns[0].first.Time.After(syn.Time) {
			continue
		}
		if next := t.reaction(t.turns[0].first); next == nil || next.Time.After(syn.Time) {
			n++
		}
	}
	return n
}
