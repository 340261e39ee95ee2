package render

import (
	"cmp"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// sockets finds the lifeline that a call or a packet belongs to, and makes it
// where there is none yet. It serves one ladder.
type sockets struct {
	lifelines []Lifeline
	open      map[descriptor]int         // by who has it and under which number
	inferred  map[endpoint]int           // sockets known only by their packets
	served    map[seat]int               // sockets that have a TCP conversation to themselves
	since     map[*flow.Conversation]int // the step of the first packet of each TCP conversation
}

// seat is one side of a conversation.
type seat struct {
	conversation *flow.Conversation
	side         flow.Side
}

// descriptor names a socket as its process does.
type descriptor struct {
	process capture.Process
	fd      int
}

// endpoint names a socket as the wire does. For UDP, and wherever the socket
// has no peer, remote is invalid.
type endpoint struct{ local, remote netip.AddrPort }

func newSockets() *sockets {
	return &sockets{open: map[descriptor]int{}, inferred: map[endpoint]int{}, served: map[seat]int{}, since: map[*flow.Conversation]int{}}
}

// add makes a lifeline that goes on to the end.
func (s *sockets) add(l Lifeline) int {
	l.End, l.Last = -1, -1
	s.lifelines = append(s.lifelines, l)
	return len(s.lifelines) - 1
}

// ofCall returns the lifeline of the socket that c was called on. A socket
// whose socket() was not seen was there before.
func (s *sockets) ofCall(c *capture.Call) int {
	key := descriptor{c.Process, c.FD}
	if i, ok := s.open[key]; ok {
		return i
	}
	i := s.add(Lifeline{Process: c.Process.Name, FD: c.FD, Begin: -1})
	s.open[key] = i
	return i
}

// born makes the lifeline of the socket that c, a socket() or accept(),
// returned in step.
func (s *sockets) born(c *capture.Call, step int) int {
	l := Lifeline{Process: c.Process.Name, FD: int(c.Result), Begin: step}
	if c.FD >= 0 {
		l.Role, l.Side, l.Local, l.Remote = Accepted, flow.Responder, c.Local, c.Remote
	}
	i := s.add(l)
	s.open[descriptor{c.Process, l.FD}] = i
	return i
}

// learn takes from c what it tells of its own socket.
func (s *sockets) learn(c *capture.Call, i int) {
	l := &s.lifelines[i]
	if c.Errno != "" && c.Name != "connect" {
		return // it is not what it was to become
	}
	switch c.Name {
	case "bind":
		if c.Proto == capture.UDP {
			l.Role = Bound
		}
		l.Side = flow.Responder
	case "listen":
		l.Role, l.Side = Listening, flow.Responder
	case "connect":
		l.Role, l.Side, l.Remote = Active, flow.Initiator, destination(c)
	case "accept", "accept4":
		l.Role, l.Side = Listening, flow.Responder
		if !l.Local.IsValid() {
			l.Local = c.Local
		}
		return // its addresses are those of the accepted socket
	case "send", "recv":
		if c.Proto == capture.TCP && !l.Remote.IsValid() {
			l.Remote = c.Remote
		}
	case "sendto":
		if l.Role == Endpoint {
			l.Role = Active
		}
	}
	if c.Local.Port() != 0 && c.Local.Port() != l.Local.Port() {
		l.Local = c.Local
	}
}

// destination returns the address that a connect(2) is for: one that fails
// leaves the socket without a peer, and only its arguments tell.
func destination(c *capture.Call) netip.AddrPort {
	if !c.Remote.IsValid() {
		return c.Args.Address
	}
	return c.Remote
}

// close ends the lifeline of c's socket in step.
func (s *sockets) close(c *capture.Call, i, step int) {
	s.lifelines[i].End = step
	delete(s.open, descriptor{c.Process, c.FD})
}

// ofPacket returns the lifeline of one side of conversation c in step: the
// socket that has it already, the open one with just these addresses, the one
// that is bound to the local address, or one that is inferred from the packets.
func (s *sockets) ofPacket(c *flow.Conversation, side flow.Side, step int) int {
	at := seat{c, side}
	if i, ok := s.served[at]; ok {
		return i
	}
	e := endpoint{c.Endpoint(side), c.Endpoint(side.Peer())}
	if c.Proto == capture.UDP {
		return s.ofDatagram(e, side, step)
	}
	if _, known := s.since[c]; !known {
		s.since[c] = step
	}
	i, ok := s.match(func(l *Lifeline) bool {
		// What was accepted since and is closed already is this conversation's, too.
		return l.Local == e.local && l.Remote == e.remote && (l.End < 0 || l.Begin >= s.since[c])
	})
	if !ok {
		i, ok = s.connecting(e)
	}
	if !ok {
		if i, ok := s.match(func(l *Lifeline) bool { return l.End < 0 && l.listens(e.local) }); ok {
			return i
		}
		i = s.infer(e, side, step)
	}
	s.served[at] = i
	return i
}

// connecting returns the socket whose connect() to the remote address has not
// returned, so that it did not tell its own: the SYN tells it. Of several such
// sockets none is taken.
func (s *sockets) connecting(e endpoint) (int, bool) {
	fits := func(l *Lifeline) bool {
		return l.End < 0 && l.Role == Active && !l.Local.IsValid() && l.Remote == e.remote
	}
	i, ok := s.match(fits)
	if first := slices.IndexFunc(s.lifelines, func(l Lifeline) bool { return fits(&l) }); !ok || first != i {
		return 0, false
	}
	s.lifelines[i].Local = e.local
	return i, true
}

// ofDatagram returns the lifeline of a UDP socket. One that was just closed
// still counts: the kernel may deliver to it, or answer for it.
func (s *sockets) ofDatagram(e endpoint, side flow.Side, step int) int {
	i, ok := s.match(func(l *Lifeline) bool { return l.End < 0 && l.holds(e.local) })
	if !ok {
		i, ok = s.match(func(l *Lifeline) bool { return l.holds(e.local) })
	}
	if !ok {
		return s.infer(endpoint{local: e.local}, side, step)
	}
	s.settle(i, e.local)
	return i
}

// settle gives a client's socket that bound itself to every address the one
// that its datagrams bear. A server that bound itself so meant it.
func (s *sockets) settle(i int, local netip.AddrPort) {
	if l := &s.lifelines[i]; l.Role == Active && l.Local.Addr().IsUnspecified() {
		l.Local = local
	}
}

// match returns the last lifeline that fits.
func (s *sockets) match(fits func(*Lifeline) bool) (int, bool) {
	for i := len(s.lifelines) - 1; i >= 0; i-- {
		if fits(&s.lifelines[i]) {
			return i, true
		}
	}
	return 0, false
}

// listens reports whether the socket takes TCP connections to local.
func (l *Lifeline) listens(local netip.AddrPort) bool { return l.Role == Listening && l.holds(local) }

// holds reports whether the socket is bound to local, or to its port on every
// address.
func (l *Lifeline) holds(local netip.AddrPort) bool {
	if !l.Local.IsValid() || l.Local.Port() != local.Port() {
		return false
	}
	return l.Local.Addr().IsUnspecified() || l.Local.Addr().Unmap() == local.Addr().Unmap()
}

// infer returns the lifeline of a socket of which no call was seen: it begins
// with its first packet, in step.
func (s *sockets) infer(e endpoint, side flow.Side, step int) int {
	i, ok := s.inferred[e]
	if !ok || s.lifelines[i].served(e) {
		i = s.add(Lifeline{FD: -1, Side: side, Local: e.local, Remote: e.remote, Begin: step})
		s.inferred[e] = i
	}
	return i
}

// served reports whether the lifeline has had a TCP connection between these
// addresses: the next one, of the same ports, has another socket.
func (l *Lifeline) served(e endpoint) bool { return e.remote.IsValid() && l.Last >= 0 }

// compare orders endpoints by their addresses.
func (e endpoint) compare(f endpoint) int {
	return cmp.Or(e.local.Compare(f.local), e.remote.Compare(f.remote))
}
