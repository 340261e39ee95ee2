package streams

import (
	"bytes"
	"regexp"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// glued finds one recv(2) that has returned several messages at once, and is taken for one:
// the program waits for those that it has got already, or shows them as one where it
// answers none.
func (x *hearing) glued(s *accounts.Account) {
	takes := accounts.Cuts(s, capture.Receives)
	for i, t := range takes {
		whole := t.Whole(s.Peer)
		if whole < 2 || t.Code.Newline || bytes.Contains(t.Data, []byte("\n")) && !x.repliesFew(s, t) {
			continue
		}
		next := x.End
		if i+1 < len(takes) {
			next = takes[i+1].Enter
		} else if c := s.After(t.Call, capture.Receives); c != nil {
			next = c.Enter
		}
		waits := i+1 == len(takes) && !t.Code.End && sentBetween(s, t.Exit, x.End) == 0 && x.waitsForMore(s, t)
		if waits || s.Empties() > 1 || next != x.End && s.Handed() == 0 && x.shows(s, t.Exit, next) {
			x.Explain(s, findings.Finding{Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{t.Moment}, Got: whole})
			return
		}
	}
}

// waitsForMore reports whether a program, or the one on the other side, waits when all has
// come to a stand; one that fills a buffer waits for what is missing, and no message.
func (x *hearing) waitsForMore(s *accounts.Account, t accounts.Cut) bool {
	own, other := s.WaitsAtEnd(), s.Peer.WaitsAtEnd()
	if own != nil && own.Call != t.Call.Call && int64(own.Size) == int64(t.Size)-t.Result {
		return false
	}
	return own != nil || other != nil
}

// repliesFew reports whether a program has answered what it took at once by one message.
func (x *hearing) repliesFew(s *accounts.Account, t accounts.Cut) bool {
	n := 0
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(t.Exit) {
			n++
		}
	}
	return n <= 1
}

// complaint finds in an answer that a request was not understood.
var complaint = regexp.MustCompile(`(?i)\b(unknown|invalid|bad|malformed|error|unexpected|extra data|syntax|not understood|unrecogni[sz]ed)\b`)

// misread finds a server that has taken several messages at once for one, and says that it
// does not understand it: what it names is what was glued, or one line of the client has sent
// all of them.
func (x *hearing) misread(s *accounts.Account) {
	if s.Side != flow.Responder {
		return
	}
	for _, t := range accounts.Cuts(s, capture.Receives) {
		whole := t.Whole(s.Peer)
		answer := s.After(t.Call, capture.Sends)
		if whole < 2 || answer == nil || !complaint.Match(answer.Data) {
			continue
		}
		if bytes.Contains(answer.Data, t.Data) || sameLine(s.Peer, t) {
			x.Explain(s, findings.Finding{
				Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{t.Moment, answer.Moment}, Got: whole,
			})
			return
		}
	}
}

// sameLine reports whether all messages that a call has taken were sent by one line.
func sameLine(from *accounts.Account, t accounts.Cut) bool {
	line := 0
	for _, m := range accounts.Cuts(from, capture.Sends) {
		if m.To <= t.From || m.From >= t.To {
			continue
		}
		if m.Code.Line == 0 || line > 0 && m.Code.Line != line {
			return false
		}
		line = m.Code.Line
	}
	return line > 0
}

// early finds a server that takes the first part of a message for all of it, answers and
// closes, while its client goes on to send: it waits for no answer in between.
func (x *hearing) early(s *accounts.Account) {
	messages, got := accounts.Cuts(s.Peer, capture.Sends), s.Received()
	closed, answer, take := s.Last(capture.Closes), s.Last(capture.Sends), s.Last(capture.Receives)
	if s.Side != flow.Responder || closed == nil || answer == nil || take == nil || !answer.Did(capture.Sends) {
		return
	}
	for i := range messages[:max(len(messages)-1, 0)] {
		next := messages[i+1]
		if messages[i].To != got || !closed.Enter.Before(next.Enter) || receivesBetween(s.Peer, messages[i], next) {
			continue
		}
		x.Explain(s, findings.Finding{
			Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{take.Moment, answer.Moment},
			Got: got, Of: s.Peer.Handed(), Parts: len(messages),
		})
		return
	}
}

// receivesBetween reports whether a program receives, or waits to, between two calls.
func receivesBetween(s *accounts.Account, a, b accounts.Cut) bool {
	for _, c := range s.Calls {
		if (c.Does(capture.Receives) || c.Does(capture.Polls) && len(c.Args.Read) > 0) && c.Enter.After(a.Enter) && c.Enter.Before(b.Enter) {
			return true
		}
	}
	return false
}
