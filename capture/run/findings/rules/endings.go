package rules

import (
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// buffers finds what is wrong with the room for what comes.
func (x *index) buffers() {
	for _, s := range x.All {
		x.notReading(s)
		for _, m := range s.Sent {
			if w := m.Facts.Wait; w != nil && w.Rule == facts.Nagle {
				x.add(findings.Finding{Rule: findings.NagleDelay, Who: s.Socket, Moments: []*run.Moment{m}, Got: w.For.Milliseconds()})
			}
		}
	}
	for _, m := range x.Moments {
		if c := m.Entry.Counters; c != nil && c.Of("RcvbufErrors") > 0 {
			x.add(findings.Finding{Rule: findings.RcvbufOverflow, Moments: []*run.Moment{m}, Got: int64(c.Of("RcvbufErrors")), Calls: true}) //nolint:gosec // a count
		}
	}
}

// notReading finds a program that lets its receive buffer fill up, so that the other side
// waits.
func (x *index) notReading(s *accounts.Account) {
	if s.Peer == nil || x.claimed[s] {
		return
	}
	for _, m := range s.Sent {
		if !m.Events.Has(flow.ZeroWindow) {
			continue
		}
		opened := x.End
		for _, later := range s.Sent {
			if later.Time.After(m.Time) && later.Facts.Window != nil {
				opened = later.Time
				break
			}
		}
		if opened.Sub(m.Time) >= accounts.Standstill {
			x.explain(s, findings.Finding{Rule: findings.NotReading, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{m}})
			return
		}
	}
}

// endings finds programs that end otherwise than they should.
func (x *index) endings() {
	for _, name := range x.Names() {
		p := x.Programs[name]
		for _, e := range p.Exits {
			if e.Shared && e.FD >= 0 {
				continue
			}
			x.ending(p, e)
		}
		if p.Threw != nil {
			x.add(findings.Finding{Rule: findings.Crashed, Process: p.Name, Moments: []*run.Moment{p.Threw}, Text: accounts.Thrown(p.Stderr), Calls: true, Near: findings.Later})
		}
	}
}

// ending looks at one end of a process.
func (x *index) ending(p *accounts.Program, e accounts.Call) {
	interrupted := !p.Interrupted.IsZero() && !e.Enter.Before(p.Interrupted)
	last := accounts.LastLine(p.Stderr)
	switch {
	case e.Args.Signal == "SIGKILL" && interrupted:
		x.add(findings.Finding{Rule: findings.ThreadHoldsExit, Process: p.Name, Moments: []*run.Moment{e.Moment}, Calls: true})
		return
	case e.Args.Signal == "SIGKILL", e.Args.Signal == "SIGINT", e.Args.Signal == "SIGTERM", strings.HasPrefix(last, "KeyboardInterrupt"):
		return
	case interrupted && e.Args.Signal == "" && !strings.Contains(p.Stderr, "Traceback"):
		return // so it ends at ^C: Java with status 130, others with what they like
	}
	failed := (e.Args.Signal != "" || e.Result != 0) && x.Counts(e.Enter)
	if failed && strings.Contains(p.Stderr, "Traceback") && strings.HasPrefix(last, "Unicode") {
		x.add(findings.Finding{Rule: findings.NotASCII, Process: p.Name, Moments: []*run.Moment{e.Moment}, Text: last, Calls: true})
	}
	if failed {
		f := findings.Finding{Rule: findings.Crashed, Process: p.Name, Moments: []*run.Moment{e.Moment}, Text: last, Got: e.Result, Calls: true, Address: p.Outside}
		if c := x.misused(p); c != nil {
			f.Other, f.Moments = c.Moment.Socket, append([]*run.Moment{c.Moment}, f.Moments...)
		}
		x.add(f)
	}
}

// misused returns a call of a program on a listening socket that only the socket of a client
// allows, or an accept(2) without listen(2); nil if there is none.
func (x *index) misused(p *accounts.Program) *accounts.Call {
	for _, s := range x.All {
		for i := range s.Calls {
			c := &s.Calls[i]
			moves := s.Role == run.Listening && c.Errno != "" && (c.Does(capture.Sends) || c.Does(capture.Receives))
			if s.Process == p.Name && (moves || c.Does(capture.Accepts) && c.Errno == "EINVAL") {
				return c
			}
		}
	}
	return nil
}

// left finds servers that end while clients still wait for them.
func (x *index) left() {
	for _, name := range x.Names() {
		p := x.Programs[name]
		if len(p.Exits) == 0 || strings.Contains(p.Stderr, "Traceback") {
			continue
		}
		e := p.Exits[len(p.Exits)-1]
		if e.Args.Signal != "" || !p.Interrupted.IsZero() {
			continue
		}
		if owes := x.owes(name, e.Enter); owes != nil {
			for _, s := range x.All {
				x.claimed[s] = x.claimed[s] || s.Process == name && !s.Closes()
			}
			x.explain(owes, findings.Finding{Rule: findings.ServerEnded, Process: name, Who: owes.Socket, Moments: []*run.Moment{e.Moment}, Calls: true})
		}
	}
}

// owes returns a socket on which somebody still waited for a program that ended: a client's
// last message has no answer, or it was never accepted, or it came too late.
func (x *index) owes(process string, at time.Time) *accounts.Account {
	for _, s := range x.All {
		if s.Process != process || s.Peer == nil || s.Side != flow.Responder || s.Closes() {
			continue
		}
		asked, answered := lastOfData(s.Arrived), lastOfData(s.Sent)
		if asked != nil && (answered == nil || asked.Time.After(answered.Time)) || s.Peer.FD >= 0 && (s.Peer.Ending() == nil || s.Peer.Ending().Enter.After(at)) {
			return s
		}
	}
	for _, s := range x.All {
		if s.Proto == capture.TCP && s.Side == flow.Initiator && (s.Peer == nil || s.Peer.FD < 0) && accounts.First(s.Arrived, flow.SYNACK) != nil && x.listened(process, s) {
			return s
		}
	}
	return x.tooLate(process, at)
}

// listened reports whether a client has got its connection from a listening socket of a
// program.
func (x *index) listened(process string, client *accounts.Account) bool {
	port := accounts.First(client.Arrived, flow.SYNACK).Packet.Src.Port()
	return slices.ContainsFunc(x.All, func(s *accounts.Account) bool {
		return s.Process == process && s.Role == run.Listening && s.Local.Port() == port
	})
}

// tooLate returns a client that came when a server had ended.
func (x *index) tooLate(process string, at time.Time) *accounts.Account {
	i := slices.IndexFunc(x.found, func(f findings.Finding) bool {
		return f.Rule == findings.Refused && f.Near == findings.Ended && f.Other != nil && f.Other.Process == process && f.Moments[0].Time.After(at)
	})
	if i < 0 {
		return nil
	}
	return x.Of[x.found[i].Who]
}

// many reports whether so many copies are a third of what the conversations have besides, or
// more: a wire that doubles packets doubles a few.
func many(copies int, moments []*run.Moment, of map[*flow.Conversation]bool) bool {
	packets := 0
	for _, m := range moments {
		if m.Kind == run.Packet && of[m.Conversation] {
			packets++
		}
	}
	return copies*4 >= packets
}

// captured finds what is wrong with the capture itself.
func (x *index) captured() {
	twice, missing := 0, (*run.Moment)(nil)
	var one *run.Moment
	of := map[*flow.Conversation]bool{}
	for _, m := range x.Moments {
		if m.Kind == run.Packet && m.CopyOf > 0 && m.Time.Unix() > 0 {
			twice++
			one, of[m.Conversation] = m, true
		}
		if m.Kind == run.Packet && m.Facts.Unseen != nil && m.Facts.Unseen.Filled == 0 && missing == nil {
			missing = m
		}
	}
	if twice > 1 && many(twice, x.Moments, of) {
		x.add(findings.Finding{Rule: findings.CapturedTwice, Moments: []*run.Moment{one}, Got: int64(twice)})
	}
	if missing != nil {
		x.add(findings.Finding{Rule: findings.CaptureIncomplete, Moments: []*run.Moment{missing}, Got: missing.Facts.Unseen.Len()})
	}
}
