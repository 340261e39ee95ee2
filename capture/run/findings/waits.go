package findings

import (
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// waits finds connections on which both sides wait for each other.
func (x *index) waits() {
	for _, s := range x.all {
		if s.Proto != capture.TCP || s.peer == nil || s.Side != flow.Initiator || x.claimed[s] {
			continue
		}
		own, other := x.waitsAtEnd(s), x.waitsAtEnd(s.peer)
		if own == nil || other == nil || !together(own, other) {
			continue
		}
		x.explain(s, x.deadlock(s, own, other))
	}
	x.silent()
}

// together reports whether two calls waited at the same time, for long.
func together(a, b *call) bool {
	from := a.Enter
	if b.Enter.After(from) {
		from = b.Enter
	}
	for _, c := range []*call{a, b} {
		if c.Returned() && c.Exit.Sub(from) < standstill {
			return false
		}
	}
	return true
}

// deadlock says what both sides wait for, as far as that is seen.
func (x *index) deadlock(s *story, own, other *call) Finding {
	client, server := s, s.peer
	f := Finding{Rule: BothWait, Who: client.Socket, Other: server.Socket, Moments: []*run.Moment{own.moment, other.moment}}
	asked, got := payload(client.sent, x.end), payload(server.sent, x.end)
	switch {
	case len(asked) == 0 && len(got) == 0:
		if triesToSend(client, own) {
			f.Rule = NothingSent
		}
	case other.Code.Newline && !endsLines(asked):
		f.Rule = NoNewline
	case own.Code.Newline && len(got) > 0 && !endsLines(got) && lastSender(client) == server:
		f.Rule, f.Who, f.Other = NoNewline, server.Socket, client.Socket
		f.Moments = []*run.Moment{other.moment, own.moment}
	case lastSender(client) == client && wantsMore(server, other) && !ended(client, other) && (endsLines(asked) || !other.Code.Newline):
		f.Rule = WaitsForEOF
	}
	return f
}

// triesToSend reports whether a program means to have sent something: it has sent nothing at
// all, or it works with a file object, which keeps what it is given in a buffer.
func triesToSend(s *story, wait *call) bool {
	for _, c := range s.calls {
		if c.Does(capture.Sends) {
			return true
		}
	}
	return wait.Code.Line > 0 && !strings.Contains(wait.Code.Text, "recv")
}

// ended reports whether a side had ended its direction before a call.
func ended(s *story, before *call) bool {
	fin := first(s.sent, flow.FIN)
	return fin != nil && fin.Time.Before(before.Enter)
}

// wantsMore reports whether a program receives again, without an answer to what it has
// received.
func wantsMore(s *story, wait *call) bool {
	took := s.last(capture.Receives)
	for i := len(s.calls) - 1; i >= 0; i-- {
		c := s.calls[i]
		if c.Call == wait.Call {
			continue
		}
		if c.Did(capture.Sends) {
			return false
		}
		if c.Did(capture.Receives) && c.Result > 0 {
			return true
		}
	}
	return took != nil && took.Call != wait.Call && took.Result > 0
}

// lastSender returns the side of a connection that has sent data last.
func lastSender(s *story) *story {
	own, other := lastOfData(s.sent), lastOfData(s.peer.sent)
	if other != nil && (own == nil || other.Time.After(own.Time)) {
		return s.peer
	}
	return s
}

func lastOfData(all []*run.Moment) (last *run.Moment) {
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil {
			last = m
		}
	}
	return last
}

// silent finds connections over which nothing was sent, and which their client gave up.
func (x *index) silent() {
	for _, s := range x.all {
		if s.Proto != capture.TCP || s.Side != flow.Initiator || s.peer == nil || x.claimed[s] || s.FD < 0 {
			continue
		}
		opened := first(s.sent, flow.SYN)
		if opened == nil || first(s.arrived, flow.SYNACK) == nil || lastOfData(s.sent) != nil || lastOfData(s.arrived) != nil {
			continue
		}
		if end := s.last(capture.Closes); end != nil && !x.crashes(s.Process) {
			x.explain(s, Finding{Rule: NothingSent, Who: s.Socket, Other: s.peer.Socket, Moments: []*run.Moment{opened, end.moment}})
		}
	}
}

// crashes reports whether a program has ended by an exception.
func (x *index) crashes(name string) bool {
	return strings.Contains(x.program(name).stderr, "Traceback") && !strings.HasPrefix(lastLine(x.program(name).stderr), "KeyboardInterrupt")
}

// queues finds clients that wait for their turn.
func (x *index) queues() {
	for _, s := range x.all {
		for _, m := range s.sent {
			if m.Facts.Full {
				x.explain(s, Finding{Rule: BacklogFull, Who: m.To, Other: s.Socket, Moments: []*run.Moment{m}})
			}
		}
		if s.Role == run.Listening {
			x.serial(s)
		}
	}
}

// serial finds clients that are not accepted as long as the server waits for another one.
func (x *index) serial(s *story) {
	for _, client := range x.all {
		if client.Proto != capture.TCP || client.Side != flow.Initiator || client.FD < 0 {
			continue
		}
		done := first(client.arrived, flow.SYNACK)
		if done == nil || done.Packet.Src.Port() != s.Local.Port() {
			continue
		}
		accepted := x.end
		for _, c := range s.calls {
			if c.Did(capture.Accepts) && c.Remote == client.Local {
				accepted = c.Exit
			}
		}
		busy := x.busyWith(s, done, client)
		if busy == nil || accepted.Sub(done.Time) < standstill {
			continue
		}
		x.claimed[client] = true
		x.add(Finding{Rule: SerialServer, Who: s.Socket, Other: client.Socket, Moments: []*run.Moment{done, busy.moment}, Process: client.Process})
	}
}

// busyWith returns the call in which a server waits for another client when one has come.
func (x *index) busyWith(s *story, since *run.Moment, client *story) *call {
	for _, other := range x.all {
		if other.Process != s.Process || other.Role != run.Accepted || other.peer == client {
			continue
		}
		for i := range other.calls {
			c := &other.calls[i]
			if c.Does(capture.Waits) && (!c.Returned() || c.Exit.Sub(since.Time) >= standstill) {
				return c
			}
		}
	}
	return nil
}

// maxEmpty is how often a program may receive nothing and go on before that is no accident.
const maxEmpty = 10

// spins finds programs that do not heed the end of a connection.
func (x *index) spins() {
	for _, s := range x.all {
		empty := 0
		for _, c := range s.calls {
			switch {
			case c.Proto == capture.TCP && c.Did(capture.Receives) && c.Result == 0 && c.Size > 0:
				empty++
			case c.Does(capture.Receives):
				empty = 0
			}
			if empty >= maxEmpty {
				x.explain(s, Finding{Rule: Spin, Who: s.Socket, Moments: []*run.Moment{c.moment}, Got: int64(s.empties())})
				break
			}
		}
	}
}

// empties counts how often a program has received nothing.
func (s *story) empties() (n int) {
	for _, c := range s.calls {
		if c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 {
			n++
		}
	}
	return n
}
