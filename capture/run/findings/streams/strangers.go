package streams

import (
	"bytes"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// stranger finds a server that answers one client's request to another client: the text of that
// goes, in other letters, to the other one alone, though what one of the two has asked besides
// was answered to itself. What is passed on on purpose, as in a chat, is no answer to its sender
// at any time.
func (x *hearing) stranger(s *accounts.Account) {
	if s.Side != flow.Responder {
		return
	}
	var own *accounts.Call // by which it has answered this client itself
	for i, c := range s.Calls {
		if !c.Did(capture.Receives) || c.Result <= 0 {
			continue
		}
		to, sent := x.answerTo(s, &s.Calls[i])
		if to == s {
			own = sent
		}
		if to == nil || to == s || s.After(c, capture.Sends) != nil {
			continue
		}
		answered := own
		if answered == nil {
			answered = x.answers(to)
		}
		if answered != nil {
			x.Explain(s, findings.Finding{
				Rule: findings.ReplyWrongAddress, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{c.Moment, sent.Moment, answered.Moment}, Address: to.Remote,
			})
			x.Claimed.Take(to)
			return
		}
	}
}

// answers returns a call that answers on the same socket what a client has asked there; nil if there
// is none.
func (x *hearing) answers(s *accounts.Account) *accounts.Call {
	for i, c := range s.Calls {
		if !c.Did(capture.Receives) || c.Result <= 0 {
			continue
		}
		if to, sent := x.answerTo(s, &s.Calls[i]); to == s {
			return sent
		}
	}
	return nil
}

// answerTo returns to which client's socket the same thread sends next what a call has received,
// in whatever letters, and the call; nil if it sends something else, or nothing.
func (x *hearing) answerTo(s *accounts.Account, take *accounts.Call) (to *accounts.Account, next *accounts.Call) {
	next, to = x.nextSend(s.Process, take)
	if next == nil || !bytes.EqualFold(next.Data, take.Data) || bytes.Equal(next.Data, take.Data) {
		return nil, nil
	}
	return to, next
}
