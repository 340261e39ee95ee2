package addresses

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// unreachable finds datagrams that nobody takes.
func (x *search) unreachable() {
	for _, s := range x.All {
		if x.Claimed[s] {
			continue
		}
		for _, m := range s.Arrived {
			e := m.Facts.Error
			if e == nil || e.Kind != facts.PortUnreachable || m.Conversation.Proto != capture.UDP {
				continue
			}
			x.lost(s, m, e)
		}
	}
}

// lost adds a datagram of a socket that nobody takes, if something is wrong with that. A socket that has sent to
// another one may be connected to that, and so be there all the same.
func (x *search) lost(s *accounts.Account, m *run.Moment, e *facts.Error) {
	f := findings.Finding{Rule: findings.UDPUnreachable, Who: s.Socket, Moments: []*run.Moment{m}, Address: e.Target}
	f.Near, f.Other = x.near(s, e.Target, capture.UDP, m)
	f.Text = x.file(f.Other)
	if f.Near == findings.Engaged {
		if _, bound := x.Of[f.Other].When(capture.Binds); bound {
			f.Parts = 1
		}
	}
	if s.FD < 0 && (x.meant(m, e) || e.Others) || s.FD >= 0 && !x.undelivered(s, &f) {
		return
	}
	if f.Near == findings.Ended && x.fell(f.Other, m.Time) {
		f.Near = findings.Fallen
	}
	if len(x.Programs) == 0 {
		f.May = []findings.Rule{findings.UDPUnreachable, findings.SentBeforeBound}
	}
	x.Explain(s, f)
}

// undelivered completes a finding about a datagram for which nobody is there, and reports
// whether something is wrong with that: it is not where it is sent again and answered, nor
// where nobody waits for an answer any more.
func (x *search) undelivered(s *accounts.Account, f *findings.Finding) bool {
	m := f.Moments[0]
	if asker := x.gone(s, f.Address, m.Time); asker != nil {
		f.Near, f.Other = findings.Left, asker.Socket
		return disappointed(asker)
	}
	if x.hears(s.Process, f.Address, m.Time) || f.Near == findings.Ended && s.Received() > 0 && !x.misses(s, f) || x.asksAround(s.Process) {
		return false
	}
	if f.Near == findings.Later {
		f.Rule = findings.SentBeforeBound
		f.Got = sentAgain(s, f.Address, m.Time)
	}
	if c := told(s, m); c != nil {
		f.Moments = append(f.Moments, c)
	}
	return true
}

// misses reports whether a program that was answered before still wants something of who is
// gone: it waits for ever, or comes to no good end, or that one's program goes on and has just
// closed its socket. One that has left may be left.
func (x *search) misses(s *accounts.Account, f *findings.Finding) bool {
	m := f.Moments[0]
	wait := s.InVain(m.Time)
	if wait == nil || f.Other == nil {
		return false
	}
	exits := x.Program(f.Other.Process).Exits
	left := len(exits) > 0 && exits[len(exits)-1].Enter.Before(m.Time)
	return !left || !wait.Returned() || wait.Errno == "EINTR" || !x.content(s.Process)
}

// asksAround reports whether a program sends datagrams to several ports, to find who is there:
// one of them answers, or there are many; and it ends as it should.
func (x *search) asksAround(process string) bool {
	asked, answered := map[uint16]bool{}, false
	for _, s := range x.All {
		if s.Process != process || s.Proto != capture.UDP || s.Role == run.Bound {
			continue
		}
		for _, m := range s.Sent {
			asked[m.Packet.Dst.Port()] = true
		}
		for _, m := range s.Arrived {
			answered = answered || m.Facts.Error == nil
		}
	}
	return x.content(process) && (len(asked) > 1 && answered || len(asked) > 2)
}

// told returns the call of a connected socket that has failed because of an ICMP error; nil if
// none has.
func told(s *accounts.Account, m *run.Moment) *run.Moment {
	for _, c := range s.Calls {
		if c.Errno == "ECONNREFUSED" && !c.Exit.Before(m.Time) {
			return c.Moment
		}
	}
	return nil
}

// gone returns the socket that has asked another one from an address, and was closed before a
// time; nil if that was none.
func (x *search) gone(s *accounts.Account, at netip.AddrPort, before time.Time) *accounts.Account {
	for _, other := range x.All {
		if other == s || other.FD < 0 || other.Proto != capture.UDP || !other.Holds(at) || other.End == nil || other.End.Time.After(before) {
			continue
		}
		asked, asks := other.When(capture.Sends)
		answered, answers := s.When(capture.Sends)
		if asks && answers && asked.Before(answered) {
			return other
		}
	}
	return nil
}

// disappointed reports whether a program has waited for an answer to what it sent last, and has
// gone without one.
func disappointed(s *accounts.Account) bool {
	sent := s.Last(capture.Sends)
	return sent != nil && !s.Heard(sent.Enter) && s.InVain(sent.Enter) != nil
}

// hears reports whether a datagram has come to a program from an address, or from its port, after
// a time.
func (x *search) hears(process string, at netip.AddrPort, after time.Time) bool {
	return slices.ContainsFunc(x.All, func(s *accounts.Account) bool {
		return s.Process == process && slices.ContainsFunc(s.Arrived, func(m *run.Moment) bool {
			return m.Packet.Proto == capture.UDP && m.Time.After(after) && m.Packet.Src.Port() == at.Port()
		})
	})
}

// sentAgain counts what a socket has sent to an address after a time.
func sentAgain(s *accounts.Account, to netip.AddrPort, after time.Time) (n int64) {
	for _, m := range s.Sent {
		if m.Time.After(after) && m.Packet.Dst == to {
			n++
		}
	}
	return n
}
