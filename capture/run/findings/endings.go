package findings

import (
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// buffers finds what is wrong with the room for what comes.
func (x *index) buffers() {
	for _, s := range x.all {
		x.notReading(s)
		for _, m := range s.sent {
			if w := m.Facts.Wait; w != nil && w.Rule == facts.Nagle {
				x.add(Finding{Rule: NagleDelay, Who: s.Socket, Moments: []*run.Moment{m}, Got: w.For.Milliseconds()})
			}
		}
	}
	for _, m := range x.Moments {
		if c := m.Entry.Counters; c != nil && c.Of("RcvbufErrors") > 0 {
			x.add(Finding{Rule: RcvbufOverflow, Moments: []*run.Moment{m}, Got: int64(c.Of("RcvbufErrors")), Calls: true}) //nolint:gosec // a count
		}
	}
}

// notReading finds a program that lets its receive buffer fill up, so that the other side
// waits.
func (x *index) notReading(s *story) {
	if s.peer == nil || x.claimed[s] {
		return
	}
	for _, m := range s.sent {
		if !m.Events.Has(flow.ZeroWindow) {
			continue
		}
		opened := x.end
		for _, later := range s.sent {
			if later.Time.After(m.Time) && later.Facts.Window != nil {
				opened = later.Time
				break
			}
		}
		if opened.Sub(m.Time) >= standstill {
			x.explain(s, Finding{Rule: NotReading, Who: s.Socket, Other: s.peer.Socket, Moments: []*run.Moment{m}})
			return
		}
	}
}

// endings finds programs that end otherwise than they should.
func (x *index) endings() {
	for _, name := range x.names() {
		p := x.processes[name]
		for _, e := range p.exits {
			if e.Shared && e.FD >= 0 {
				continue
			}
			x.ending(p, e)
		}
	}
}

// ending looks at one end of a process.
func (x *index) ending(p *program, e call) {
	interrupted := !p.signal.IsZero() && !e.Enter.Before(p.signal)
	last := lastLine(p.stderr)
	switch {
	case e.Args.Signal == "SIGKILL" && interrupted:
		x.add(Finding{Rule: ThreadHoldsExit, Process: p.name, Moments: []*run.Moment{e.moment}, Calls: true})
		return
	case e.Args.Signal == "SIGKILL", e.Args.Signal == "SIGINT", e.Args.Signal == "SIGTERM", strings.HasPrefix(last, "KeyboardInterrupt"):
		return
	}
	failed := e.Args.Signal != "" || e.Result != 0
	if failed && strings.Contains(p.stderr, "Traceback") && strings.HasPrefix(last, "Unicode") {
		x.add(Finding{Rule: NotASCII, Process: p.name, Moments: []*run.Moment{e.moment}, Text: last, Calls: true})
	}
	if failed {
		x.add(Finding{Rule: Crashed, Process: p.name, Moments: []*run.Moment{e.moment}, Text: last, Got: e.Result, Calls: true})
	}
}

// lastLine returns the last line of what was printed.
func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// left finds servers that end while clients still wait for them.
func (x *index) left() {
	for _, name := range x.names() {
		p := x.processes[name]
		if len(p.exits) == 0 || strings.Contains(p.stderr, "Traceback") {
			continue
		}
		e := p.exits[len(p.exits)-1]
		if e.Args.Signal != "" || !p.signal.IsZero() {
			continue
		}
		if owes := x.owes(name, e.Enter); owes != nil {
			for _, s := range x.all {
				x.claimed[s] = x.claimed[s] || s.Process == name && !s.closes()
			}
			x.explain(owes, Finding{Rule: ServerEnded, Process: name, Who: owes.Socket, Moments: []*run.Moment{e.moment}, Calls: true})
		}
	}
}

// owes returns a socket on which somebody still waited for a program that ended: a client's
// last message has no answer, or it was never accepted, or it came too late.
func (x *index) owes(process string, at time.Time) *story {
	for _, s := range x.all {
		if s.Process != process || s.peer == nil || s.Side != flow.Responder || s.closes() {
			continue
		}
		asked, answered := lastOfData(s.arrived), lastOfData(s.sent)
		if asked != nil && (answered == nil || asked.Time.After(answered.Time)) || s.peer.FD >= 0 && (s.peer.ending() == nil || s.peer.ending().Enter.After(at)) {
			return s
		}
	}
	for _, s := range x.all {
		if s.Proto == capture.TCP && s.Side == flow.Initiator && (s.peer == nil || s.peer.FD < 0) && first(s.arrived, flow.SYNACK) != nil && x.listened(process, s) {
			return s
		}
	}
	return x.tooLate(process, at)
}

// closes reports whether the program has closed a socket itself: a language that closes what
// is left when it ends does so on no line of the program.
func (s *story) closes() bool {
	c := s.last(capture.Closes)
	return c != nil && (c.Code.Line > 0 || !s.hasLines())
}

// hasLines reports whether it is known where the calls on a socket stand in its program.
func (s *story) hasLines() bool {
	return slices.ContainsFunc(s.calls, func(c call) bool { return c.Code.Line > 0 })
}

// listened reports whether a client has got its connection from a listening socket of a
// program.
func (x *index) listened(process string, client *story) bool {
	port := first(client.arrived, flow.SYNACK).Packet.Src.Port()
	return slices.ContainsFunc(x.all, func(s *story) bool {
		return s.Process == process && s.Role == run.Listening && s.Local.Port() == port
	})
}

// tooLate returns a client that came when a server had ended.
func (x *index) tooLate(process string, at time.Time) *story {
	i := slices.IndexFunc(x.found, func(f Finding) bool {
		return f.Rule == Refused && f.Near == Ended && f.Other != nil && f.Other.Process == process && f.Moments[0].Time.After(at)
	})
	if i < 0 {
		return nil
	}
	return x.of[x.found[i].Who]
}

// captured finds what is wrong with the capture itself.
func (x *index) captured() {
	twice, missing := 0, (*run.Moment)(nil)
	var one *run.Moment
	for _, m := range x.Moments {
		if m.Kind == run.Packet && m.CopyOf > 0 {
			twice++
			one = m
		}
		if m.Kind == run.Packet && m.Facts.Unseen != nil && m.Facts.Unseen.Filled == 0 && missing == nil {
			missing = m
		}
	}
	if twice > 1 {
		x.add(Finding{Rule: CapturedTwice, Moments: []*run.Moment{one}, Got: int64(twice)})
	}
	if missing != nil {
		x.add(Finding{Rule: CaptureIncomplete, Moments: []*run.Moment{missing}, Got: missing.Facts.Unseen.Len()})
	}
}
