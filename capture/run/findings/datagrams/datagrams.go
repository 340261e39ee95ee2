// Package datagrams finds out what is wrong with single datagrams: what is cut, lost, thrown
// away, or sent to somebody else than who has asked, or not at all.
package datagrams

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// search is a run, and what was found so far.
type search struct{ *docket.Docket }

// Faults finds what is wrong with datagrams.
func Faults(d *docket.Docket) {
	x := &search{d}
	for _, s := range x.All {
		if s.Proto != capture.UDP {
			continue
		}
		x.cut(s)
		x.misdirected(s)
		x.echoed(s)
		x.lost(s)
		x.mute(s)
		x.unsent(s)
		x.strays(s)
	}
	x.overflow()
}

// cut finds a datagram of which the buffer holds but a part.
func (x *search) cut(s *accounts.Account) {
	for _, c := range s.Calls {
		if n := c.Moment.Meets.Larger; n > 0 && !strings.Contains(c.Args.Flags, "MSG_PEEK") {
			x.Explain(s, findings.Finding{Rule: findings.DatagramCut, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Got: c.Result, Of: int64(n)})
		}
	}
}

// lost finds a datagram that was lost on the way, where its sender, or who would have got the
// answer, waits for ever; or has asked but once, and gives up.
func (x *search) lost(s *accounts.Account) {
	for _, m := range s.Sent {
		if !m.Facts.Fate.Lost() || !m.Events.Has(flow.Data) {
			continue
		}
		waits := s
		if s.Role == run.Bound {
			if waits = x.Of[m.To]; waits == nil || !asks(waits, m) {
				continue
			}
		}
		if asksAgain(waits, m.Time) || waits.Heard(m.Time) {
			continue
		}
		c := waits.InVain(m.Time)
		if c == nil || gaveUp(c) && (waits.Received() > 0 || len(waits.Sent) > 1) {
			continue
		}
		x.Explain(waits, findings.Finding{Rule: findings.ReplyLost, Who: waits.Socket, Other: s.Socket, Moments: []*run.Moment{m}, Got: waited(c)})
	}
}

// asks reports whether a socket has sent something before to who has sent a datagram: that is an
// answer.
func asks(s *accounts.Account, answer *run.Moment) bool {
	return slices.ContainsFunc(s.Sent, func(m *run.Moment) bool {
		return m.Packet.Dst == answer.Packet.Src && m.Time.Before(answer.Time)
	})
}

// asksAgain reports whether a socket sends what it has sent before once more, after a time.
func asksAgain(s *accounts.Account, after time.Time) bool {
	said := map[string]bool{}
	for _, m := range s.Sent {
		if said[string(m.Packet.Payload)] && m.Time.After(after) {
			return true
		}
		said[string(m.Packet.Payload)] = true
	}
	return false
}

// gaveUp reports whether a wait has ended by itself, and not because of a signal.
func gaveUp(c *capture.Call) bool { return c.Returned() && c.Errno != "EINTR" }

// waited returns for how many milliseconds somebody has waited who gave up then; 0: for ever.
func waited(c *capture.Call) int64 {
	if !gaveUp(c) {
		return 0
	}
	return c.Exit.Sub(c.Enter).Milliseconds()
}

// mute finds a client that waits for a datagram and has sent none: nobody knows of it.
func (x *search) mute(s *accounts.Account) {
	if s.FD < 0 || !s.Remote.IsValid() || s.Role != run.Active || s.Last(capture.Sends) != nil || s.Received() > 0 {
		return
	}
	connected := s.Last(capture.Connects)
	if _, bound := s.When(capture.Binds); bound || connected == nil || s.InVain(connected.Enter) == nil || x.speaks(s.Process) {
		return
	}
	x.Explain(s, findings.Finding{Rule: findings.NothingSent, Who: s.Socket, Moments: []*run.Moment{connected.Moment}})
}

// speaks reports whether a program sends anything by any socket: it may tell of another one.
func (x *search) speaks(process string) bool {
	return slices.ContainsFunc(x.All, func(s *accounts.Account) bool { return s.Process == process && s.Handed() > 0 })
}

// overflow counts what the kernel has thrown away because a receive buffer was full.
func (x *search) overflow() {
	var shown []*run.Moment
	total := int64(0)
	for _, m := range x.Moments {
		if c := m.Entry.Counters; c != nil {
			if n := c.Of("RcvbufErrors") + c.Of("Udp6RcvbufErrors"); n > 0 {
				shown = append(shown, m)
				total += int64(n) //nolint:gosec // a count
			}
		}
	}
	if total > 0 {
		x.Add(findings.Finding{Rule: findings.RcvbufOverflow, Who: x.overwhelmed(total), Moments: shown, Got: total, Calls: true})
	}
}

// overwhelmed returns the only socket that has not received so many datagrams as were thrown
// away; nil if that may be another one.
func (x *search) overwhelmed(lost int64) (who *run.Socket) {
	for _, s := range x.All {
		missing := int64(0)
		for _, m := range s.Arrived {
			if m.Conversation.Proto == capture.UDP && m.Facts.Error == nil {
				missing++
			}
		}
		for _, c := range s.Calls {
			if c.Did(capture.Receives) {
				missing--
			}
		}
		if s.FD < 0 || missing <= 0 {
			continue
		}
		if who != nil || missing < lost {
			return nil
		}
		who = s.Socket
	}
	return who
}

// at returns the UDP socket that has an address when something happens; nil if none has.
func (x *search) at(a netip.AddrPort, when time.Time) (found *accounts.Account) {
	for _, s := range x.All {
		if s.Proto == capture.UDP && s.FD >= 0 && s.Holds(a) && !s.BornAt.After(when) && (found == nil || found.End != nil) {
			found = s
		}
	}
	return found
}
