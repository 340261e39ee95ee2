// Package streams finds programs that take what TCP brings for something else than a stream of
// octets, and what is wrong with how their connections end.
package streams

import (
	"bytes"
	"regexp"
	"slices"
	"time"
	"unicode"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
	"wireladder/capture/run/findings/letters"
	"wireladder/capture/run/findings/suspicion"
)

// maxCompared is how many calls of one side are compared with those of the other.
const maxCompared = 2000

// hearing is a run whose streams are looked at.
type hearing struct {
	*docket.Docket
	sends map[worker][]sentCall // nil: nobody has asked yet
}

// Messages finds programs that take what recv(2) returns, or send(2) takes, for a message.
func Messages(d *docket.Docket) {
	x := &hearing{Docket: d}
	x.each(x.stranger) // what the others find may be brought about by that
	x.each(x.uncounted, x.glued, x.misread, x.split, x.early, x.sentPart, x.unparsed, x.partial, x.miscounted, x.short, x.headless)
	x.bytewise()
}

// each looks by rules at each socket of a connection of which both sides are known, and whose calls
// are not too many.
func (x *hearing) each(rules ...func(*accounts.Account)) {
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.FD < 0 || s.Peer == nil || len(s.Calls) > maxCompared || len(s.Peer.Calls) > maxCompared {
			continue
		}
		for _, rule := range rules {
			if !x.Claimed[s] {
				rule(s)
			}
		}
	}
}

// sentPart finds a program that does not heed how much send(2) has taken.
func (x *hearing) sentPart(s *accounts.Account) {
	c := s.Last(capture.Sends)
	if c == nil || !c.Did(capture.Sends) || c.Result >= int64(c.Size) || c.Result < 0 || x.hasRoomLater(s, c) || x.brokenOff(s, c) {
		return // all of it is sent or will be, or a signal has broken the call off
	}
	x.Explain(s, findings.Finding{Rule: findings.AnswerShort, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{c.Moment}, Got: c.Result, Of: int64(c.Size)})
}

// hasRoomLater reports whether a program waits for room behind a call that sends, and so means
// to send the rest.
func (x *hearing) hasRoomLater(s *accounts.Account, c *accounts.Call) bool {
	for _, o := range x.All {
		for i := range o.Calls {
			if p := &o.Calls[i]; o.Process == s.Process && p.Does(capture.Polls) && slices.Contains(p.Args.Write, s.FD) && p.Enter.After(c.Enter) {
				return true
			}
		}
	}
	return false
}

// signalTime is within what time of a signal a call that it breaks off returns.
const signalTime = 5 * time.Millisecond

// brokenOff reports whether a call returned when a signal came: it did not do all that it would.
func (x *hearing) brokenOff(s *accounts.Account, c *accounts.Call) bool {
	by := c.Exit.Add(signalTime)
	p := x.Programs[s.Process]
	return !x.Counts(by) || p != nil && !p.Interrupted.IsZero() && by.After(p.Interrupted)
}

// partial finds a program that has received once, a part of what the other side sent, and
// closes.
func (x *hearing) partial(s *accounts.Account) {
	end, got, take := s.Ending(), s.Received(), s.Last(capture.Receives)
	if end == nil || take == nil || !take.Did(capture.Receives) || take.Result <= 0 || got == 0 {
		return
	}
	sent := sentBetween(s.Peer, time.Time{}, end.Enter)
	if s.Peer.FD < 0 {
		sent = int64(len(accounts.Payload(s.Arrived, end.Enter)))
	}
	if sent > got && s.HandedSince(take) == 0 && (takesSince(s) == 1 || toldLength(s)) && !x.Raises(s.Process) {
		f := findings.Finding{Rule: findings.PartialRead, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{take.Moment, end.Moment}, Got: got, Of: sent}
		if rst := accounts.First(s.Sent, flow.RST); rst != nil {
			f.Moments = append(f.Moments, rst)
		}
		if rest := accounts.Payload(s.Arrived, end.Enter); int64(len(rest)) == sent {
			f.Parts = zeros(rest[got:])
		}
		x.Explain(s, f)
	}
}

// fewZeros is how many octets that are zero the end of a message may have that are meant.
const fewZeros = 8

// zeros returns how many octets at the end of a text are zero, where those are many; else 0.
func zeros(b []byte) int {
	if n := len(b) - len(bytes.TrimRight(b, "\x00")); n > fewZeros {
		return n
	}
	return 0
}

// maxLength is how large the field is at most in which a program is told the length of what follows.
const maxLength = 16

// toldLength reports whether a program has received two things since it has sent last: a few
// octets, that were all that it asked for, and then less than it asked for.
func toldLength(s *accounts.Account) bool {
	takes := accounts.Cuts(s, capture.Receives)
	if takesSince(s) != 2 || len(takes) < 2 {
		return false
	}
	length, text := takes[len(takes)-2], takes[len(takes)-1]
	return length.Size <= maxLength && length.Result == int64(length.Size) && text.Size > maxLength && text.Result < int64(text.Size)
}

// takesSince returns how many calls have received something since a program has sent last.
func takesSince(s *accounts.Account) (n int) {
	for _, c := range s.Calls {
		switch {
		case c.Did(capture.Sends):
			n = 0
		case c.Did(capture.Receives):
			n++
		}
	}
	return n
}

// maxMessage is how large a message may be that a program could take for several: larger
// ones are files, which come in pieces and are meant to.
const maxMessage = 1 << 14

// split finds a program that takes a part of what the other side sent at once for all of it:
// it answers, or shows it, before it receives the rest.
func (x *hearing) split(s *accounts.Account) {
	messages, takes := accounts.Cuts(s.Peer, capture.Sends), accounts.Cuts(s, capture.Receives)
	for i, t := range takes {
		for _, m := range messages {
			if inside := t.From >= m.From && t.To < m.To; !inside || i+1 >= len(takes) || m.Result > maxMessage {
				continue
			}
			answers := sentBetween(s, t.Exit, takes[i+1].Exit) > 0
			shows := t.Result == int64(t.Size) && x.shows(s, t.Exit, takes[i+1].Enter) && !x.isPiece(s, t, takes[i+1])
			if !shows && (!answers || s.Peer.Received() >= s.Handed() && s.Peer.WaitsAtEnd() == nil) {
				continue // a stream that is answered piece by piece: the other side has got all
			}
			f := findings.Finding{Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{t.Moment}, Got: t.Result, Of: m.Result}
			if c := s.After(t.Call, capture.Sends); answers && c != nil { // a file may tell of calls that return before they are made
				f.Moments = append(f.Moments, c.Moment)
			}
			x.Explain(s, f)
			return
		}
	}
}

// isPiece reports whether a program that shows a part of a message does not take it for all of
// it: the part tells how long the rest is; or the line that has received it receives the next one
// as well, with nothing sent in between, and shows how far it is, or each piece, and does not call
// that a message, in words that are none of the piece itself.
func (x *hearing) isPiece(s *accounts.Account, t, next accounts.Cut) bool {
	if t.Size <= maxLength && next.Size != t.Size && next.Code.Line > 0 && !next.Code.Says(next.Size) {
		return true
	}
	return t.Code.Line > 0 && t.Code.Line == next.Code.Line && sentBetween(s, t.Enter, next.Enter) == 0 && !x.names(s, t, next.Enter)
}

// message finds in what a program prints that it takes something for one.
var message = regexp.MustCompile(`(?i)\b(messages?|msg|requests?|lines?|records?|packets?|nachricht|zeile)\b`)

// names reports whether the program of a socket says, before a time, that what it has received is
// a message: in words that are not those of the piece itself.
func (x *hearing) names(s *accounts.Account, t accounts.Cut, before time.Time) bool {
	return slices.ContainsFunc(x.Moments, func(m *run.Moment) bool {
		c := m.Entry.Call
		return c != nil && c.Prints() && c.Process.Name == s.Process && c.Enter.After(t.Exit) && c.Enter.Before(before) && message.Match(without(c.Data, t.Data))
	})
}

// without returns what is printed without what was received, as far as that is text.
func without(printed, received []byte) []byte {
	for _, part := range bytes.FieldsFunc(received, unicode.IsControl) {
		printed = bytes.ReplaceAll(printed, part, nil)
	}
	return printed
}

// shows reports whether the program of a socket prints something between two times.
func (x *hearing) shows(s *accounts.Account, from, to time.Time) bool {
	for _, at := range x.Program(s.Process).Prints {
		if at.After(from) && at.Before(to) {
			return true
		}
	}
	return false
}

// sentBetween returns how many octets a program has sent between two times.
func sentBetween(s *accounts.Account, from, to time.Time) (octets int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(from) && c.Enter.Before(to) {
			octets += c.Result
		}
	}
	return octets
}

// short finds an answer that is shorter than HTTP's header says (RFC 9112 §6.3): the server closes behind it, or the
// client waits for the rest in vain.
func (x *hearing) short(s *accounts.Account) {
	reply := s.Last(capture.Sends)
	if s.Side != flow.Responder || reply == nil || !reply.Did(capture.Sends) {
		return
	}
	rest := s.Peer.InVain(reply.Exit)
	closes := s.Last(capture.Ends) == nil && closesFirst(s)
	if !closes && (rest == nil || s.Peer.Received() < s.Handed()) {
		return
	}
	request, answer := accounts.Payload(s.Arrived, x.End), accounts.Payload(s.Sent, x.End)
	length, body, ok := suspicion.Announced(request, answer)
	got := s.Handed() - int64(len(answer)-len(body))
	if ok && got < int64(length) {
		f := findings.Finding{
			Rule: findings.AnswerShort, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{reply.Moment}, Got: got, Of: int64(length), Idle: !closes,
		}
		x.Explain(s, f)
	}
}

// headless finds an answer of HTTP that ends without the blank line behind its header (RFC 9112 §2.1): the server
// closes, and who receives it finds no body.
func (x *hearing) headless(s *accounts.Account) {
	reply, closed := s.Last(capture.Sends), s.Last(capture.Closes)
	answer := accounts.Payload(s.Sent, x.End)
	if s.Side != flow.Responder || reply == nil || !reply.Did(capture.Sends) || !closesFirst(s) || !letters.IsHeadless(answer) || int64(len(answer)) < s.Handed() {
		return
	}
	x.Explain(s, findings.Finding{
		Rule: findings.NoNewline, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{reply.Moment, closed.Moment}, Text: "\r\n\r\n",
	})
}

// closesFirst reports whether a side has ended its connection before the other one has.
func closesFirst(s *accounts.Account) bool {
	own, other := accounts.First(s.Sent, flow.FIN), accounts.First(s.Arrived, flow.FIN)
	return s.Last(capture.Closes) != nil && own != nil && (other == nil || own.Time.Before(other.Time))
}
