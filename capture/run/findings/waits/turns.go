package waits

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// turn is how long a client may have to wait for its turn.
const turn = 350 * time.Millisecond

// soon is within what time a program goes on with the next client when it is done with one.
const soon = 100 * time.Millisecond

// Turns finds clients that are not served as long as the server serves another one: it accepts
// them, or receives from them, only when that is done.
func Turns(d *docket.Docket) {
	x := newFinder(d)
	for _, client := range x.All {
		if client.Proto != capture.TCP || client.Side != flow.Initiator || client.FD < 0 || x.Claimed[client] {
			continue
		}
		if f := x.turn(client); f != nil {
			x.Claimed[client] = true
			x.Add(*f)
		}
	}
}

// turn returns how a client waits for its turn, nil if it does not.
func (x *finder) turn(client *accounts.Account) *findings.Finding {
	done := accounts.First(client.Arrived, flow.SYNACK)
	if done == nil {
		return nil
	}
	l := x.listener(done)
	if l == nil {
		return nil
	}
	since, until := done, x.End // if it is never accepted
	if by, at := x.accepted(client); by != nil {
		l, until = by, at
	}
	if until.Sub(done.Time) < turn && client.Peer != nil { // it is accepted at once, and may be served late
		if since = firstData(client.Sent); since == nil {
			return nil
		}
		until = x.servedAt(client.Peer)
	}
	if waits := until.Sub(since.Time); waits >= turn {
		if busy := x.busyWith(l, client, since.Time, until); busy != nil {
			return inTurn(l, client, since, busy, waits)
		}
	}
	if client.Peer == nil {
		return nil
	}
	if took, busy := x.blocked(l, client.Peer); took != nil {
		return inTurn(client.Peer, client, took.Moment, busy, busy.Enter.Sub(took.Exit))
	}
	return nil
}

// inTurn returns that a client waits for its turn since a moment, at a socket of the server.
func inTurn(l, client *accounts.Account, since *run.Moment, busy *accounts.Call, waits time.Duration) *findings.Finding {
	return &findings.Finding{
		Rule: findings.SerialServer, Who: l.Socket, Other: client.Socket, Moments: []*run.Moment{since, busy.Moment},
		Process: client.Process, Got: waits.Milliseconds(), Calls: true,
	}
}

// blocked returns the call by which a server has taken a client's request, and the one by which
// the same thread answers another client's that it took just before: in between it makes no
// call at all for long, and it answers the first one only then. Nil if that is not so.
func (x *finder) blocked(l, s *accounts.Account) (took, answer *accounts.Call) {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Did(capture.Receives) {
			took = c
			break
		}
	}
	own := firstSend(s)
	if took == nil || own == nil || own.Enter.Sub(took.Exit) < turn {
		return nil, nil
	}
	for _, o := range x.fds[l.Process] {
		other := firstSend(o)
		if o == s || o.Role != run.Accepted || other == nil || other.Thread != took.Thread || other.Enter.Sub(took.Exit) < turn || !other.Enter.Before(own.Enter) {
			continue
		}
		before := took.Enter.Sub(x.servedAt(o))
		if before >= 0 && before < soon && x.silentBetween(l.Process, took, other) {
			return took, other
		}
	}
	return nil, nil
}

// firstSend returns the first call that sends on a socket, nil if there is none.
func firstSend(s *accounts.Account) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Did(capture.Sends) {
			return c
		}
	}
	return nil
}

// silentBetween reports whether a thread of a program waits in no call between two: it works,
// or sleeps.
func (x *finder) silentBetween(process string, from, to *accounts.Call) bool {
	for _, o := range x.fds[process] {
		for _, c := range append(slices.Clip(o.Calls), o.Asides...) {
			if c.Thread == from.Thread && c.Enter.Before(to.Enter) && x.over(&c).After(from.Exit) && x.over(&c).Sub(c.Enter) > soon/2 {
				return false
			}
		}
	}
	return true
}

// listener returns the listening socket whose kernel has answered a client.
func (x *finder) listener(synack *run.Moment) *accounts.Account {
	for _, s := range x.All {
		if s.Role == run.Listening && s.Holds(synack.Packet.Src) {
			return s
		}
	}
	return nil
}

// accepted returns by which of the sockets that listen at an address a client was accepted,
// and when; nil if it never was.
func (x *finder) accepted(client *accounts.Account) (by *accounts.Account, at time.Time) {
	if a, ok := x.accepts[client.Local]; ok {
		return a.by, x.over(a.call)
	}
	return nil, at
}

// firstData returns the first of packets that carries something, nil if none does.
func firstData(all []*run.Moment) *run.Moment { return accounts.First(all, flow.Data) }

// servedAt returns when a server's program began to receive on a socket, or to send; the end of
// the run if it never did.
func (x *finder) servedAt(s *accounts.Account) time.Time {
	for i := range s.Calls {
		if c := &s.Calls[i]; serves(c) && c.Enter.Before(x.End) {
			return c.Enter
		}
	}
	return x.End
}

// serves reports whether a call is one that is made for a client.
func serves(c *accounts.Call) bool {
	return c.Does(capture.Receives) || c.Does(capture.Sends) || c.Does(capture.Polls)
}

// occupation is how a server serves another client while one waits.
type occupation struct {
	busy    time.Duration
	last    *accounts.Call // with which it is done, just before the server goes on
	waiting *accounts.Call // in which it waits most of the time; nil: in none
}

// heedless is how often a program has received nothing at least that goes round a loop with that: it is not busy
// with a client, who has gone.
const heedless = 10

// busyWith returns a call of a server for another client than the one that waits meanwhile:
// the server serves others most of the time, and is done with one of them when it goes on
// with the client, or never. It is one that waits, or the last one. Nil if that is not so.
func (x *finder) busyWith(l, client *accounts.Account, since, until time.Time) *accounts.Call {
	var all occupation
	for _, o := range x.fds[l.Process] {
		if o.Role != run.Accepted || o.Peer == client || o.Local.Port() != l.Local.Port() || o.Empties() >= heedless {
			continue
		}
		if busy := closedAt(o, until).Sub(later(x.servedAt(o), since)); busy >= turn/2 {
			all.busy += busy
			x.look(&all, o, x.goesOn(l, client), since, until)
		}
	}
	switch {
	case all.busy < until.Sub(since)*2/3 || all.last == nil:
		return nil
	case all.waiting != nil:
		return all.waiting
	}
	return all.last
}

// goesOn returns the first call that serves a client, or else the last that accepts one; nil if
// there is none.
func (x *finder) goesOn(l, client *accounts.Account) *accounts.Call {
	if client.Peer != nil {
		for i := range client.Peer.Calls {
			if c := &client.Peer.Calls[i]; serves(c) {
				return c
			}
		}
	}
	return l.Last(capture.Accepts)
}

// look looks at the calls for another client: which ends just before the server goes on, and
// which one waits. Another thread lets the server go on by nothing but a close().
func (x *finder) look(all *occupation, o *accounts.Account, next *accounts.Call, since, until time.Time) {
	for i := range o.Calls {
		c := &o.Calls[i]
		if !c.Enter.Before(until) || !serves(c) && !c.Does(capture.Closes) {
			continue
		}
		own := next != nil && c.Thread == next.Thread
		ends := until.Sub(x.over(c)) < soon && (own || c.Does(capture.Closes) || !until.Before(x.End))
		left := own && c.Does(capture.Closes) // however long it takes to go on: a machine may be busy
		if (ends || left) && (all.last == nil || c.Enter.After(all.last.Enter)) {
			all.last = c
		}
		if took := clip(x.over(c), until).Sub(later(c.Enter, since)); c.Does(capture.Waits) && took > until.Sub(since)/2 {
			all.waiting = c
		}
	}
}

// closedAt returns when a server closes a client's socket; a later time if it does not before
// that.
func closedAt(o *accounts.Account, until time.Time) time.Time {
	for i := range o.Calls {
		if c := &o.Calls[i]; c.Does(capture.Closes) && c.Enter.Before(until) {
			return c.Enter
		}
	}
	return until
}

// clip returns the earlier one of two times.
func clip(at, until time.Time) time.Time {
	if at.After(until) {
		return until
	}
	return at
}
