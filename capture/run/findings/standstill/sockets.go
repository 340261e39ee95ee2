package standstill

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// waitOf returns the call in which a socket's program waits at the end; nil if it does not. That
// may be one of its interpreter, in place of a call that has a time limit, which is over: the
// program gives up, and makes no call behind it that moves something.
func waitOf(own *accounts.Account) *accounts.Call {
	if c := own.WaitsAtEnd(); c != nil {
		return c
	}
	if len(own.Asides) == 0 {
		return nil
	}
	last := &own.Asides[len(own.Asides)-1]
	for _, does := range []capture.Doing{capture.Receives, capture.Sends} {
		if c := own.Last(does); c != nil && c.Enter.After(last.Enter) {
			return nil
		}
	}
	if last.Returned() && (last.Errno != "" || last.Result != 0 || !own.Lasts(last, last.Enter)) {
		return nil
	}
	return last
}

// gaveUp notes that a wait was over before all was.
func gaveUp(f *findings.Finding, wait *accounts.Call) {
	if wait.Returned() && wait.Errno == "" && wait.Does(capture.Polls) {
		f.GivesUp, f.Got = f.Who, wait.Exit.Sub(wait.Enter).Milliseconds()
	}
}

// over returns when a wait was over; the end of the run if it was not.
func over(wait *accounts.Call, end time.Time) time.Time {
	if wait.Returned() && wait.Exit.Before(end) {
		return wait.Exit
	}
	return end
}

// lastBefore returns the last call on a socket that was made before a time; nil if there is none.
func lastBefore(of *accounts.Account, at time.Time) (last *accounts.Call) {
	for i := range of.Calls {
		if c := &of.Calls[i]; !c.Enter.After(at) {
			last = c
		}
	}
	return last
}

// unaccepted finds a client that waits for an answer on a connection that no program has
// accepted, and that none is about to accept.
func (s *inspection) unaccepted(client *accounts.Account, wait *accounts.Call) {
	synack := accounts.First(client.Arrived, flow.SYNACK)
	if synack == nil || client.Handed() == 0 || s.Claimed[client] {
		return
	}
	for _, l := range s.All {
		if l.Role != run.Listening || l.FD < 0 || !l.Holds(synack.Packet.Src) {
			continue
		}
		last := lastBefore(l, over(wait, s.End))
		if last == nil || last.Does(capture.Accepts) && !last.Returned() || last.Does(capture.Polls) || s.Throws(l.Process) {
			return
		}
		f := findings.Finding{Rule: findings.BothWait, Near: findings.Unaccepted, Who: client.Socket, Other: l.Socket, Moments: []*run.Moment{wait.Moment, last.Moment}}
		gaveUp(&f, wait)
		s.add(f, client)
		return
	}
}

// Unread finds programs that wait on one connection, though what they have sent last went by
// another one of theirs, and the answer lies there unread. It claims both.
func Unread(d *docket.Docket) {
	s := &inspection{d}
	for _, own := range d.All {
		if own.Proto != capture.TCP || own.Side != flow.Initiator || own.FD < 0 || own.Peer == nil || d.Claimed[own] || own.Received() < own.Peer.Handed() {
			continue
		}
		wait := waitOf(own)
		if wait == nil {
			continue
		}
		if other, answer := s.answered(own, wait); other != nil {
			f := findings.Finding{
				Rule: findings.BothWait, Near: findings.OtherSocket, Who: own.Socket, Other: other.Socket, Moments: []*run.Moment{wait.Moment, answer},
				Of: int64(len(accounts.Payload(other.Arrived, s.End))) - other.Received(),
			}
			gaveUp(&f, wait)
			s.add(f, own, own.Peer, other, other.Peer)
		}
	}
}

// answered returns another connection of a program that waits on one, by which it has sent last,
// and the answer that it does not receive there; nil if there is none.
func (s *inspection) answered(own *accounts.Account, wait *accounts.Call) (*accounts.Account, *run.Moment) {
	asked := own.Last(capture.Sends)
	for _, o := range s.All {
		if o == own || o.Process != own.Process || o.Proto != capture.TCP || o.Side != flow.Initiator || o.FD < 0 || o.Peer == nil || o.Closes() {
			continue
		}
		sent, answer := o.Last(capture.Sends), accounts.LastData(o.Arrived)
		if sent == nil || answer == nil || !answer.Time.After(sent.Enter) || !sent.Enter.Before(wait.Enter) || asked != nil && asked.Enter.After(sent.Enter) {
			continue
		}
		if o.After(*sent, capture.Receives) == nil && int64(len(accounts.Payload(o.Arrived, s.End))) > o.Received() {
			return o, answer
		}
	}
	return nil, nil
}
