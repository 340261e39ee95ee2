package render

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// sockets finds the lifeline that a call or a packet belongs to, and makes it
// where there is none yet. It serves one ladder.
type sockets struct {
	lifelines []Lifeline
	open      map[descriptor]int // by who has it and under which number
	inferred  map[endpoint]int   // sockets known only by their packets
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
	return &sockets{open: map[descriptor]int{}, inferred: map[endpoint]int{}}
}

// add makes a lifeline that begins at step begin (-1: before the first).
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
	switch c.Name {
	case "bind":
		if c.Proto == capture.UDP {
			l.Role = Bound
		}
		l.Side = flow.Responder
	case "listen":
		l.Role, l.Side = Listening, flow.Responder
	case "connect":
		l.Role, l.Side, l.Remote = Active, flow.Initiator, c.Remote
	case "accept", "accept4":
		return // its addresses are those of the accepted socket
	case "sendto":
		if l.Role == Endpoint {
			l.Role = Active
		}
	}
	if c.Local.Port() != 0 && c.Local.Port() != l.Local.Port() {
		l.Local = c.Local
	}
}

// close ends the lifeline of c's socket in step.
func (s *sockets) close(c *capture.Call, i, step int) {
	s.lifelines[i].End = step
	delete(s.open, descriptor{c.Process, c.FD})
}

// ofPacket returns the lifeline of one side of conversation c: the socket with
// just these addresses, else the one that is bound to the local address, else
// one that is inferred from the packets.
func (s *sockets) ofPacket(c *flow.Conversation, side flow.Side) int {
	e := endpoint{c.Endpoints[side], c.Endpoints[side.Peer()]}
	if i, ok := s.match(func(l *Lifeline) bool { return c.Proto == capture.TCP && l.Local == e.local && l.Remote == e.remote }); ok {
		return i
	}
	if i, ok := s.match(func(l *Lifeline) bool { return l.End < 0 && l.holds(e.local, c.Proto) }); ok {
		s.settle(i, e.local)
		return i
	}
	if c.Proto == capture.UDP {
		// The kernel may still deliver to, or answer for, a socket just closed.
		if i, ok := s.match(func(l *Lifeline) bool { return l.holds(e.local, c.Proto) }); ok {
			return i
		}
		e.remote = netip.AddrPort{}
	}
	return s.infer(e, side)
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

// holds reports whether the socket, without a peer of its own, receives what
// is sent to local.
func (l *Lifeline) holds(local netip.AddrPort, proto capture.Protocol) bool {
	if !l.Local.IsValid() || l.Local.Port() != local.Port() {
		return false
	}
	if proto == capture.TCP && l.Role != Listening {
		return false
	}
	return l.Local.Addr().IsUnspecified() || l.Local.Addr().Unmap() == local.Addr().Unmap()
}

// infer returns the lifeline of a socket of which no call was seen.
func (s *sockets) infer(e endpoint, side flow.Side) int {
	i, ok := s.inferred[e]
	if !ok {
		i = s.add(Lifeline{FD: -1, Side: side, Local: e.local, Remote: e.remote, Begin: -1})
		s.inferred[e] = i
	}
	return i
}
