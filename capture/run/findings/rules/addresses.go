package rules

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// addresses finds what is wrong with the addresses that programs bind and connect to.
func (x *index) addresses() {
	for _, s := range x.All {
		for _, c := range s.Calls {
			switch {
			case c.Does(capture.Binds) && c.Errno == "EADDRINUSE":
				x.inUse(s, c)
			case c.Does(capture.Connects) && c.Proto == capture.TCP && c.Errno == "ECONNREFUSED" && !x.connects(s, c):
				x.explain(s, x.refusal(s, c.Moment, c.Args.Address))
			case c.Does(capture.Connects) && c.Proto == capture.TCP && c.Errno == "EINPROGRESS" && !x.connects(s, c):
				x.refusedLater(s, c)
			}
		}
		if s.FD < 0 {
			x.refusedOnWire(s)
		}
	}
}

// inUse adds a bind(2) that found its address taken.
func (x *index) inUse(s *accounts.Account, c accounts.Call) {
	f := findings.Finding{Rule: findings.AddressInUse, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Address: c.Args.Address}
	earlier := c.Moment.Meets.Waits
	for _, other := range x.All {
		if other == s || other.Proto != s.Proto || !other.Claims(c.Args.Address) || other.FD < 0 || !other.Born || !other.BornAt.Before(c.Enter) {
			continue
		}
		if earlier = true; holdsAt(other.Socket, c) {
			f.Other = other.Socket
		}
	}
	if earlier && f.Other == nil { // only what is left of its connections holds it
		f.Rule = findings.NoReuseAddr
	}
	x.explain(s, f)
}

// holdsAt reports whether a socket is open when a call is made.
func holdsAt(k *run.Socket, c accounts.Call) bool {
	return k.Born && k.BornAt.Before(c.Enter) && (k.End == nil || k.End.Time.After(c.Enter))
}

// connects reports whether the program of a socket has got a connection to the same port
// later: it tries again until the server is there, or tries one address of a name after the
// other.
func (x *index) connects(s *accounts.Account, c accounts.Call) bool {
	for _, other := range x.All {
		for _, d := range other.Calls {
			if other.Process == s.Process && connected(other, d) && d.Args.Address.Port() == c.Args.Address.Port() && d.Enter.After(c.Enter) {
				return true
			}
		}
	}
	return false
}

// connected reports whether a call has connected a socket, or had it connected: one that has a
// timeout, or never waits, leaves that to the kernel.
func connected(s *accounts.Account, c accounts.Call) bool {
	if c.Errno != "EINPROGRESS" {
		return c.Did(capture.Connects)
	}
	m := accounts.First(s.Arrived, flow.SYNACK)
	return c.Does(capture.Connects) && m != nil && !m.Time.Before(c.Enter)
}

// refusedLater adds a connection that nobody takes, of a call that did not wait for that.
func (x *index) refusedLater(s *accounts.Account, c accounts.Call) {
	for _, m := range s.Arrived {
		if r := m.Facts.Reset; r != nil && r.Why == facts.Refuses && !m.Time.Before(c.Enter) {
			f := x.refusal(s, c.Moment, c.Args.Address)
			f.Moments = append(f.Moments, m)
			x.explain(s, f)
			return
		}
	}
}

// refusal returns a connection that nobody takes.
func (x *index) refusal(s *accounts.Account, m *run.Moment, to netip.AddrPort) findings.Finding {
	f := findings.Finding{Rule: findings.Refused, Who: s.Socket, Moments: []*run.Moment{m}, Address: to}
	f.Near, f.Other = x.near(to, capture.TCP, m)
	return f
}

// refusedOnWire adds a SYN that a RST has answered, of a program whose calls are not known.
func (x *index) refusedOnWire(s *accounts.Account) {
	for _, m := range s.Arrived {
		r := m.Facts.Reset
		if r == nil || r.Why != facts.Refuses || r.Agrees || x.taken(m) {
			continue
		}
		f := x.refusal(s, m, m.Packet.Src)
		switch {
		case f.Other != nil:
		case r.Listens > m.Packet.Number:
			f.Near = findings.Later
		case r.Listens > 0:
			f.Near = findings.Ended
		}
		x.explain(s, f)
	}
}

// patience is for how long a client tries one address after the other.
const patience = 3 * time.Second

// taken reports whether a port takes a connection soon after it has refused one: the client
// tries again, or the other addresses of a name.
func (x *index) taken(refusal *run.Moment) bool {
	if x.taking == nil {
		x.taking = map[uint16][]time.Time{}
		for _, m := range x.Moments {
			if m.Kind == run.Packet && m.Events.Has(flow.SYNACK) {
				x.taking[m.Packet.Src.Port()] = append(x.taking[m.Packet.Src.Port()], m.Time)
			}
		}
	}
	all := x.taking[refusal.Packet.Src.Port()]
	i := slices.IndexFunc(all, refusal.Time.Before)
	return i >= 0 && all[i].Sub(refusal.Time) < patience
}

// unreachable finds datagrams that nobody takes.
func (x *index) unreachable() {
	for _, s := range x.All {
		if x.claimed[s] {
			continue
		}
		for _, m := range s.Arrived {
			e := m.Facts.Error
			if e == nil || e.Kind != facts.PortUnreachable || m.Conversation.Proto != capture.UDP || s.FD < 0 && x.meant(m, e) {
				continue
			}
			f := findings.Finding{Rule: findings.UDPUnreachable, Who: s.Socket, Moments: []*run.Moment{m}, Address: e.Target}
			if len(x.Programs) == 0 {
				f.May = []findings.Rule{findings.UDPUnreachable, findings.SentBeforeBound}
			}
			if f.Near, f.Other = x.near(e.Target, capture.UDP, m); f.Near == findings.Later {
				f.Rule = findings.SentBeforeBound
			}
			if f.Near == findings.Ended && x.answered(s) {
				continue
			}
			x.explain(s, f)
		}
	}
}

// meant reports whether a datagram of which calls tell nothing finds nobody, and nothing is
// wrong with that: who has asked has got what it wanted and is gone, or it looks for the way
// (traceroute(8) sends to ports that nobody has).
func (x *index) meant(m *run.Moment, e *facts.Error) bool {
	if x.asked == nil {
		x.readDatagrams()
	}
	from := m.Packet.ICMP.Quoted.Src
	asked, looked := x.asked[[2]netip.AddrPort{e.Target, from}], x.looks[from.Addr()]
	return asked > 0 && asked < m.Packet.Number || looked > 0 && looked < m.Packet.Number
}

// readDatagrams notes who sends datagrams to whom, and who looks for the way.
func (x *index) readDatagrams() {
	x.asked, x.looks = map[[2]netip.AddrPort]int{}, map[netip.Addr]int{}
	for _, m := range slices.Backward(x.Moments) {
		switch {
		case m.Kind != run.Packet:
		case m.Facts.Error != nil && m.Facts.Error.Kind == facts.TimeExceeded:
			x.looks[m.Packet.ICMP.Quoted.Src.Addr()] = m.Packet.Number
		case m.Packet.Proto == capture.UDP:
			x.asked[[2]netip.AddrPort{m.Packet.Src, m.Packet.Dst}] = m.Packet.Number
		}
	}
}

// answered reports whether a socket has got a datagram.
func (x *index) answered(s *accounts.Account) bool { return s.Received() > 0 }

// near looks for what a program that was refused may have meant.
func (x *index) near(to netip.AddrPort, proto capture.Protocol, m *run.Moment) (findings.Near, *run.Socket) {
	best, found := findings.Nothing, (*run.Socket)(nil)
	for _, s := range x.All {
		k := s.Socket
		if k.FD < 0 || k.Role != run.Listening && k.Role != run.Bound || !k.Local.IsValid() {
			continue
		}
		if n := nearness(k, to, proto, m); n > best || found == nil && n > findings.Nothing {
			best, found = n, k
		}
	}
	return best, found
}

// nearness says how near a socket is to what was asked for.
func nearness(k *run.Socket, to netip.AddrPort, proto capture.Protocol, m *run.Moment) findings.Near {
	own, port := k.Local.Port(), to.Port()
	here := k.Local.Addr().IsUnspecified() || k.Local.Addr().Unmap() == to.Addr().Unmap()
	switch {
	case own == port && k.Proto != proto:
		return findings.OtherProto
	case own == port && here && k.BornAt.After(m.Time):
		return findings.Later
	case own == port && here && k.End != nil && k.End.Time.Before(m.Time):
		return findings.Ended
	case own == port && k.Local.Addr().Unmap().Is4() != to.Addr().Unmap().Is4():
		return findings.OtherFamily
	case own == port:
		return findings.OtherAddress
	case k.Proto == proto && own == port<<8|port>>8:
		return findings.SwappedPort
	case k.Proto == proto:
		return findings.OtherPort
	}
	return findings.Nothing
}
