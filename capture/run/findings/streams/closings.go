package streams

import (
	"bytes"
	"regexp"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
	"wireladder/capture/run/findings/waits"
)

// Closings finds what is wrong with how connections end.
func Closings(d *docket.Docket) {
	x := &hearing{Docket: d}
	x.each(x.hasty) // what the others find may be brought about by that
	for _, s := range x.All {
		if s.Proto != capture.TCP {
			continue
		}
		x.shutsBoth(s)
		for _, m := range s.Sent {
			if m.Facts.Reset != nil && s.Peer != nil && !x.Claimed[s] && (!x.endsByCrash(s) || m.Time.Before(s.Ending().Enter)) {
				x.aborted(s, m)
			}
		}
		x.broken(s)
		x.unconnected(s)
		x.unanswered(s)
		x.neverClosed(s)
	}
}

// moment is within what time a program that ends by an exception has ended: its with
// statements close what they are about, and then it exits. What it closes on no line of its own,
// when it has printed why it ends, may take longer.
const moment = 200 * time.Millisecond

// endsByCrash reports whether a socket was closed because its program ended by an exception, or by a signal:
// that is told of the program. One that waited until its time was over is no such, and none that has closed it
// before and uses it on.
func (x *hearing) endsByCrash(s *accounts.Account) bool {
	end := s.Ending()
	if end != nil && end.Does(capture.Ends) && accounts.IsFatal(end.Call) && x.Program(s.Process).Interrupted.IsZero() {
		return true
	}
	if end == nil || !x.Raises(s.Process) || waits.GaveUp(x.Docket, s) > 0 || x.usesClosed(s.Process) {
		return false
	}
	p := x.Program(s.Process)
	printed := slices.ContainsFunc(p.Errors, func(c accounts.Call) bool { return c.Enter.Before(end.Enter) })
	for _, e := range p.Exits {
		if d := e.Enter.Sub(end.Enter); d >= 0 && (d < moment || printed && !s.Closes()) {
			return true
		}
	}
	return false
}

// aborted adds why a side has sent a RST.
func (x *hearing) aborted(s *accounts.Account, m *run.Moment) {
	r := m.Facts.Reset
	switch unread := max(int64(r.Unread), unread(s, m)); {
	case unread > 0 && x.breaksOff(s):
	case unread > 0:
		f := findings.Finding{Rule: findings.UnreadReset, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{m}, Got: unread}
		if end := s.Ending(); end != nil {
			f.Moments = append(f.Moments, end.Moment)
			f.Parts = zeroed(accounts.Payload(s.Arrived, end.Enter))
		}
		x.Explain(s, f)
	case r.Why == facts.SocketGone:
		x.answersNobody(s, m)
	}
}

// zeroed returns with how many zeros a message begins, if just as many other octets follow: bytes(5) of Python are that
// many zeros, and not the number 5. 0: it does not.
func zeroed(message []byte) int {
	rest := bytes.TrimLeft(message, "\x00")
	if n := len(message) - len(rest); n > 1 && n == len(rest) {
		return n
	}
	return 0
}

// unread returns how many octets a program has left unread when its socket sent a RST with an
// ACK, as far as calls tell: one that answers what comes for a socket that is gone has none.
func unread(s *accounts.Account, rst *run.Moment) int64 {
	end := s.Ending()
	if end == nil || !rst.Packet.TCP.Flags.Has(capture.ACK) || s.FD < 0 || rst.Time.Before(end.Enter) {
		return 0
	}
	came := int64(0)
	for _, m := range s.Arrived {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil && m.Time.Before(end.Enter) {
			came += int64(m.Packet.PayloadLength)
		}
	}
	return came - s.Received()
}

// answersNobody adds that data came for a socket that was closed: an answer that its program
// has not waited for, or what the other side sends though the FIN has come.
func (x *hearing) answersNobody(s *accounts.Account, m *run.Moment) {
	data := x.answeredBy(s, m)
	if data == nil || accounts.IsFarewell(data) || s.FD < 0 && s.Peer.FD < 0 {
		return
	}
	asked, got := accounts.DataBefore(s.Sent, data.Time), accounts.DataBefore(s.Arrived, data.Time)
	switch {
	case s.Side == flow.Initiator && asked != nil && (got == nil || got == data || asked.Time.After(got.Time)):
		f := findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{data, m}}
		if ms := waits.GaveUp(x.Docket, s).Milliseconds(); ms > 0 {
			f.GivesUp, f.Got = s.Socket, ms
		}
		x.Explain(s, f)
	case s.Side == flow.Initiator && asked != nil && s.Received() > 0 && s.Peer.BrokenPipe() == nil && takesSince(s) == 1:
		moments := []*run.Moment{s.Last(capture.Receives).Moment, data, m}
		x.Explain(s, findings.Finding{Rule: findings.PartialRead, Who: s.Socket, Other: s.Peer.Socket, Moments: moments, Got: s.Received(), Of: s.Peer.Handed()})
	case told(s.Peer, data) && !x.takesLeave(s.Peer):
		x.Explain(s, findings.Finding{Rule: findings.WriteAfterClose, Who: s.Peer.Socket, Other: s.Socket, Moments: []*run.Moment{data, m}, Near: nearEnd(s.Peer, data.Time)})
	}
}

// told reports whether the FIN of the other side had come when a socket sent data: that the
// connection is gone where it has not, nobody could know.
func told(s *accounts.Account, data *run.Moment) bool {
	fin := accounts.First(s.Arrived, flow.FIN)
	return fin != nil && fin.Time.Before(data.Time)
}

// nearEnd returns SawEnd if a call of a socket's program had returned the end of the stream before a time, and else Nothing.
func nearEnd(s *accounts.Account, before time.Time) findings.Near {
	if slices.ContainsFunc(s.Calls, func(c accounts.Call) bool {
		return c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 && !c.Moment.Meets.ShutRead && c.Exit.Before(before)
	}) {
		return findings.SawEnd
	}
	return findings.Nothing
}

// answeredBy returns the data that a RST answers.
func (x *hearing) answeredBy(s *accounts.Account, rst *run.Moment) *run.Moment {
	for _, m := range s.Arrived {
		if m.Packet.Number == rst.Facts.Reset.Answers && m.Events.Has(flow.Data) {
			return m
		}
	}
	return nil
}

// broken finds calls that fail because the other side is gone, or because their own program
// has ended this direction.
func (x *hearing) broken(s *accounts.Account) {
	if x.Claimed[s] || s.Role == run.Listening || !s.Connected() || s.Peer != nil && x.endsByCrash(s.Peer) {
		return
	}
	c := s.BrokenPipe()
	if c != nil && x.takesLeave(s) {
		return
	}
	if c == nil {
		c = afterShutdown(s)
	}
	if c == nil {
		return
	}
	f := findings.Finding{Rule: findings.WriteAfterClose, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Near: nearEnd(s, c.Enter)}
	if s.Peer != nil {
		f.Other = s.Peer.Socket
	}
	x.Explain(s, f)
}

// afterShutdown returns the call that sends in a direction that its program has shut down; nil
// if none does.
func afterShutdown(s *accounts.Account) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Does(capture.Sends) && c.Errno == "EPIPE" && c.Moment.Meets.ShutWrite {
			return c
		}
	}
	return nil
}

// shutsBoth finds a client that ends both directions by shutdown(2) when it has asked, and then
// receives: its call returns nothing at once, whatever the answer is.
func (x *hearing) shutsBoth(s *accounts.Account) {
	if s.Side != flow.Initiator || s.Peer == nil || s.FD < 0 || x.Claimed[s] {
		return
	}
	for _, c := range s.Calls {
		if !c.Did(capture.ShutsDown) || c.Args.How&capture.ShutRead == 0 {
			continue
		}
		take := s.After(c, capture.Receives)
		if take == nil || !take.Did(capture.Receives) || take.Result != 0 {
			continue
		}
		asked, answered, fin := accounts.DataBefore(s.Sent, c.Exit), accounts.DataBefore(s.Arrived, take.Exit), accounts.First(s.Arrived, flow.FIN)
		if asked == nil || answered != nil && answered.Time.After(asked.Time) || fin != nil && fin.Time.Before(take.Exit) {
			continue
		}
		x.Explain(s, findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{c.Moment, take.Moment}})
		return
	}
}

// unanswered finds a server that closes without having sent anything, while its client waits
// for something: not for the end of the stream, and not in a loop that ends with it. One that
// has ended its own direction must do something with what it receives: it may wait for nothing
// but the server's close().
func (x *hearing) unanswered(s *accounts.Account) {
	if s.Side != flow.Responder || s.Peer == nil || s.FD < 0 || s.Peer.FD < 0 || x.Claimed[s] || !closesFirst(s) && !asksByEnd(s.Peer) {
		return
	}
	closed, took, last := s.Last(capture.Closes), s.Last(capture.Receives), s.Peer.Last(capture.Receives)
	if s.Handed() > 0 || s.Received() == 0 || took == nil || last == nil || x.Throws(s.Process) && !x.usesClosed(s.Process) || accounts.LastData(s.Sent) != nil {
		return
	}
	if !last.Did(capture.Receives) || last.Result != 0 || last.Size == 0 || last.Code.Line == 0 || last.Code.End || !onceEach(s.Peer) {
		return
	}
	f := findings.Finding{Rule: findings.ClosedBeforeAnswer, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{closed.Moment, last.Moment, took.Moment}, Got: s.Received()}
	if c := x.astray(s.Process, took, closed); c != nil {
		f.Near, f.Moments = findings.FailedSend, append(f.Moments[:2], c.Moment)
	}
	x.Explain(s, f)
}

// How long a program may hold a socket whose other side has closed: when it has seen that, and
// when not.
const (
	closeTime = 60 * time.Millisecond
	lookTime  = 300 * time.Millisecond
)

// bare finds a line that does nothing with what it receives.
var bare = regexp.MustCompile(`^[\w.\[\]]+\.recv\w*\(`)

// asksByEnd reports whether a program ends the direction in which it sends, and then uses what
// it receives.
func asksByEnd(s *accounts.Account) bool {
	for _, c := range s.Calls {
		if !c.Did(capture.ShutsDown) || c.Args.How != capture.ShutWrite {
			continue
		}
		if take := s.After(c, capture.Receives); take != nil {
			return take.Code.Text != "" && !bare.MatchString(take.Code.Text)
		}
	}
	return false
}

// neverClosed finds a program that has seen the other side's end, and does not close.
func (x *hearing) neverClosed(s *accounts.Account) {
	fin := accounts.First(s.Arrived, flow.FIN)
	if fin == nil || s.FD < 0 || s.Peer == nil || x.Claimed[s] || accounts.First(s.Sent, flow.RST) != nil {
		return
	}
	stop := x.Interrupted(s)
	closed, exit := s.Last(capture.Closes), s.Last(capture.Ends)
	switch held := stop.Sub(fin.Time); {
	case held < closeTime, closed != nil && closed.Enter.Before(stop) && (s.Closes() || !x.hoards(s)):
		return
	case held < lookTime && s.Empties() == 0 && !x.leaves(s, stop):
		return
	case closed == nil && exit != nil && exit.Args.By == "" && exit.Enter.Before(stop) && !x.hoards(s):
		return // its end has closed it
	}
	if c := s.Last(capture.Sends); c != nil && !c.Returned() {
		return // it waits for room
	}
	x.Explain(s, findings.Finding{Rule: findings.NeverClosed, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{fin}, Got: int64(s.FD)})
}

// leaves reports whether the thread that has served a socket waits for others when its program
// is interrupted: it will not look at that one again.
func (x *hearing) leaves(s *accounts.Account, stop time.Time) bool {
	if len(s.Calls) == 0 {
		return false
	}
	last := s.Calls[0]
	for _, c := range s.Calls {
		if c.Enter.Before(stop) {
			last = c
		}
	}
	for _, o := range x.All {
		if o.Process != s.Process {
			continue
		}
		for i := range o.Calls {
			c := &o.Calls[i]
			stands := c.Thread == last.Thread && c.Enter.After(last.Enter) && c.Enter.Before(stop) && (!c.Returned() || !c.Exit.Before(stop))
			if stands && (c.Does(capture.Accepts) || c.Does(capture.Polls) && len(c.Args.Read) > 0 && !slices.Contains(c.Args.Read, s.FD)) {
				return true
			}
		}
	}
	return false
}

// hoards reports whether a program holds several sockets until it ends, for long after it has
// seen that the other sides have closed.
func (x *hearing) hoards(s *accounts.Account) bool {
	n := 0
	for _, o := range x.All {
		fin, end := accounts.First(o.Arrived, flow.FIN), o.Ending()
		if o.Process == s.Process && o.Proto == capture.TCP && o.Empties() > 0 && !o.Closes() && fin != nil && end != nil && end.Enter.Sub(fin.Time) >= lookTime {
			n++
		}
	}
	return n > 1
}
