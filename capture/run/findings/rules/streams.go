package rules

import (
	"bytes"
	"time"
	"unicode/utf8"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/suspicion"
)

// maxCompared is how many calls of one side are compared with those of the other.
const maxCompared = 2000

// streams finds programs that take what recv(2) returns, or send(2) takes, for a message.
func (x *index) streams() {
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.FD < 0 || s.Peer == nil || len(s.Calls) > maxCompared || len(s.Peer.Calls) > maxCompared {
			continue
		}
		for _, rule := range []func(*accounts.Account){x.uncounted, x.glued, x.split, x.sentPart, x.partial, x.short} {
			if !x.claimed[s] {
				rule(s)
			}
		}
	}
}

// uncounted finds a program that takes the number of characters of a text for that of its
// octets in UTF-8: just the difference is left over.
func (x *index) uncounted(s *accounts.Account) {
	sent := accounts.Payload(s.Peer.Sent, x.End)
	more := int64(len(sent) - utf8.RuneCount(sent))
	if left := s.Peer.Handed() - s.Received(); !utf8.Valid(sent) || more <= 0 || left != more || s.Received() == 0 {
		return
	}
	take := s.Last(capture.Receives)
	x.explain(s, findings.Finding{Rule: findings.NotASCII, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{take.Moment}, Process: s.Peer.Process, Got: more})
}

// sentPart finds a program that does not heed how much send(2) has taken.
func (x *index) sentPart(s *accounts.Account) {
	c := s.Last(capture.Sends)
	if c == nil || !c.Did(capture.Sends) || c.Result >= int64(c.Size) || c.Result < 0 {
		return
	}
	x.explain(s, findings.Finding{Rule: findings.AnswerShort, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{c.Moment}, Got: c.Result, Of: int64(c.Size)})
}

// partial finds a program that has received once, a part of what the other side sent, and
// closes.
func (x *index) partial(s *accounts.Account) {
	end, got, take := s.Ending(), s.Received(), s.Last(capture.Receives)
	if end == nil || take == nil || !take.Did(capture.Receives) || take.Result <= 0 || got == 0 {
		return
	}
	sent := sentBetween(s.Peer, time.Time{}, end.Enter)
	if s.Peer.FD < 0 {
		sent = int64(len(accounts.Payload(s.Arrived, end.Enter)))
	}
	if sent > got && sentLater(s, take) == 0 && !x.crashes(s.Process) {
		x.explain(s, findings.Finding{Rule: findings.PartialRead, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{take.Moment, end.Moment}, Got: got, Of: sent})
	}
}

// sentLater returns how many octets a program has sent since a call.
func sentLater(s *accounts.Account, since *accounts.Call) (octets int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(since.Enter) {
			octets += c.Result
		}
	}
	return octets
}

// cut is where in a stream a call ends.
type cut struct {
	accounts.Call
	from, to int64
}

// cuts returns where in their stream calls that do something end.
func cuts(s *accounts.Account, does capture.Doing) (all []cut) {
	at := int64(0)
	for _, c := range s.Calls {
		if c.Did(does) && c.Result > 0 {
			all = append(all, cut{c, at, at + c.Result})
			at += c.Result
		}
	}
	return all
}

// maxMessage is how large a message may be that a program could take for several: larger
// ones are files, which come in pieces and are meant to.
const maxMessage = 1 << 14

// split finds a program that takes a part of what the other side sent at once for all of it:
// it answers, or shows it, before it receives the rest.
func (x *index) split(s *accounts.Account) {
	messages, takes := cuts(s.Peer, capture.Sends), cuts(s, capture.Receives)
	for i, t := range takes {
		for _, m := range messages {
			if inside := t.from >= m.from && t.to < m.to; !inside || i+1 >= len(takes) || takes[i+1].from >= m.to || m.Result > maxMessage {
				continue
			}
			if sentBetween(s, t.Exit, takes[i+1].Exit) > 0 || t.Result == int64(t.Size) && x.shows(s, t.Exit, takes[i+1].Enter) {
				x.explain(s, findings.Finding{Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{t.Moment}, Got: t.Result, Of: m.Result})
				return
			}
		}
	}
}

// shows reports whether the program of a socket prints something between two times.
func (x *index) shows(s *accounts.Account, from, to time.Time) bool {
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

// glued finds one recv(2) that has returned several messages at once, and is taken for one:
// the program waits for those that it has got already, or shows them as one where it
// answers none.
func (x *index) glued(s *accounts.Account) {
	messages, takes := cuts(s.Peer, capture.Sends), cuts(s, capture.Receives)
	for i, t := range takes {
		whole := int64(0)
		for _, m := range messages {
			if m.from >= t.from && m.to <= t.to {
				whole++
			}
		}
		if whole < 2 || t.Code.Newline || bytes.Contains(t.Data, []byte("\n")) && !x.repliesFew(s, t) {
			continue
		}
		next := x.End
		if i+1 < len(takes) {
			next = takes[i+1].Enter
		} else if c := s.After(t.Call, capture.Receives); c != nil {
			next = c.Enter
		}
		waits := s.WaitsAtEnd() != nil || s.Peer.WaitsAtEnd() != nil
		if waits || s.Empties() > 1 || next != x.End && s.Handed() == 0 && x.shows(s, t.Exit, next) {
			x.explain(s, findings.Finding{Rule: findings.Boundaries, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{t.Moment}, Got: whole})
			return
		}
	}
}

// endsLines reports whether octets end with the end of a line.
func endsLines(b []byte) bool { return bytes.HasSuffix(b, []byte("\n")) }

// repliesFew reports whether a program has answered what it took at once by one message.
func (x *index) repliesFew(s *accounts.Account, t cut) bool {
	n := 0
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(t.Exit) {
			n++
		}
	}
	return n <= 1
}

// short finds an answer that is the beginning of what it should be: of the capitals of the
// request, or of a body whose length HTTP's header tells (RFC 9112 §6.3).
func (x *index) short(s *accounts.Account) {
	reply := s.Last(capture.Sends)
	if s.Side != flow.Responder || s.Last(capture.Ends) != nil || reply == nil || !reply.Did(capture.Sends) {
		return
	}
	f := findings.Finding{Rule: findings.AnswerShort, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{reply.Moment}}
	request, answer := accounts.Payload(s.Arrived, x.End), accounts.Payload(s.Sent, x.End)
	if length, body, ok := suspicion.Announced(answer); ok && len(body) < length && s.Last(capture.Closes) != nil {
		f.Got, f.Of = int64(len(body)), int64(length)
		x.explain(s, f)
		return
	}
	want := bytes.ToUpper(request[:min(int64(len(request)), s.Received())])
	if len(answer) == 0 || len(answer) >= len(want) || !bytes.HasPrefix(want, answer) || len(bytes.TrimSpace(want[len(answer):])) == 0 {
		return
	}
	f.Got, f.Of = int64(len(answer)), int64(len(want))
	x.explain(s, f)
}

// closings finds what is wrong with how connections end.
func (x *index) closings() {
	for _, s := range x.All {
		if s.Proto != capture.TCP {
			continue
		}
		for _, m := range s.Sent {
			if m.Facts.Reset != nil && s.Peer != nil {
				x.aborted(s, m)
			}
		}
		x.broken(s)
		x.neverClosed(s)
	}
}

// aborted adds why a side has sent a RST.
func (x *index) aborted(s *accounts.Account, m *run.Moment) {
	if x.claimed[s] {
		return
	}
	r := m.Facts.Reset
	switch {
	case r.Unread > 0:
		x.explain(s, findings.Finding{Rule: findings.UnreadReset, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{m}, Got: int64(r.Unread)})
	case r.Why == facts.SocketGone:
		x.answersNobody(s, m)
	}
}

// answersNobody adds that data came for a socket that was closed: as an answer that its
// program has not waited for, or because the other side has not heeded the FIN.
func (x *index) answersNobody(s *accounts.Account, m *run.Moment) {
	data := x.answeredBy(s, m)
	if data == nil || s.FD < 0 && s.Peer.FD < 0 {
		return
	}
	asked, got := lastData(s.Sent, data.Time), lastData(s.Arrived, data.Time)
	first := got == nil || got == data // it has spoken first
	if s.Side == flow.Responder {
		first = first && s.Received() == 0 // what comes before accept(2) arrives elsewhere
	} else {
		first = first || asked != nil && asked.Time.After(got.Time)
	}
	if asked != nil && first {
		x.explain(s, findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{data, m}})
		return
	}
	if s.Side == flow.Initiator && asked != nil && s.Received() > 0 && s.Peer.BrokenPipe() == nil {
		x.explain(s, findings.Finding{Rule: findings.PartialRead, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{data, m}, Got: s.Received(), Of: s.Peer.Handed()})
		return
	}
	x.explain(s, findings.Finding{Rule: findings.WriteAfterClose, Who: s.Peer.Socket, Other: s.Socket, Moments: []*run.Moment{data, m}})
}

// answeredBy returns the data that a RST answers.
func (x *index) answeredBy(s *accounts.Account, rst *run.Moment) *run.Moment {
	for _, m := range s.Arrived {
		if m.Packet.Number == rst.Facts.Reset.Answers && m.Events.Has(flow.Data) {
			return m
		}
	}
	return nil
}

// lastData returns the last packet before a time that carries something new.
func lastData(all []*run.Moment, before time.Time) (last *run.Moment) {
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil && m.Time.Before(before) {
			last = m
		}
	}
	return last
}

// broken finds calls that fail because the other side is gone.
func (x *index) broken(s *accounts.Account) {
	c := s.BrokenPipe()
	if c == nil || x.claimed[s] || s.Role == run.Listening {
		return
	}
	f := findings.Finding{Rule: findings.WriteAfterClose, Who: s.Socket, Moments: []*run.Moment{c.Moment}}
	if s.Peer != nil {
		f.Other = s.Peer.Socket
	}
	x.explain(s, f)
}

// neverClosed finds a program that has seen the other side's end, and does not close.
func (x *index) neverClosed(s *accounts.Account) {
	fin := accounts.First(s.Arrived, flow.FIN)
	if fin == nil || s.FD < 0 || s.Peer == nil || x.claimed[s] || accounts.First(s.Sent, flow.RST) != nil {
		return
	}
	stop := x.interrupted(s)
	closed := s.Last(capture.Closes)
	if closed != nil && closed.Enter.Before(stop) || stop.Sub(fin.Time) < closeTime {
		return
	}
	if exit := s.Last(capture.Ends); exit != nil && exit.Args.Signal == "" && exit.Enter.Before(stop) {
		return // its end has closed it
	}
	if c := s.Last(capture.Sends); c != nil && c.Does(capture.Waits) && !c.Returned() {
		return
	}
	if stop.Sub(fin.Time) < accounts.Standstill && !x.goesOn(s) {
		return // it may be about to
	}
	x.explain(s, findings.Finding{Rule: findings.NeverClosed, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{fin}, Got: int64(s.FD)})
}

// goesOn reports whether a program has gone on to something else than a socket whose end has
// come: it has received the end, or its thread has made another call.
func (x *index) goesOn(s *accounts.Account) bool {
	if s.Empties() > 0 || len(s.Calls) == 0 {
		return true
	}
	last := s.Calls[len(s.Calls)-1]
	for _, other := range x.All {
		for _, c := range other.Calls {
			if other != s && other.Process == s.Process && c.Thread == last.Thread && c.Enter.After(last.Enter) {
				return true
			}
		}
	}
	return false
}

// closeTime is within what time a program closes what has ended, if it does at all.
const closeTime = 60 * time.Millisecond
