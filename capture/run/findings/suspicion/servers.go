package suspicion

import (
	"net/netip"
	"time"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
)

// turnTime is how long a client may have to wait for its turn.
const turnTime = 350 * time.Millisecond

// server returns the address of the server.
func (t *dialogue) server() netip.AddrPort { return t.opened.Packet.Src }

// beside calls do with each two connections of one server.
func (x *inquiry) beside(do func(a, b *dialogue)) {
	of := map[netip.AddrPort][]*dialogue{}
	for _, t := range x.talks {
		of[t.server()] = append(of[t.server()], t)
	}
	for _, t := range x.talks {
		all := of[t.server()]
		if len(all) > maxBeside {
			continue
		}
		for _, other := range all {
			if other != t {
				do(t, other)
			}
		}
	}
}

// maxBeside is how many connections of one server are compared with each other, and how many
// repeated SYNs with connections.
const maxBeside = 200

// serial finds a client that is answered, or turned away, only when another one has ended.
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
		if next == nil || next.Time.Before(end.Time) || next.Time.Sub(asked.Time) < turnTime || next.Time.Sub(end.Time) > atOnce {
			return
		}
		f := findings.Finding{Rule: findings.SerialServer, Moments: []*run.Moment{asked, end, next}, May: []findings.Rule{findings.SerialServer}, Got: next.Time.Sub(asked.Time).Milliseconds()}
		if next.Events.Has(flow.RST) {
			f.Rule, f.May = findings.ServerEnded, []findings.Rule{findings.ServerEnded, findings.SerialServer}
		}
		x.suspect(t, flow.Responder, f)
		x.found[len(x.found)-1].Other = t.ends[flow.Initiator].Socket
	})
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
		if apart := end.Time.Sub(second.Time).Abs(); apart > instant || t.owed() == nil {
			return
		}
		x.suspect(t, flow.Responder, findings.Finding{Rule: findings.ServerEnded, Moments: []*run.Moment{end, second}, May: []findings.Rule{findings.ServerEnded, findings.Crashed}})
		for _, s := range other.ends {
			x.claimed[s] = true
		}
	})
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
