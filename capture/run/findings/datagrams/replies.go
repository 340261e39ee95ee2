package datagrams

import (
	"bytes"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// misdirected finds an answer that goes to somebody else than who has asked, and waits for it;
// or that comes from another address than was asked.
func (x *search) misdirected(s *accounts.Account) {
	direct := false // it has answered who had asked
	var asker *accounts.Account
	var asked accounts.Call
	for _, c := range s.Calls {
		switch {
		case c.Did(capture.Receives) && c.Remote.IsValid():
			asker, asked = x.at(c.Remote, c.Exit), c
		case !c.Did(capture.Sends) || !c.Remote.IsValid() || asker == nil || asker == s:
		case asker.Holds(c.Remote):
			direct = true
		case x.forlorn(s, asker, asked) && (direct || !x.takes(c, s)):
			f := findings.Finding{Rule: findings.ReplyWrongAddress, Who: s.Socket, Other: asker.Socket, Moments: []*run.Moment{c.Moment}, Address: c.Remote}
			x.blame(asker, f, asked)
			return
		}
	}
	if asker != nil && asker.Remote.IsValid() && x.forlorn(nil, asker, asked) {
		x.elsewhere(s, asker, asked)
	}
}

// elsewhere finds an answer that comes from another socket than the one that was asked, where
// the client is connected to that one.
func (x *search) elsewhere(s, asker *accounts.Account, asked accounts.Call) {
	for _, other := range x.All {
		if other == s || other.Process != s.Process || other.Proto != capture.UDP || other.Local.Port() == asker.Remote.Port() {
			continue
		}
		for _, c := range other.Calls {
			if c.Did(capture.Sends) && asker.Holds(c.Remote) && c.Enter.After(asked.Exit) {
				f := findings.Finding{Rule: findings.ReplyWrongAddress, Who: other.Socket, Other: asker.Socket, Moments: []*run.Moment{c.Moment}, Address: other.Local, Near: findings.OtherPort}
				x.blame(asker, f, asked)
				x.Claimed.Take(other)
				return
			}
		}
	}
}

// blame adds an answer that does not reach who has asked.
func (x *search) blame(asker *accounts.Account, f findings.Finding, asked accounts.Call) {
	f.Got = waited(asker.InVain(asked.Enter))
	x.Claimed[x.Of[f.Who]] = true
	x.Explain(asker, f)
}

// forlorn reports whether who has asked has never got anything, nor has its program by another socket since,
// and waits for something; and whether nobody has sent it anything from s's program.
func (x *search) forlorn(s, asker *accounts.Account, asked accounts.Call) bool {
	sent := asker.Last(capture.Sends)
	if sent == nil || asker.InVain(sent.Enter) == nil {
		return false
	}
	return !slices.ContainsFunc(x.All, func(other *accounts.Account) bool {
		if other.Process == asker.Process && other.Proto == capture.UDP && (other.Heard(sent.Enter) || other == asker && other.Received() > 0) {
			return true
		}
		return s != nil && other.Process == s.Process && slices.ContainsFunc(other.Calls, func(c accounts.Call) bool {
			return c.Did(capture.Sends) && c.Proto == capture.UDP && asker.Holds(c.Remote) && c.Enter.After(asked.Exit)
		})
	})
}

// takes reports whether a datagram goes to somebody who is there, and is not its sender: then
// it may be meant for that one.
func (x *search) takes(c accounts.Call, s *accounts.Account) bool {
	to := x.at(c.Remote, c.Enter)
	return to != nil && to != s && (to.End == nil || to.End.Time.After(c.Enter))
}

// echoed finds a program that receives its own datagram: it is bound to the port that it asks,
// as somebody else is.
func (x *search) echoed(s *accounts.Account) {
	var asked accounts.Call
	for _, c := range s.Calls {
		switch {
		case c.Did(capture.Sends):
			asked = c
		case c.Did(capture.Receives) && asked.Call != nil && s.Holds(asked.Remote) && s.Holds(c.Remote) && bytes.Equal(c.Data, asked.Data):
			other := x.shares(s)
			if other == nil {
				return
			}
			x.Explain(s, findings.Finding{
				Rule: findings.ReplyWrongAddress, Who: s.Socket, Other: other.Socket, Near: findings.SameAddress, Moments: []*run.Moment{asked.Moment, c.Moment}, Address: asked.Remote,
			})
			return
		}
	}
}

// shares returns a socket of another program that is bound to the same port at the same time; nil
// if there is none.
func (x *search) shares(s *accounts.Account) *accounts.Account {
	for _, o := range x.All {
		if o.Process != s.Process && o.Proto == capture.UDP && o.Role == run.Bound && o.Local.Port() == s.Local.Port() && (o.End == nil || o.End.Time.After(s.BornAt)) {
			return o
		}
	}
	return nil
}
