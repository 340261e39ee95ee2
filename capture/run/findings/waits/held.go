package waits

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// Held finds connections that one process of a server has closed and another one, forked from
// it or its parent, holds open: no FIN is sent, and the client waits for it.
func Held(d *docket.Docket) {
	x := newFinder(d)
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Peer == nil || s.FD < 0 || s.Peer.FD < 0 || x.Claimed[s] || accounts.First(s.Sent, flow.FIN) != nil || accounts.First(s.Sent, flow.RST) != nil {
			continue
		}
		closed := x.lastShared(s)
		waits := x.stand(s.Peer, x.End)
		if closed == nil || waits == nil || waits.ends == returned || x.End.Before(closed.Enter) {
			continue
		}
		if waits.until.Sub(later(waits.since, closed.Enter)) < docket.Standstill && waits.ends != lasts {
			continue
		}
		x.Explain(s, findings.Finding{
			Rule: findings.NeverClosed, Who: s.Socket, Other: s.Peer.Socket,
			Moments: []*run.Moment{closed.Moment, waits.last().Moment}, Got: int64(s.FD),
		})
	}
}

// lastShared returns the last close(2) of a socket that other descriptors lead to, if none was
// the last one; nil if there is none.
func (x *finder) lastShared(s *accounts.Account) (last *accounts.Call) {
	for i := range s.Calls {
		c := &s.Calls[i]
		switch {
		case !c.Does(capture.Closes) && !c.Does(capture.Ends) || c.Enter.After(x.End):
		case c.Shared:
			last = c
		default:
			return nil
		}
	}
	return last
}
