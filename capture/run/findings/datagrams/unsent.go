package datagrams

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// passing are errors of calls that say nothing of the call: it may work when it is made again, or another one is
// told of.
var passing = []string{"", "EAGAIN", "EINTR", "EPIPE", "ECONNREFUSED", "ECONNRESET", "ENOBUFS"}

// unsent finds a datagram that a call has failed to send, and a program that goes on all the same: it waits in vain
// for the answer itself, or who has asked does.
func (x *search) unsent(s *accounts.Account) {
	if s.FD < 0 || x.Claimed[s] || slices.ContainsFunc(x.Exceptions(s.Process), isMore) {
		return
	}
	var asker *accounts.Account
	for i := range s.Calls {
		c := &s.Calls[i]
		switch {
		case c.Did(capture.Receives):
			asker = x.at(sender(s, c), c.Exit)
		case !c.Does(capture.Sends) || slices.Contains(passing, c.Errno) || s.Handed() > 0:
		case asker != nil && asker != s && x.forlorn(s, asker, *c):
			x.fails(s, c, asker)
			return
		case s.Received() == 0 && s.InVain(c.Exit) != nil:
			x.fails(s, c, s)
			return
		case s.Received() == 0 && slices.Contains(meant, c.Errno) && !x.speaks(s.Process):
			x.fails(s, c, nil)
			return
		}
	}
}

// meant are errors by which the kernel refuses what a call asks for, whoever is there.
var meant = []string{"EACCES", "EMSGSIZE", "EDESTADDRREQ"}

// sender returns who has sent what a call has received: the last one of whom something came, where the call does not
// ask for that.
func sender(s *accounts.Account, c *accounts.Call) (from netip.AddrPort) {
	if c.Remote.IsValid() {
		return c.Remote
	}
	for _, m := range s.Arrived {
		if m.Events.Has(flow.Data) && m.Time.Before(c.Exit) {
			from = m.Packet.Src
		}
	}
	return from
}

// isMore reports whether an exception tells of something else than that nothing has come in time.
func isMore(exception string) bool {
	return !strings.HasPrefix(exception, "TimeoutError") && !strings.HasPrefix(exception, "socket.timeout")
}

// fails adds a call that has failed to send something, for which somebody waits; nil: nobody does.
func (x *search) fails(s *accounts.Account, c *accounts.Call, waits *accounts.Account) {
	f := findings.Finding{Rule: findings.NothingSent, Near: findings.FailedSend, Who: s.Socket, Moments: []*run.Moment{c.Moment}}
	if waits != nil {
		f.Other, f.Got = waits.Socket, waited(waits.InVain(c.Enter))
		x.Claimed[waits] = true
	}
	x.Explain(s, f)
}

// strays finds a datagram to a group that no socket has joined, where somebody waits for it, or for an answer.
func (x *search) strays(s *accounts.Account) {
	if s.FD < 0 || x.Claimed[s] {
		return
	}
	for _, m := range s.Sent {
		group := m.Packet.Dst.Addr()
		if !m.Events.Has(flow.Data) || !group.Is4() || !group.IsMulticast() || x.joined(fmt.Sprintf("{%v,", group)) != nil {
			continue
		}
		port := x.bound(s, m)
		if port == nil && (s.InVain(m.Time) == nil || s.Received() > 0) {
			continue
		}
		f := findings.Finding{Rule: findings.UDPUnreachable, Near: findings.NoMember, Who: s.Socket, Moments: []*run.Moment{x.sending(s, m)}, Address: m.Packet.Dst}
		if port != nil {
			f.Other = port.Socket
			if c := memberOf(port, "{"); c != nil {
				f.Text, _, _ = strings.Cut(strings.TrimPrefix(c.Args.Option.Value, "{"), ",")
				f.Moments = append(f.Moments, c.Moment)
			}
			x.Claimed[port] = true
		}
		x.Explain(s, f)
		return
	}
}

// sending returns the moment of the call that has sent a datagram: that of the datagram, if that is not known.
func (x *search) sending(s *accounts.Account, m *run.Moment) *run.Moment {
	at := m
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.Before(m.Time) {
			at = c.Moment
		}
	}
	return at
}

// bound returns the socket of another one's port that has received nothing, and waits for something; nil if there
// is none.
func (x *search) bound(s *accounts.Account, m *run.Moment) *accounts.Account {
	for _, o := range x.All {
		waits := o.Last(capture.Receives)
		if o != s && o.Proto == capture.UDP && o.Role == run.Bound && o.Local.Port() == m.Packet.Dst.Port() && waits != nil && o.Received() == 0 {
			return o
		}
	}
	return nil
}

// joined returns the call by which any socket has joined a group; of a kind that is not known, any group.
func (x *search) joined(group string) *accounts.Call {
	for _, s := range x.All {
		if c := memberOf(s, group); c != nil {
			return c
		}
		for i := range s.Calls {
			if c := &s.Calls[i]; c.Did(capture.Configures) && slices.Contains(otherJoins, c.Args.Option.Name) {
				return c
			}
		}
	}
	return nil
}

// otherJoins are options that join groups as well, whose values are not known: those of a source, and MCAST_JOIN_GROUP
// (linux/in.h).
var otherJoins = []string{"39", "42", "46"}

// memberOf returns the call by which a socket has joined a group whose option begins so; nil if it has not.
func memberOf(s *accounts.Account, group string) *accounts.Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Did(capture.Configures) && c.Args.Option.Name == "IP_ADD_MEMBERSHIP" && strings.HasPrefix(c.Args.Option.Value, group) {
			return c
		}
	}
	return nil
}
