// Package addresses finds out what is wrong with the addresses that programs bind to, connect
// to and send to.
package addresses

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// search is a run, and what was found so far.
type search struct {
	*docket.Docket
	packets
}

// Faults finds what is wrong with addresses.
func Faults(d *docket.Docket) {
	x := &search{Docket: d}
	for _, s := range x.All {
		for _, c := range s.Calls {
			if c.Does(capture.Binds) && c.Errno == "EADDRINUSE" {
				x.inUse(s, c)
			}
		}
	}
	x.refused()
	x.unreachable()
}

// inUse adds a bind(2) that found its address taken.
func (x *search) inUse(s *accounts.Account, c accounts.Call) {
	f := findings.Finding{Rule: findings.AddressInUse, Who: s.Socket, Moments: []*run.Moment{c.Moment}, Address: c.Args.Address}
	earlier, holder := c.Moment.Meets.Waits, (*accounts.Account)(nil)
	for _, other := range x.All {
		if other == s || other.Proto != s.Proto || !other.Claims(c.Args.Address) || other.FD < 0 || !other.Born || !other.BornAt.Before(c.Enter) {
			continue
		}
		earlier = true
		if open(other.Socket, c) && (holder == nil || holder.Role == run.Accepted) {
			holder = other
		}
	}
	switch {
	case holder != nil:
		f.Other = holder.Socket
		if _, binds := holder.When(capture.Binds); binds && holder.Role == run.Active {
			f.Near = findings.FromThere
		}
		if copied := inherited(holder, c); copied != nil {
			f.Moments = append(f.Moments, copied)
		}
	case earlier: // only what is left of its connections holds it
		f.Rule, f.Near = findings.NoReuseAddr, x.afterwards(s, c)
	}
	x.Explain(s, f)
}

// afterwards returns SetLater where the socket of a bind(2) that has failed sets SO_REUSEADDR then, and a later bind(2)
// succeeds; FromThere where its program has had the address before for a connection that it has made; else Nothing.
func (x *search) afterwards(s *accounts.Account, failed accounts.Call) findings.Near {
	set := false
	for _, c := range s.Calls {
		switch {
		case !c.Enter.After(failed.Enter):
		case c.Did(capture.Configures) && c.Args.Option.Name == "SO_REUSEADDR":
			set = c.Args.Option.Number != 0
		case c.Did(capture.Binds) && set && c.Args.Address == failed.Args.Address:
			return findings.SetLater
		}
	}
	made := func(other *accounts.Account) bool {
		return other != s && other.Process == s.Process && other.Role == run.Active && other.Proto == s.Proto && other.Claims(failed.Args.Address)
	}
	if slices.ContainsFunc(x.All, made) {
		return findings.FromThere
	}
	return findings.Nothing
}

// open reports whether a socket is open when a call is made.
func open(k *run.Socket, c accounts.Call) bool {
	return k.Born && k.BornAt.Before(c.Enter) && (k.End == nil || k.End.Time.After(c.Enter))
}

// inherited returns the close(2) by which the process of a call has closed its own descriptor
// of a socket that another process still has, from fork(2); nil if there is none.
func inherited(holder *accounts.Account, c accounts.Call) *run.Moment {
	for _, earlier := range holder.Calls {
		if earlier.Did(capture.Closes) && earlier.Shared && earlier.Process.PID == c.Process.PID && earlier.Enter.Before(c.Enter) {
			return earlier.Moment
		}
	}
	return nil
}

// near looks for what a program that found nobody may have meant: own is its socket.
func (x *search) near(own *accounts.Account, to netip.AddrPort, proto capture.Protocol, m *run.Moment) (findings.Near, *run.Socket) {
	best, found := findings.Nothing, (*run.Socket)(nil)
	for _, s := range x.All {
		if s == own {
			continue
		}
		if n := nearness(s, to, proto, m); n > best {
			best, found = n, s.Socket
		}
	}
	if proto == capture.TCP && best <= findings.OtherPort {
		return x.chosenPort(to, m, best, found)
	}
	if proto == capture.UDP {
		if s := x.engaged(own, to, m); s != nil {
			return findings.Engaged, s.Socket
		}
	}
	if best <= findings.OtherPort && proto == capture.UDP {
		for _, s := range x.All {
			if s.Process != own.Process && unbound(s) {
				return findings.Unbound, s.Socket
			}
		}
	}
	return best, found
}

// chosenPort looks closer where nothing but another port was found: a port that is asked for, or that one, may
// be one that a kernel has chosen.
func (x *search) chosenPort(to netip.AddrPort, m *run.Moment, best findings.Near, found *run.Socket) (findings.Near, *run.Socket) {
	if s := x.connected(to, m); s != nil {
		return findings.FromThere, s.Socket
	}
	if best == findings.OtherPort && x.chosen(found) {
		return findings.AnyPort, found
	}
	return best, found
}

// connected returns the socket of a client that has connected from an address before a moment; nil
// if there is none.
func (x *search) connected(to netip.AddrPort, m *run.Moment) *accounts.Account {
	for _, s := range x.All {
		if s.Proto == capture.TCP && s.Side == flow.Initiator && s.Local == to && s.Peer != nil && len(s.Sent) > 0 && s.Sent[0].Time.Before(m.Time) {
			return s
		}
	}
	return nil
}

// chosen reports whether the kernel has chosen the port of a socket that listens.
func (x *search) chosen(k *run.Socket) bool {
	s := x.Of[k]
	if s == nil || s.FD < 0 || !s.Born || s.Role != run.Listening {
		return false
	}
	c := s.Last(capture.Binds)
	return c == nil || c.Args.Address.IsValid() && c.Args.Address.Port() == 0
}

// engaged returns the UDP socket that has an address, and is connected to somebody else: its kernel
// takes datagrams from there alone (udp(7)). Nil if there is none.
func (x *search) engaged(own *accounts.Account, to netip.AddrPort, m *run.Moment) *accounts.Account {
	for _, s := range x.All {
		at, connected := s.When(capture.Connects)
		if s != own && s.Proto == capture.UDP && connected && at.Before(m.Time) && (s.End == nil || s.End.Time.After(m.Time)) && s.Holds(to) && !own.Holds(s.Remote) {
			return s
		}
	}
	return nil
}

// unbound reports whether a program waits for datagrams on a socket that nobody can know of.
func unbound(s *accounts.Account) bool {
	return s.Proto == capture.UDP && s.FD >= 0 && s.Role == run.Endpoint && s.Last(capture.Receives) != nil
}

// file returns the file of the program in which a socket was bound; "" if that is not known.
func (x *search) file(k *run.Socket) string {
	if s := x.Of[k]; s != nil {
		if c := s.Last(capture.Binds); c != nil {
			return c.Code.File
		}
	}
	return ""
}

// nearness says how near a socket is to what was asked for.
func nearness(s *accounts.Account, to netip.AddrPort, proto capture.Protocol, m *run.Moment) findings.Near {
	since, takes := takesFrom(s)
	own, port := s.Local.Port(), to.Port()
	here := s.Holds(netip.AddrPortFrom(to.Addr(), own))
	gone := s.End != nil && s.End.Time.Before(m.Time)
	exact := s.Proto == proto && own == port && here
	switch {
	case !s.Local.IsValid():
		return findings.Nothing
	case !takes && exact && since.Before(m.Time) && !since.IsZero():
		return findings.Unlistened
	case !takes:
		return findings.Nothing
	case exact && gone:
		return findings.Ended
	case exact && since.After(m.Time):
		return findings.Later
	case gone || since.After(m.Time):
		return findings.Nothing
	case own == port && s.Proto != proto:
		return findings.OtherProto
	case own == port && s.Only6 && s.Local.Addr().IsUnspecified() && to.Addr().Unmap().Is4():
		return findings.OnlyIPv6
	case own == port && s.Local.Addr().Unmap().Is4() != to.Addr().Unmap().Is4():
		return findings.OtherFamily
	case own == port:
		return findings.OtherAddress
	case s.Proto == proto && own == port<<8|port>>8:
		return findings.SwappedPort
	case s.Proto == proto:
		return findings.OtherPort
	}
	return findings.Nothing
}

// takesFrom returns since when a socket takes connections or datagrams, and whether it does: a
// TCP socket without listen(2) is bound since then.
func takesFrom(s *accounts.Account) (since time.Time, takes bool) {
	does := capture.Listens
	switch {
	case s.Proto == capture.UDP && s.Role != run.Bound, s.Role == run.Accepted, s.Role == run.Active:
		return time.Time{}, false
	case s.Proto == capture.UDP:
		does = capture.Binds
	case s.Role != run.Listening:
		since, _ = s.When(capture.Binds)
		return since, false
	}
	if at, ok := s.When(does); ok {
		return at, true
	}
	return s.BornAt, true
}
