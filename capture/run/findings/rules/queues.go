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
	}
	x.overflows()
}

// overflows finds the listening socket whose kernel counts what its accept queue had no room
// for: of several that is not told.
func (x *index) overflows() {
	var listening *accounts.Account
	for _, s := range x.All {
		if s.Role == run.Listening && listening != nil {
			return
		}
		if s.Role == run.Listening {
			listening = s
		}
	}
	var shown []*run.Moment
	total := int64(0)
	for _, m := range x.Moments {
		if c := m.Entry.Counters; c != nil && c.Of("ListenOverflows") > 0 {
			shown, total = append(shown, m), total+int64(c.Of("ListenOverflows")) //nolint:gosec // a count
		}
	}
	if total > 0 && listening != nil {
		x.explain(listening, findings.Finding{Rule: findings.BacklogFull, Who: listening.Socket, Moments: shown, Got: total})
	}
}
