package rules

import (
	"bytes"
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
			if w := m.Facts.Wait; w != nil && w.Rule == facts.Nagle && isDelayed(s, w.ACK) && !apart(s, m) {
				x.add(findings.Finding{Rule: findings.NagleDelay, Who: s.Socket, Moments: []*run.Moment{m}, Got: w.For.Milliseconds()})
			}
		}
	}
}

// isDelayed reports whether the ACK of that number was held back by the other side: else it was on
// its way for so long.
func isDelayed(s *accounts.Account, ack int) bool {
	return slices.ContainsFunc(s.Arrived, func(m *run.Moment) bool {
		return m.Packet.Number == ack && m.Facts.Wait != nil && m.Facts.Wait.Rule == facts.DelayedACK
	})
}

// apart reports whether a segment and the one before it are lines, and so no pieces of one
// message: nobody waits for the second one before the first can be answered.
func apart(s *accounts.Account, m *run.Moment) bool {
	before := accounts.DataBefore(s.Sent, m.Time)
	return before != nil && bytes.HasSuffix(before.Packet.Payload, []byte("\n")) && bytes.HasSuffix(m.Packet.Payload, []byte("\n"))
}

// shut is for how long a window is zero that does not open again, where something is wrong.
const shut = 200 * time.Millisecond

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
		opened, least := x.reopened(s, m)
		if full := opened.Sub(m.Time); full >= least {
			f := findings.Finding{Rule: findings.NotReading, Who: s.Socket, Other: s.Peer.Socket, Moments: []*run.Moment{m}, Got: full.Milliseconds()}
			if c := sendsFrom(s, m.Time, opened); c != nil {
				f.Moments = append(f.Moments, c.Moment)
			}
			x.explain(s, f)
			return
		}
	}
}

// reopened returns until when a window is zero that a packet closes, and how long that may be where
// nothing is wrong.
func (x *index) reopened(s *accounts.Account, m *run.Moment) (at time.Time, least time.Duration) {
	at, least = x.End, shut
	for _, later := range s.Sent {
		if later.Time.After(m.Time) && later.Facts.Window != nil {
			at, least = later.Time, accounts.Standstill
			break
		}
	}
	for _, flag := range []flow.Events{flow.FIN, flow.RST} { // then it is left unread, which is another fault
		if end := accounts.First(s.Sent, flag); end != nil && end.Time.Before(at) {
			at, least = end.Time, accounts.Standstill
		}
	}
	return at, least
}

// sendsFrom returns the call in which a program waits for room at the other side from one time to
// another; nil if there is none.
func sendsFrom(s *accounts.Account, from, to time.Time) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Does(capture.Sends) && !c.Enter.After(from) && (!c.Returned() || !c.Exit.Before(to)) {
			return c
		}
	}
	return nil
}

// held finds programs that go on after ^C, and were killed.
func (x *index) held() {
	for _, name := range x.Names() {
		p := x.Programs[name]
		for _, e := range p.Exits {
			if e.Args.By != "" && !(e.Shared && e.FD >= 0) && !p.Interrupted.IsZero() && !e.Enter.Before(p.Interrupted) {
				f := findings.Finding{Rule: findings.ThreadHoldsExit, Process: p.Name, Moments: []*run.Moment{e.Moment}, Calls: true}
				if x.holds(&f, p, e) {
					x.add(f)
				}
			}
		}
	}
}

// holds completes a finding about a program that is killed behind ^C; it reports whether something
// is wrong with that program.
func (x *index) holds(f *findings.Finding, p *accounts.Program, killed accounts.Call) bool {
	c := x.undeterred(p, killed.Enter)
	if f.Lives = c != nil; c == nil {
		if x.holding(f, killed); len(f.Moments) > 1 {
			return true
		}
		if x.ending(p, killed) {
			return false
		}
		c = x.unmoved(p, killed)
		f.Idle = c != nil
	}
	if c != nil {
		f.Other, f.Moments = c.Moment.Socket, append(f.Moments, c.Moment)
	}
	return !f.Idle || !x.othersSpin(p)
}

// othersSpin reports whether another program of the run takes a processor for itself.
func (x *index) othersSpin(p *accounts.Program) bool {
	return slices.ContainsFunc(x.Found, func(f findings.Finding) bool { return f.Rule == findings.Spin && f.Who.Process != p.Name })
}

// undeterred returns the last call that the main thread of a program makes after ^C, before the
// program is killed, if it is one that waits: nil if it makes none, or another one.
func (x *index) undeterred(p *accounts.Program, killed time.Time) (last *accounts.Call) {
	for _, s := range x.All {
		for i := range s.Calls {
			c := &s.Calls[i]
			main := s.Process == p.Name && c.Thread == c.Process.PID && !c.Does(capture.Ends)
			if main && c.Enter.After(p.Interrupted) && c.Enter.Before(killed) && (last == nil || c.Enter.After(last.Enter)) {
				last = c
			}
		}
	}
	if last != nil && !waitsUntil(last.Call, killed) {
		return nil
	}
	return last
}

// holding adds the calls in which threads of a process wait when it is killed, one of each, and
// not of its main one, which has the number of the process (gettid(2)).
func (x *index) holding(f *findings.Finding, killed accounts.Call) {
	seen := map[int]bool{killed.Process.PID: true}
	for _, s := range x.All {
		for _, c := range s.Calls {
			if c.Process == killed.Process && !seen[c.Thread] && c.Enter.Before(killed.Enter) && waitsUntil(c.Call, killed.Enter) {
				seen[c.Thread] = true
				if f.Moments = append(f.Moments, c.Moment); f.Other == nil {
					f.Other = c.Moment.Socket
				}
			}
		}
	}
}

// ending reports whether a program may have been about to end when it was killed: it has printed
// that KeyboardInterrupt ended it, and no other thread of it was seen. A machine that is busy
// takes its time.
func (x *index) ending(p *accounts.Program, killed accounts.Call) bool {
	if !strings.HasPrefix(accounts.LastLine(p.Stderr), "KeyboardInterrupt") {
		return false
	}
	return !x.hasThreads(killed.Process)
}

// hasThreads reports whether a process was seen to have others than its main one.
func (x *index) hasThreads(p capture.Process) bool {
	return slices.ContainsFunc(x.Moments, func(m *run.Moment) bool {
		c := m.Entry.Call
		return c != nil && c.Process == p && c.Thread != c.Process.PID && c.Thread != 0
	})
}

// unmoved returns the call in which a process of one thread waits when the signal comes, and which
// is not even broken off until it is killed: it ignores the signal, or had no processor since.
// Nil if that is not so.
func (x *index) unmoved(p *accounts.Program, killed accounts.Call) *accounts.Call {
	if x.hasThreads(killed.Process) || slices.ContainsFunc(p.Prints, func(at time.Time) bool { return at.After(p.Interrupted) }) {
		return nil
	}
	for _, s := range x.All {
		for i := range s.Calls {
			if c := &s.Calls[i]; c.Process == killed.Process && c.Enter.Before(p.Interrupted) && waitsUntil(c.Call, killed.Enter) {
				return c
			}
		}
	}
	return nil
}

// waitsUntil reports whether a call waits at a time.
func waitsUntil(c *capture.Call, at time.Time) bool {
	return c.Does(capture.Waits) && (!c.Returned() || !c.Exit.Before(at))
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
		if m.Kind == run.Packet && m.CopyOf > 0 && m.Time.Unix() > 0 && !m.ComesBy() {
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
