package standstill

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// stolenFor is for how long a thread waits at least where another one has its answer.
const stolenFor = 150 * time.Millisecond

// stolen finds a thread that has asked on a connection and waits for the answer there, which another
// thread of its program has received: both receive on the same socket, and the kernel gives what
// comes to one of them. It reports whether there is one.
func (s *inspection) stolen(own *accounts.Account) bool {
	asked := own.Last(capture.Sends)
	if own.Proto != capture.TCP || own.Side != flow.Initiator || own.Peer == nil || asked == nil || !asked.Did(capture.Sends) {
		return false
	}
	var wait, took *accounts.Call
	for i := range own.Calls {
		switch c := &own.Calls[i]; {
		case !c.Does(capture.Receives) || c.Process != asked.Process:
		case c.Thread == asked.Thread && c.Enter.After(asked.Enter) && !c.Returned():
			wait = c
		case c.Thread != asked.Thread && c.Returned() && c.Exit.After(asked.Enter) && s.Counts(c.Exit) && c.Did(capture.Receives) && c.Result > 0:
			took = c
		}
	}
	if wait == nil || took == nil || s.End.Sub(wait.Enter) < stolenFor {
		return false
	}
	s.add(findings.Finding{
		Rule: findings.BothWait, Near: findings.OtherThread, Who: own.Socket, Other: own.Socket, Moments: []*run.Moment{wait.Moment, took.Moment}, Got: took.Result,
	}, own, own.Peer)
	return true
}
