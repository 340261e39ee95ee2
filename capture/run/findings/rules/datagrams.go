package rules

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// datagrams finds what is wrong with single datagrams.
func (x *index) datagrams() {
	for _, s := range x.All {
		if s.Proto != capture.UDP {
			continue
		}
		for _, c := range s.Calls {
			if n := c.Moment.Meets.Larger; n > 0 {
				x.explain(s, findings.Finding{Rule: findings.DatagramCut, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Got: c.Result, Of: int64(n)})
			}
		}
		x.wrongAddress(s)
		x.lost(s)
	}
}

// wrongAddress finds an answer that goes to somebody else than who has asked last, and got
// nothing; or that comes from another address than was asked.
func (x *index) wrongAddress(s *accounts.Account) {
	var asker *accounts.Account
	for _, c := range s.Calls {
		switch {
		case c.Did(capture.Receives) && c.Remote.IsValid():
			asker = x.at(c.Remote)
		case c.Did(capture.Sends) && c.Args.Address.IsValid() && asker != nil && c.Args.Address != asker.Local && asker.Received() == 0:
			x.misdirected(s, asker, c)
			return
		}
	}
	if asker == nil || asker.Received() > 0 && !asker.Remote.IsValid() {
		return
	}
	for _, other := range x.All {
		for _, c := range other.Calls {
			if other != s && other.Process == s.Process && c.Did(capture.Sends) && c.Args.Address == asker.Local && asker.Remote.IsValid() && other.Local.Port() != asker.Remote.Port() {
				x.misdirected(other, asker, c)
				return
			}
		}
	}
}

// misdirected adds an answer that does not reach who has asked.
func (x *index) misdirected(s, asker *accounts.Account, c accounts.Call) {
	x.claimed[asker] = true
	f := findings.Finding{Rule: findings.ReplyWrongAddress, Who: s.Socket, Other: asker.Socket, Moments: []*run.Moment{c.Moment}, Address: c.Args.Address}
	if c.Args.Address == asker.Local {
		f.Address = s.Local // it goes to the right one, but from there
	}
	x.explain(s, f)
}

// at returns the UDP socket that has an address; nil if none has.
func (x *index) at(a netip.AddrPort) *accounts.Account {
	for _, s := range x.All {
		if s.Proto == capture.UDP && s.Local == a {
			return s
		}
	}
	return nil
}

// lost finds a datagram that was lost on the way, where its sender, or who would have got the
// answer, waits for ever.
func (x *index) lost(s *accounts.Account) {
	for i, m := range s.Sent {
		if !m.Facts.Fate.Lost() || !m.Events.Has(flow.Data) {
			continue
		}
		again := false
		for _, later := range s.Sent[i+1:] {
			again = again || string(later.Packet.Payload) == string(m.Packet.Payload)
		}
		waits := s
		if s.Role == run.Bound {
			waits = x.Of[m.To]
		}
		if again || waits == nil || waits.WaitsAtEnd() == nil {
			continue
		}
		x.explain(waits, findings.Finding{Rule: findings.ReplyLost, Who: waits.Socket, Other: s.Socket, Moments: []*run.Moment{m}})
	}
}
