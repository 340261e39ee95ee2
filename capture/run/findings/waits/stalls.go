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

// Stalls finds clients that wait for ever, or until their time is over, for a server that has
// received all that they sent, and makes no call for them any more: it waits in accept(2) again,
// or its thread in what is no socket call.
func Stalls(d *docket.Docket) {
	x := newFinder(d)
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Peer == nil || s.Side != flow.Initiator || x.Claimed[s] || s.FD < 0 || s.Peer.FD < 0 || keptAlive(s) {
			continue
		}
		if f := x.stall(s); f != nil {
			x.Explain(s, *f)
		}
	}
}

// stall returns that a client waits for nothing, nil if it does not. A server of which an
// exception was seen is told of by that.
func (x *finder) stall(s *accounts.Account) *findings.Finding {
	server, own := s.Peer, x.stand(s, x.End)
	if own == nil || !own.inVain(lastSender(s, x.End) == s) || !x.alone(own) || x.Throws(server.Process) || server.Received() < s.Handed() || accounts.Underway(server, s) {
		return nil
	}
	last := x.lastFor(server, own)
	if last == nil || own.until.Sub(later(own.since, last.Exit)) < own.least() || x.mayGoOn(server, last) {
		return nil
	}
	listens := s.Handed() == 0 && s.Received() > 0 // what comes may be all that there is for now
	if listens && !own.last().Code.End {
		return nil
	}
	f := findings.Finding{
		Rule: findings.BothWait, Who: s.Socket, Other: server.Socket, Moments: []*run.Moment{own.last().Moment, last.Moment}, Got: server.Received(), Idle: true,
	}
	if own.ends == timeout {
		f.GivesUp, f.Got = s.Socket, own.until.Sub(own.since).Milliseconds()
	}
	if last.Does(capture.Sends) && own.last().Code.End {
		f.Rule, f.Who, f.Other = findings.WaitsForEOF, server.Socket, s.Socket
		f.Moments = []*run.Moment{last.Moment, own.last().Moment}
	}
	for _, c := range x.behind(server, last) {
		f.Moments = append(f.Moments, c.Moment)
	}
	return &f
}

// endless reports whether nothing but a signal has ended a wait, if anything.
func (s *stand) endless() bool { return s.ends == lasts || s.ends == broken }

// inVain reports whether a wait has lasted until all was over, or has had its time where an
// answer was due: who has not asked may listen for a while, and so may a program that runs beside
// the clients, and is interrupted when they are done.
func (s *stand) inVain(asked bool) bool { return s.ends == lasts || s.ends == timeout && asked }

// least is for how long a wait lasts at least in which something is wrong.
func (s *stand) least() time.Duration {
	if s.ends == timeout {
		return accounts.Standstill
	}
	return stopped
}

// lastFor returns the last call that a server has made for a client that waits, if that has moved
// something, or has found the end of what comes; nil if it is another one. What it does for one
// that has given up may be to find that out.
func (x *finder) lastFor(server *accounts.Account, wait *stand) (last *accounts.Call) {
	for i := range server.Calls {
		switch c := &server.Calls[i]; {
		case c.Enter.After(x.End) || c.Does(capture.Configures) || c.Does(capture.Polls):
		case c.Enter.Before(wait.until):
			last = c
		case c.Does(capture.Sends):
			return nil
		}
	}
	if last == nil || !last.Did(capture.Receives) && !last.Did(capture.Sends) || last.Exit.After(wait.until) {
		return nil
	}
	return last
}

// mayGoOn reports whether a server that has made its last call for a client may go on with it: it
// waits for that one, for another client, whose message it may pass on, or for a server that it
// has asked itself.
func (x *finder) mayGoOn(server *accounts.Account, last *accounts.Call) bool {
	if st := x.stand(server, x.End); st != nil && st.endless() && st.until.After(last.Exit) {
		return true
	}
	for _, o := range x.fds[server.Process] {
		if o == server || o.Role == run.Listening {
			continue
		}
		if st := x.stand(o, x.End); st != nil && st.endless() {
			return true
		}
	}
	return x.pushes(server)
}

// behind returns what a thread does behind its last call for a client: a call that fails, and
// the one in which it waits at the end. There may be neither.
func (x *finder) behind(server *accounts.Account, last *accounts.Call) (all []*accounts.Call) {
	var fails, waits *accounts.Call
	for _, o := range x.fds[server.Process] {
		for i := range o.Calls {
			c := &o.Calls[i]
			if c.Thread != last.Thread || c.Enter.Before(last.Exit) || !c.Enter.Before(x.End) {
				continue
			}
			switch {
			case c.Does(capture.Waits) && !x.over(c).Before(x.End):
				waits = c
			case c.Does(capture.Sends) && c.Errno != "" && c.Errno != "EAGAIN" && fails == nil:
				fails = c
			}
		}
	}
	if fails != nil {
		all = append(all, fails)
	}
	if waits != nil {
		all = append(all, waits)
	}
	return all
}
