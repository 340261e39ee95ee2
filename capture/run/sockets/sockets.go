package sockets

import (
	"net/netip"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Sockets finds the socket that a call or a packet belongs to, and makes it where there
// is none yet. Make one with New.
type Sockets struct {
	all      []*Socket
	open     map[descriptor]*Socket           // by who has it and under which number
	numbers  map[descriptor]*Socket           // the same, also of those whose inode is known: who had the number last
	inferred map[Endpoint]*Socket             // known only by their packets
	served   map[Seat]*Socket                 // those that have a TCP conversation to themselves
	queued   map[Endpoint]enqueued            // connections that listening sockets have taken, each the last one of its addresses
	since    map[*flow.Conversation]time.Time // when the first packet of each TCP conversation came
	named    named                            // those of which a call was seen
	threads  threads
	busy     map[string]*Socket // by process: the one that made a call last
}

// enqueued is a connection that a listening socket has taken by a SYN,ACK, for accept(2) to return.
type enqueued struct {
	of   *flow.Conversation
	by   *Socket
	fast bool // with the data of the SYN (RFC 7413)
}

// Seat is one side of a conversation.
type Seat struct {
	Conversation *flow.Conversation
	Side         flow.Side
}

// Endpoint returns what the socket of that side is called on the wire.
func (s Seat) Endpoint() Endpoint {
	return Endpoint{s.Conversation.Endpoint(s.Side), s.Conversation.Endpoint(s.Side.Peer())}
}

// Endpoint names a socket as the wire does. For UDP, and wherever the socket has no
// peer, Remote is invalid.
type Endpoint struct{ Local, Remote netip.AddrPort }

// New returns Sockets that have seen nothing.
func New() *Sockets {
	return &Sockets{
		open: map[descriptor]*Socket{}, numbers: map[descriptor]*Socket{}, inferred: map[Endpoint]*Socket{}, served: map[Seat]*Socket{}, queued: map[Endpoint]enqueued{},
		since: map[*flow.Conversation]time.Time{}, named: newNamed(),
		threads: newThreads(), busy: map[string]*Socket{},
	}
}

// add makes a socket known.
func (s *Sockets) add(k run.Socket) *Socket {
	one := &Socket{Socket: k}
	s.all = append(s.all, one)
	s.named.note(one)
	return one
}

// Finish gives the accepted sockets of programs with a thread for each client their
// threads.
func (s *Sockets) Finish() { s.threads.name(s.all) }

// All returns the sockets, in the order in which they became known.
func (s *Sockets) All() []*run.Socket {
	var all []*run.Socket
	for _, k := range s.all {
		all = append(all, &k.Socket)
	}
	return all
}

// Listening returns the open socket that listens at just this address, nil if none does.
func (s *Sockets) Listening(local netip.AddrPort) *Socket {
	return s.named.onPort(local, func(k *Socket) bool { return k.Role == run.Listening && k.Local == local })
}

// Packet finds the sockets of a packet, and notes what it shows of the one that sent it.
// It returns the other.
func (s *Sockets) Packet(m *run.Moment) *Socket {
	c, side := m.Conversation, m.Observation.From
	var from *Socket
	if e := m.Facts.Error; e != nil && e.Router.IsValid() {
		from = s.router(e.Router, m)
	} else {
		from = s.OfPacket(c, side, m)
	}
	to := s.OfPacket(c, side.Peer(), m)
	m.From, m.To = &from.Socket, &to.Socket
	if from.Role == run.Listening && m.Events.Has(flow.SYNACK) {
		s.queued[Seat{c, side}.Endpoint()] = enqueued{c, from, m.Facts.Open.Has(facts.DataTaken)}
	}
	from.sends(m)
	if g := m.Facts.Group; g != nil && g.Kind == facts.Multicast {
		m.Bystanders = s.bystanders(m.Packet.Dst)
	}
	m.Unheard = m.Facts.Error != nil && c.Proto == capture.UDP && to.FD >= 0 && !to.Remote.IsValid() && !to.past.Told
	return to
}

// Arrival finds the sockets of an arrival, and notes what has reached the receiver.
func (s *Sockets) Arrival(m *run.Moment) {
	sent := m.Coming.Sent
	to := s.OfPacket(sent.Conversation, sent.Observation.From.Peer(), m)
	m.From, m.To = sent.From, &to.Socket
	if m.Coming.Copy == 0 || sent.Packet.Proto == capture.UDP { // TCP throws a second copy away
		to.Reach(sent, m.Time)
	}
}

// OfPacket returns the socket of one side of a conversation: the one that has it
// already, the open one with just these addresses, the one that is bound to the local
// address, or one that is inferred from the packets.
func (s *Sockets) OfPacket(c *flow.Conversation, side flow.Side, m *run.Moment) *Socket {
	at := Seat{c, side}
	if k := s.served[at]; k != nil {
		return k
	}
	e := at.Endpoint()
	if c.Proto == capture.UDP {
		return s.ofDatagram(e, side, m)
	}
	if _, known := s.since[c]; !known {
		s.since[c] = m.Time
	}
	k := s.named.between(e, func(k *Socket) bool {
		// What was accepted since and is closed already is this conversation's, too.
		return k.Holds(e.Local) && k.Remote == e.Remote && (k.End == nil || s.beganSince(k, c))
	})
	if k != nil {
		s.named.bind(k, e.Local) // one that is bound to every address connects from one of them
	}
	if k == nil {
		k = s.connecting(e)
	}
	if k == nil {
		if k = s.named.onPort(e.Local, func(k *Socket) bool { return k.Listens(e.Local) }); k != nil {
			return k
		}
		if q := s.queued[e]; q.of == c { // it was closed before accept() has returned the connection
			return q.by
		}
		k = s.infer(capture.TCP, e, side, m)
	}
	s.served[at] = k
	return k
}

// beganSince reports whether a socket was made since the first packet of a conversation.
func (s *Sockets) beganSince(k *Socket, c *flow.Conversation) bool {
	return k.Born && !k.BornAt.Before(s.since[c])
}

// connecting returns the socket whose connect() to the remote address has not returned,
// so that it did not tell its own: the SYN tells it. Of several such sockets none is
// taken.
func (s *Sockets) connecting(e Endpoint) *Socket {
	k := s.named.dialing(e.Remote)
	if k != nil {
		s.named.bind(k, e.Local)
	}
	return k
}

// ofDatagram returns a UDP socket. One that was just closed still counts: the kernel may
// deliver to it, or answer for it. What is sent to a group is nobody's alone where several may
// receive it: the group has a lifeline of its own then.
func (s *Sockets) ofDatagram(e Endpoint, side flow.Side, m *run.Moment) *Socket {
	if e.Local.Addr().IsMulticast() && s.named.several(e.Local) {
		return s.infer(capture.UDP, Endpoint{Local: e.Local}, side, m)
	}
	k := s.named.onPort(e.Local, func(k *Socket) bool { return k.TakesDatagrams(e.Local) })
	if k == nil {
		k = s.named.closedAt(e.Local)
	}
	if k == nil {
		return s.infer(capture.UDP, Endpoint{Local: e.Local}, side, m)
	}
	if k.Role == run.Active && k.Local.Addr().IsUnspecified() {
		// A client's socket that bound itself to every address gets the one that its
		// datagrams bear. A server that bound itself so meant it.
		s.named.bind(k, e.Local)
	}
	return k
}

// infer returns a socket of which no call was seen: it begins with its first packet.
func (s *Sockets) infer(proto capture.Protocol, e Endpoint, side flow.Side, m *run.Moment) *Socket {
	k := s.inferred[e]
	if k == nil || k.served(e) {
		k = s.add(run.Socket{FD: -1, Proto: proto, Side: side, Local: e.Local, Remote: e.Remote, Born: true, BornAt: m.Time})
		s.inferred[e] = k
	}
	if m.Observation.Packet != nil && m.Observation.Packet.Dst == e.Local {
		k.Group = facts.KindOf(m.Observation.Packet)
	}
	return k
}

// router returns what stands for a host on the way, which sent an ICMP error.
func (s *Sockets) router(at netip.Addr, m *run.Moment) *Socket {
	e := Endpoint{Local: netip.AddrPortFrom(at, 0)}
	k := s.inferred[e]
	if k == nil {
		k = s.add(run.Socket{FD: -1, Role: run.Router, Side: flow.Responder, Local: e.Local, Born: true, BornAt: m.Time})
		s.inferred[e] = k
	}
	return k
}
