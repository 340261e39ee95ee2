package waits

import (
	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// relays finds programs that pass on what one side sends to another, and do not pass on that it
// has ended: who waits for that end waits for ever, and so does who has sent it, for the answer.
func (x *finder) relays() {
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Peer == nil || s.FD < 0 || x.Claimed[s] || x.ends(s) {
			continue
		}
		shut, empty := halfClosed(s.Peer), foundEnd(s)
		if shut == nil || empty == nil {
			continue
		}
		if wait := x.stand(s.Peer, x.End); wait == nil || !wait.endless() {
			continue
		}
		for _, u := range x.fds[s.Process] {
			if !x.relayed(s, u) {
				continue
			}
			wait := x.stand(u.Peer, x.End)
			if wait == nil || !wait.endless() || x.End.Sub(later(wait.since, empty.Exit)) < stopped {
				continue
			}
			x.Claimed.Take(s)
			x.Explain(u, findings.Finding{
				Rule: findings.WaitsForEOF, Who: u.Socket, Other: u.Peer.Socket, Process: s.Peer.Process,
				Moments: []*run.Moment{empty.Moment, wait.last().Moment, shut.Moment},
			})
			break
		}
	}
}

// relayed reports whether all that a program has received on one socket it has sent on another
// one, and its other side has taken it, and whether that one is as open as it was.
func (x *finder) relayed(s, u *accounts.Account) bool {
	if u == s || u.Proto != capture.TCP || u.Peer == nil || u.Peer.FD < 0 || x.Claimed[u] || x.ends(u) || halfClosed(u) != nil {
		return false
	}
	return s.Received() > 0 && u.Handed() == s.Received() && u.Peer.Received() == u.Handed()
}

// ends reports whether a socket was closed before all was over.
func (x *finder) ends(s *accounts.Account) bool {
	end := s.Ending()
	return end != nil && end.Enter.Before(x.End)
}

// halfClosed returns the call by which a program has ended the direction in which it sends, nil
// if none has.
func halfClosed(s *accounts.Account) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Did(capture.ShutsDown) && c.Args.How == capture.ShutWrite {
			return c
		}
	}
	return nil
}

// foundEnd returns the first call that found that nothing more comes, nil if none did.
func foundEnd(s *accounts.Account) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 {
			return c
		}
	}
	return nil
}
