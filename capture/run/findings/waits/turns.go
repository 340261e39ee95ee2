package waits

import (
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
	waits := until.Sub(since.Time)
	if waits < turn {
		return nil
	}
	busy := x.busyWith(l, client, since.Time, until)
	if busy == nil {
		return nil
	}
	return &findings.Finding{
		Rule: findings.SerialServer, Who: l.Socket, Other: client.Socket, Moments: []*run.Moment{since, busy.Moment},
		Process: client.Process, Got: waits.Milliseconds(), Calls: true,
	}
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
	for _, l := range x.All {
		for i := range l.Calls {
			if c := &l.Calls[i]; c.Did(capture.Accepts) && c.Remote == client.Local {
				return l, x.over(c)
			}
		}
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

// service is how a server serves another client while one waits.
type service struct {
	busy    time.Duration
	last    *accounts.Call // with which it is done, just before the server goes on
	waiting *accounts.Call // in which it waits most of the time; nil: in none
}

// busyWith returns a call of a server for another client than the one that waits meanwhile:
// the server serves others nearly all of the time, and is done with one of them when it goes on
// with the client, or never. It is one that waits, or the last one. Nil if that is not so.
func (x *finder) busyWith(l, client *accounts.Account, since, until time.Time) *accounts.Call {
	var all service
	for _, o := range x.fds[l.Process] {
		if o.Role != run.Accepted || o.Peer == client || o.Local.Port() != l.Local.Port() {
			continue
		}
		if busy := clip(closedAt(o, until), until).Sub(later(x.servedAt(o), since)); busy >= turn/2 {
			all.busy += busy
			x.look(&all, o, x.threadOf(l, client), since, until)
		}
	}
	switch {
	case all.busy < until.Sub(since)*4/5 || all.last == nil:
		return nil
	case all.waiting != nil:
		return all.waiting
	}
	return all.last
}

// threadOf returns the thread that serves a client, or accepts it.
func (x *finder) threadOf(l, client *accounts.Account) int {
	if client.Peer != nil {
		for i := range client.Peer.Calls {
			if c := &client.Peer.Calls[i]; serves(c) {
				return c.Thread
			}
		}
	}
	if c := l.Last(capture.Accepts); c != nil {
		return c.Thread
	}
	return 0
}

// look looks at the calls for another client: which ends just before the server goes on, and
// which one waits. Another thread lets the server go on by nothing but a close().
func (x *finder) look(all *service, o *accounts.Account, thread int, since, until time.Time) {
	for i := range o.Calls {
		c := &o.Calls[i]
		if !c.Enter.Before(until) || !serves(c) && !c.Does(capture.Closes) {
			continue
		}
		own := c.Thread == thread || c.Does(capture.Closes) || !until.Before(x.End)
		if own && until.Sub(x.over(c)) < soon && (all.last == nil || c.Enter.After(all.last.Enter)) {
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
