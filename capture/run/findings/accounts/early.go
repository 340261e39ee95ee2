package accounts

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// inherit gives accepted sockets what came for them before accept(2): data, a FIN or a RST,
// which have arrived at the listening socket, and which stay told of there too.
func (x *Accounts) inherit() {
	accepted := map[[2]netip.AddrPort][]*Account{}
	for _, s := range x.All {
		if s.Role == run.Accepted && s.Proto == capture.TCP {
			ends := [2]netip.AddrPort{s.Remote, s.Local}
			accepted[ends] = append(accepted[ends], s)
		}
	}
	early := map[*Account][]*run.Moment{}
	for _, s := range x.All {
		if s.Role != run.Listening {
			continue
		}
		for _, m := range s.Arrived {
			heir := heirOf(m, accepted[[2]netip.AddrPort{m.Packet.Src, m.Packet.Dst}])
			if heir != nil && m.Events&(flow.Data|flow.FIN|flow.RST) != 0 {
				early[heir] = append(early[heir], m)
			}
		}
	}
	for s, all := range early {
		s.Arrived = slices.Concat(all, s.Arrived)
	}
}

// heirOf returns the first socket that begins behind a packet, nil if none does.
func heirOf(m *run.Moment, accepted []*Account) *Account {
	for _, s := range accepted {
		if begins := s.begins(); begins.IsZero() || begins.After(m.Time) {
			return s
		}
	}
	return nil
}

// begins returns when something happened at a socket first; the zero time if nothing did.
func (s *Account) begins() (first time.Time) {
	consider := func(at time.Time) {
		if first.IsZero() || at.Before(first) {
			first = at
		}
	}
	for _, c := range s.Calls[:min(1, len(s.Calls))] {
		consider(c.Enter)
	}
	for _, all := range [][]*run.Moment{s.Sent, s.Arrived} {
		for _, m := range all[:min(1, len(all))] {
			consider(m.Time)
		}
	}
	return first
}
