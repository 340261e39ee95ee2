package run

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// sockets finds the socket that a call or a packet belongs to, and makes it where there
// is none yet.
type sockets struct {
	all      []*Socket
	open     map[descriptor]*Socket         // by who has it and under which number
	inferred map[endpoint]*Socket           // known only by their packets
	served   map[seat]*Socket               // those that have a TCP conversation to themselves
	since    map[*flow.Conversation]*Moment // the first packet of each TCP conversation
	ports    map[uint16][]*Socket           // by local port
	unnamed  []*Socket                      // those whose own address is not known
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

func newSockets() *sockets {
	return &sockets{
		open: map[descriptor]*Socket{}, inferred: map[endpoint]*Socket{}, served: map[seat]*Socket{},
		since: map[*flow.Conversation]*Moment{}, ports: map[uint16][]*Socket{},
	}
}

// add makes a socket known.
func (s *sockets) add(k Socket) *Socket {
	one := &k
	s.all = append(s.all, one)
	if one.Local.IsValid() {
		s.ports[one.Local.Port()] = append(s.ports[one.Local.Port()], one)
	} else {
		s.unnamed = append(s.unnamed, one)
	}
	return one
}

// bind gives a socket its own address.
func (s *sockets) bind(k *Socket, local netip.AddrPort) {
	if k.Local.IsValid() && k.Local.Port() == local.Port() {
		k.Local = local
		return
	}
	s.ports[local.Port()] = append(s.ports[local.Port()], k)
	if old := k.Local; old.IsValid() {
		s.ports[old.Port()] = without(s.ports[old.Port()], k)
	} else {
		s.unnamed = without(s.unnamed, k)
	}
	k.Local = local
}

// without returns the sockets but for one.
func without(all []*Socket, one *Socket) []*Socket {
	for i, k := range all {
		if k == one {
			return append(all[:i:i], all[i+1:]...)
		}
	}
	return all
}

// ofCall returns the socket that c was called on. One whose socket() was not seen was
// there before.
func (s *sockets) ofCall(c *capture.Call) *Socket {
	key := descriptor{c.Process, c.FD}
	if k := s.open[key]; k != nil {
		return k
	}
	k := s.add(Socket{Process: c.Process.Name, Proto: c.Proto, FD: c.FD})
	s.open[key] = k
	return k
}

// known returns the socket that c was called on, nil for a call without one.
func (s *sockets) known(c *capture.Call) *Socket {
	if c.FD < 0 {
		return nil
	}
	return s.ofCall(c)
}

// born makes the socket that c, a socket() or accept(), returned.
func (s *sockets) born(c *capture.Call, m *Moment) *Socket {
	k := Socket{Process: c.Process.Name, Proto: c.Proto, FD: int(c.Result), Begin: m}
	if c.Does(capture.Accepts) {
		k.Role, k.Side, k.Local, k.Remote = Accepted, flow.Responder, c.Local, c.Remote
	}
	one := s.add(k)
	s.open[descriptor{c.Process, one.FD}] = one
	return one
}

// learn takes from c what it tells of its own socket.
func (s *sockets) learn(c *capture.Call, k *Socket) {
	if c.Errno != "" && !c.Does(capture.Connects) {
		return // it is not what it was to become
	}
	switch {
	case c.Does(capture.Binds):
		if c.Proto == capture.UDP {
			k.Role = Bound
		}
		k.Side = flow.Responder
	case c.Does(capture.Listens):
		k.Role, k.Side = Listening, flow.Responder
	case c.Does(capture.Connects):
		k.Role, k.Side, k.Remote = Active, flow.Initiator, Destination(c)
	case c.Does(capture.Accepts):
		k.Role, k.Side = Listening, flow.Responder
		if !k.Local.IsValid() && c.Local.IsValid() {
			s.bind(k, c.Local)
		}
		return // its addresses are those of the accepted socket
	case c.Proto == capture.TCP && c.Does(capture.Sends), c.Proto == capture.TCP && c.Does(capture.Receives):
		if !k.Remote.IsValid() {
			k.Remote = c.Remote
		}
	case c.Does(capture.Sends) && k.Role == Endpoint:
		k.Role = Active
	}
	if c.Local.Port() != 0 && c.Local.Port() != k.Local.Port() {
		s.bind(k, c.Local)
	}
}

// Destination returns the address that a connect(2) is for: one that fails leaves the
// socket without a peer, and only its arguments tell.
func Destination(c *capture.Call) netip.AddrPort {
	if to := c.Args.Address; to.IsValid() && !c.Remote.IsValid() {
		return to
	}
	return c.Remote
}

// close ends the socket of c.
func (s *sockets) close(c *capture.Call, k *Socket, m *Moment) {
	k.End = m
	delete(s.open, descriptor{c.Process, c.FD})
}

// ofPacket returns the socket of one side of a conversation: the one that has it
// already, the open one with just these addresses, the one that is bound to the local
// address, or one that is inferred from the packets.
func (s *sockets) ofPacket(c *flow.Conversation, side flow.Side, m *Moment) *Socket {
	at := seat{c, side}
	if k := s.served[at]; k != nil {
		return k
	}
	e := endpoint{c.Endpoint(side), c.Endpoint(side.Peer())}
	if c.Proto == capture.UDP {
		return s.ofDatagram(e, side, m)
	}
	if s.since[c] == nil {
		s.since[c] = m
	}
	k := s.match(e.local, func(k *Socket) bool {
		// What was accepted since and is closed already is this conversation's, too.
		return k.FD >= 0 && k.Proto == capture.TCP && k.Local == e.local && k.Remote == e.remote && (k.End == nil || s.beganSince(k, c))
	})
	if k == nil {
		k = s.connecting(e)
	}
	if k == nil {
		if k = s.match(e.local, func(k *Socket) bool { return k.End == nil && k.listens(e.local) }); k != nil {
			return k
		}
		k = s.infer(capture.TCP, e, side, m)
	}
	s.served[at] = k
	return k
}

// beganSince reports whether a socket was made since the first packet of a conversation.
func (s *sockets) beganSince(k *Socket, c *flow.Conversation) bool {
	return k.Begin != nil && !k.Begin.Time.Before(s.since[c].Time)
}

// connecting returns the socket whose connect() to the remote address has not returned,
// so that it did not tell its own: the SYN tells it. Of several such sockets none is
// taken.
func (s *sockets) connecting(e endpoint) *Socket {
	var found *Socket
	for _, k := range s.unnamed {
		if k.End != nil || k.Proto != capture.TCP || k.Role != Active || k.Remote != e.remote {
			continue
		}
		if found != nil {
			return nil
		}
		found = k
	}
	if found != nil {
		s.bind(found, e.local)
	}
	return found
}

// ofDatagram returns a UDP socket. One that was just closed still counts: the kernel may
// deliver to it, or answer for it.
func (s *sockets) ofDatagram(e endpoint, side flow.Side, m *Moment) *Socket {
	k := s.match(e.local, func(k *Socket) bool { return k.End == nil && k.takesDatagrams(e.local) })
	if k == nil {
		k = s.match(e.local, func(k *Socket) bool { return k.takesDatagrams(e.local) })
	}
	if k == nil {
		return s.infer(capture.UDP, endpoint{local: e.local}, side, m)
	}
	if k.Role == Active && k.Local.Addr().IsUnspecified() {
		// A client's socket that bound itself to every address gets the one that its
		// datagrams bear. A server that bound itself so meant it.
		k.Local = e.local
	}
	return k
}

// match returns the last socket with a local port that fits, nil if none does.
func (s *sockets) match(local netip.AddrPort, fits func(*Socket) bool) *Socket {
	all := s.ports[local.Port()]
	for i := len(all) - 1; i >= 0; i-- {
		if fits(all[i]) {
			return all[i]
		}
	}
	return nil
}

// infer returns a socket of which no call was seen: it begins with its first packet.
func (s *sockets) infer(proto capture.Protocol, e endpoint, side flow.Side, m *Moment) *Socket {
	k := s.inferred[e]
	if k == nil || k.served(e) {
		k = s.add(Socket{FD: -1, Proto: proto, Side: side, Local: e.local, Remote: e.remote, Begin: m})
		s.inferred[e] = k
	}
	if m.Observation.Packet != nil && m.Observation.Packet.Dst == e.local {
		k.Group = facts.KindOf(m.Observation.Packet)
	}
	return k
}

// router returns what stands for a host on the way, which sent an ICMP error.
func (s *sockets) router(at netip.Addr, m *Moment) *Socket {
	e := endpoint{local: netip.AddrPortFrom(at, 0)}
	k := s.inferred[e]
	if k == nil {
		k = s.add(Socket{FD: -1, Role: Router, Side: flow.Responder, Local: e.local, Begin: m})
		s.inferred[e] = k
	}
	return k
}
