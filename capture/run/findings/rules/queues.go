package rules

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// silent finds connections over which nothing was sent, though their client waited for
// something, and which it gave up. Who only looks whether somebody is there does not wait.
func (x *index) silent() {
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Side != flow.Initiator || s.Peer == nil || x.claimed[s] || s.FD < 0 {
			continue
		}
		opened := accounts.First(s.Sent, flow.SYN)
		if opened == nil || accounts.First(s.Arrived, flow.SYNACK) == nil || accounts.LastData(s.Sent) != nil || accounts.LastData(s.Arrived) != nil {
			continue
		}
		if end := s.Last(capture.Closes); end != nil && !x.Raises(s.Process) && (s.InVain(opened.Time) != nil || x.expects(s)) {
			x.explain(s, findings.Finding{Rule: findings.NothingSent, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{opened, end.Moment}})
		}
	}
}

// expects reports whether a client has received nothing but the end.
func (x *index) expects(s *accounts.Account) bool {
	return s.Empties() > 0 && s.Peer.Ending() != nil && s.Peer.Ending().Enter.Before(s.Ending().Enter)
}

// queues finds clients that wait for their turn.
func (x *index) queues() {
	for _, s := range x.All {
		for _, m := range s.Sent {
			if m.Facts.Full {
				x.explain(s, findings.Finding{Rule: findings.BacklogFull, Who: m.To, Other: s.Socket, Moments: []*run.Moment{m}})
			}
		}
		if s.Role == run.Listening {
			x.overflows(s)
		}
	}
}

// overflows finds a listening socket whose kernel counts what its accept queue had no room
// for.
func (x *index) overflows(s *accounts.Account) {
	for _, m := range x.Moments {
		if c := m.Entry.Counters; c != nil && c.Of("ListenOverflows") > 0 {
			x.explain(s, findings.Finding{Rule: findings.BacklogFull, Who: s.Socket, Moments: []*run.Moment{m}, Got: int64(c.Of("ListenOverflows"))}) //nolint:gosec // a count
			return
		}
	}
}
