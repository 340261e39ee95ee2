package rules

import (
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/standstill"
)

// waits finds connections on which both sides wait for each other.
func (x *index) waits() {
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Peer == nil || s.Side != flow.Initiator || x.claimed[s] {
			continue
		}
		own, other := s.WaitsAtEnd(), s.Peer.WaitsAtEnd()
		if own == nil || other == nil || !together(own, other) || keptAlive(s) {
			continue
		}
		x.explain(s, x.deadlock(s, own, other))
	}
	x.silent()
}

// standstills finds programs that wait elsewhere than their peers do.
func (x *index) standstills() {
	for _, f := range standstill.Of(x.Accounts, x.claimed) {
		x.add(f)
	}
}

// keptAlive reports whether a connection is idle on purpose: its kernels ask each other
// whether they are still there.
func keptAlive(s *accounts.Account) bool {
	for _, m := range append(slices.Clip(s.Sent), s.Arrived...) {
		if p := m.Facts.Probe; p != nil && !p.Window {
			return true
		}
	}
	return false
}

// together reports whether two calls waited at the same time, for long.
func together(a, b *accounts.Call) bool {
	from := a.Enter
	if b.Enter.After(from) {
		from = b.Enter
	}
	for _, c := range []*accounts.Call{a, b} {
		if c.Returned() && c.Exit.Sub(from) < accounts.Standstill {
			return false
		}
	}
	return true
}

// deadlock says what both sides wait for, as far as that is seen.
func (x *index) deadlock(s *accounts.Account, own, other *accounts.Call) findings.Finding {
	client, server := s, s.Peer
	f := findings.Finding{Rule: findings.BothWait, Who: client.Socket, Other: server.Socket, Moments: []*run.Moment{own.Moment, other.Moment}}
	asked, got := accounts.Payload(client.Sent, x.End), accounts.Payload(server.Sent, x.End)
	switch {
	case len(asked) == 0 && len(got) == 0:
		if triesToSend(client, own) {
			f.Rule = findings.NothingSent
		}
	case other.Code.Newline && !endsLines(asked) && int64(len(asked)) >= client.Handed(): // all of it is known
		f.Rule = findings.NoNewline
	case own.Code.Newline && len(got) > 0 && !endsLines(got) && lastSender(client) == server:
		f.Rule, f.Who, f.Other = findings.NoNewline, server.Socket, client.Socket
		f.Moments = []*run.Moment{other.Moment, own.Moment}
	case lastSender(client) == server && wantsMore(client, own) && !endsLines(got) && !ended(server, own):
		f.Rule, f.Who, f.Other = findings.WaitsForEOF, server.Socket, client.Socket
		f.Moments = []*run.Moment{other.Moment, own.Moment}
	case lastSender(client) == client && counts(server, other):
		f.Of = int64(other.Size)
	case lastSender(client) == client && wantsMore(server, other) && !ended(client, other) && (endsLines(asked) || !other.Code.Newline):
		f.Rule = findings.WaitsForEOF
	}
	return f
}

// triesToSend reports whether a program means to have sent something: it has sent nothing at
// all, or it works with a file object, which keeps what it is given in a buffer.
func triesToSend(s *accounts.Account, wait *accounts.Call) bool {
	for _, c := range s.Calls {
		if c.Does(capture.Sends) {
			return true
		}
	}
	return wait.Code.Line > 0 && !strings.Contains(wait.Code.Text, "recv")
}

// ended reports whether a side had ended its direction before a call.
func ended(s *accounts.Account, before *accounts.Call) bool {
	fin := accounts.First(s.Sent, flow.FIN)
	return fin != nil && fin.Time.Before(before.Enter)
}

// wantsMore reports whether a program receives again, without an answer to what it has
// received.
func wantsMore(s *accounts.Account, wait *accounts.Call) bool {
	took := s.Last(capture.Receives)
	for i := len(s.Calls) - 1; i >= 0; i-- {
		c := s.Calls[i]
		if c.Call == wait.Call || c.Enter.After(wait.Enter) {
			continue
		}
		if c.Did(capture.Sends) {
			return false
		}
		if c.Did(capture.Receives) && c.Result > 0 {
			return c.Code.Line == wait.Code.Line // in a loop
		}
	}
	return took != nil && took.Call != wait.Call && took.Result > 0
}

// counts reports whether a program asks for a number of octets that hangs on what has come: it
// waits for these, and not for an end.
func counts(s *accounts.Account, wait *accounts.Call) bool {
	for _, c := range s.Calls {
		if c.Did(capture.Receives) && c.Result > 0 && c.Result == int64(c.Size) && c.Size != wait.Size && wait.Does(capture.Receives) {
			return true
		}
	}
	return false
}

// lastSender returns the side of a connection that has sent data last.
func lastSender(s *accounts.Account) *accounts.Account {
	own, other := lastOfData(s.Sent), lastOfData(s.Peer.Sent)
	if other != nil && (own == nil || other.Time.After(own.Time)) {
		return s.Peer
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
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Side != flow.Initiator || s.Peer == nil || x.claimed[s] || s.FD < 0 {
			continue
		}
		opened := accounts.First(s.Sent, flow.SYN)
		if opened == nil || accounts.First(s.Arrived, flow.SYNACK) == nil || lastOfData(s.Sent) != nil || lastOfData(s.Arrived) != nil {
			continue
		}
		if end := s.Last(capture.Closes); end != nil && !x.crashes(s.Process) {
			x.explain(s, findings.Finding{Rule: findings.NothingSent, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{opened, end.Moment}})
		}
	}
}

// crashes reports whether a program has ended by an exception.
func (x *index) crashes(name string) bool {
	return strings.Contains(x.Program(name).Stderr, "Traceback") && !strings.HasPrefix(accounts.LastLine(x.Program(name).Stderr), "KeyboardInterrupt")
}

// queues finds clients that wait for their turn.
func (x *index) queues() {
	for _, s := range x.All {
		for _, m := range s.Sent {
			if m.Facts.Full {
				x.explain(s, findings.Finding{Rule: findings.BacklogFull, Who: m.To, Other: s.Socket, Moments: []*run.Moment{m}})
			}
		}
		if s.Role == run.Listening {
			x.overflows(s)
			x.serial(s)
		}
	}
}

// overflows finds a listening socket whose kernel counts what its accept queue had no room
// for.
func (x *index) overflows(s *accounts.Account) {
	for _, m := range x.Moments {
		if c := m.Entry.Counters; c != nil && c.Of("ListenOverflows") > 0 {
			x.explain(s, findings.Finding{Rule: findings.BacklogFull, Who: s.Socket, Moments: []*run.Moment{m}, Got: int64(c.Of("ListenOverflows"))}) //nolint:gosec // a count
			return
		}
	}
}

// turn is how long a client may have to wait for its turn.
const turn = 350 * time.Millisecond

// serial finds clients that are not accepted as long as the server waits for another one.
func (x *index) serial(s *accounts.Account) {
	for _, client := range x.All {
		if client.Proto != capture.TCP || client.Side != flow.Initiator || client.FD < 0 {
			continue
		}
		done := accounts.First(client.Arrived, flow.SYNACK)
		if done == nil || done.Packet.Src.Port() != s.Local.Port() {
			continue
		}
		busy := x.busyWith(s, done, client)
		if busy == nil || x.accepted(client).Sub(done.Time) < turn {
			continue
		}
		x.claimed[client] = true
		x.add(findings.Finding{Rule: findings.SerialServer, Who: s.Socket, Other: client.Socket, Moments: []*run.Moment{done, busy.Moment}, Process: client.Process})
	}
}

// accepted returns when a client was, by whichever socket listens at that address; the end of
// the run if it never was.
func (x *index) accepted(client *accounts.Account) time.Time {
	for _, s := range x.All {
		for _, c := range s.Calls {
			if c.Did(capture.Accepts) && c.Remote == client.Local {
				return c.Exit
			}
		}
	}
	return x.End
}

// busyWith returns the call in which a server waits for another client when one has come.
func (x *index) busyWith(s *accounts.Account, since *run.Moment, client *accounts.Account) *accounts.Call {
	for _, other := range x.All {
		if other.Process != s.Process || other.Role != run.Accepted || other.Peer == client {
			continue
		}
		for i := range other.Calls {
			c := &other.Calls[i]
			if c.Does(capture.Waits) && (!c.Returned() || c.Exit.Sub(since.Time) >= turn) {
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
	for _, s := range x.All {
		empty := 0
		for _, c := range s.Calls {
			switch {
			case c.Proto == capture.TCP && c.Did(capture.Receives) && c.Result == 0 && c.Size > 0:
				empty++
			case c.Does(capture.Receives):
				empty = 0
			}
			if empty >= maxEmpty {
				x.explain(s, findings.Finding{Rule: findings.Spin, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Got: int64(s.Empties())})
				break
			}
		}
	}
}
