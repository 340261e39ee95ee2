package streams

import (
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// takesLeave reports whether a server that sends finds out by that, or by nothing at all, that its client has
// left, and closes: no exception shows, and it has sent something since the client has asked last.
func (x *hearing) takesLeave(s *accounts.Account) bool {
	if s.Side != flow.Responder || x.Throws(s.Process) || s.Last(capture.Closes) == nil {
		return false
	}
	gone := accounts.First(s.Arrived, flow.FIN)
	if gone == nil {
		gone = accounts.First(s.Arrived, flow.RST)
	}
	if gone == nil {
		return false
	}
	asked, answered := accounts.DataBefore(s.Arrived, gone.Time), accounts.DataBefore(s.Sent, gone.Time)
	if asked != nil && (answered == nil || answered.Time.Before(asked.Time)) {
		return false
	}
	fails := failing(s)
	return fails == nil || s.After(*fails, capture.Sends) == nil
}

// failing returns the first call that could not send for the connection was gone; nil if there is none.
func failing(s *accounts.Account) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Does(capture.Sends) && (c.Errno == "EPIPE" || c.Errno == "ECONNRESET") {
			return c
		}
	}
	return nil
}

// breaksOff reports whether a client has closed in the midst of what the server sends, though it has got all
// that the client has sent, and takes leave of it: nobody misses anything.
func (x *hearing) breaksOff(s *accounts.Account) bool {
	return s.Side == flow.Initiator && s.Peer.Received() >= s.Handed() && failing(s.Peer) != nil && x.takesLeave(s.Peer)
}

// How long a call takes at most that does not wait, and how long a program asks at most that does not mean to wait.
const (
	noWait = 20 * time.Millisecond
	hurry  = 100 * time.Millisecond
)

// hasty finds a program that closes because nothing has come yet: its call does not wait, and fails. The other
// side sends something all the same. An exception that nobody has caught is told of besides.
func (x *hearing) hasty(s *accounts.Account) {
	closed := s.Last(capture.Closes)
	if closed == nil || x.Throws(s.Process) {
		return
	}
	first := emptyHanded(s, closed.Enter)
	if first == nil || closed.Enter.Sub(first.Enter) > hurry {
		return
	}
	sent := accounts.LastData(s.Peer.Sent)
	awaited := s.Side == flow.Responder && s.Received() == 0 && s.Handed() == 0
	if sent == nil || !awaited && !(s.Side == flow.Initiator && s.Handed() > 0 && sent.Time.After(first.Exit)) {
		return
	}
	x.Explain(s, findings.Finding{
		Rule: findings.ClosedBeforeAnswer, Near: findings.NotYet, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{first.Moment, closed.Moment},
	})
}

// emptyHanded returns the first of the last calls before a time that have asked whether something has come, and did not
// wait for it; nil if the last one has received something.
func emptyHanded(s *accounts.Account, before time.Time) (first *accounts.Call) {
	for i := range s.Calls {
		c := &s.Calls[i]
		switch {
		case !c.Does(capture.Receives) || !c.Enter.Before(before):
		case c.Errno != "EAGAIN" || c.Exit.Sub(c.Enter) > noWait:
			first = nil
		case first == nil:
			first = c
		}
	}
	return first
}

// badDescriptor ends what Python prints of a call on a socket that the program has closed before.
const badDescriptor = "Bad file descriptor"

// usesClosed reports whether nothing but the use of what it has closed itself shows as exceptions of a program.
func (x *hearing) usesClosed(process string) bool {
	all := x.Exceptions(process)
	for _, e := range all {
		if !strings.HasSuffix(e, badDescriptor) {
			return false
		}
	}
	return len(all) > 0
}

// astray returns the call of a thread between two others that has failed to send, on whatever socket; nil if there
// is none, or the other side was gone.
func (x *hearing) astray(process string, after, before *accounts.Call) *accounts.Call {
	for _, o := range x.All {
		if o.Process != process {
			continue
		}
		for i := range o.Calls {
			c := &o.Calls[i]
			between := c.Thread == after.Thread && c.Enter.After(after.Exit) && c.Enter.Before(before.Enter)
			if between && c.Does(capture.Sends) && c.Errno != "" && c.Errno != "EAGAIN" && (o.Role == run.Listening || c.Errno != "EPIPE" && c.Errno != "ECONNRESET") {
				return c
			}
		}
	}
	return nil
}

// onceEach reports whether no line of a program has received nothing twice: no loop of it takes that for the end.
func onceEach(s *accounts.Account) bool {
	seen := map[int]bool{}
	for _, c := range s.Calls {
		if c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 {
			if seen[c.Code.Line] {
				return false
			}
			seen[c.Code.Line] = true
		}
	}
	return s.Further == 0
}

// unconnected finds a program that sends by a socket which it has never connected, and goes on though that fails.
func (x *hearing) unconnected(s *accounts.Account) {
	if x.Claimed[s] || s.FD < 0 || s.Role == run.Listening || s.Connected() || x.Throws(s.Process) {
		return
	}
	for _, c := range s.Calls {
		if c.Does(capture.Sends) && (c.Errno == "EPIPE" || c.Errno == "ENOTCONN") {
			x.Explain(s, findings.Finding{Rule: findings.NothingSent, Near: findings.FailedSend, Who: s.Socket, Moments: []*run.Moment{c.Moment}})
			return
		}
	}
}
