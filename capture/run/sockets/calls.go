package sockets

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// descriptor names a socket: by its inode, where that is known, for processes may share
// it; else as its process does.
type descriptor struct {
	inode   uint64
	process capture.Process
	fd      int
}

// descriptorOf returns what a socket is called by.
func descriptorOf(inode uint64, process capture.Process, fd int) descriptor {
	if inode != 0 {
		return descriptor{inode: inode}
	}
	return descriptor{process: process, fd: fd}
}

// Call finds the socket of a call, and what the call does to it. Before it there may be
// Waited, behind it Close.
func (s *Sockets) Call(m *run.Moment) *Socket {
	k := s.follow(m)
	m.Socket = &k.Socket
	s.busy[m.Call.Process.Name] = k
	s.threads.note(k, m.Call)
	k.note(m)
	k.reads(m.Call)
	k.past.Unsent = k.handed.left()
	m.Meets.Past, m.Meets.Taken = k.past, s.taken(k, m.Call)
	m.Meets.Ready = s.ready(m.Call)
	k.choosesPort(m)
	return k
}

// ready returns what the sockets are for that a call has found ready.
func (s *Sockets) ready(c *capture.Call) (r run.Ready) {
	if !c.Does(capture.Polls) {
		return r
	}
	for _, fd := range c.Args.ReadyRead {
		if k := s.numbers[descriptorOf(0, c.Process, fd)]; k != nil && k.Role == run.Listening {
			r.Connection = true
		} else if k != nil {
			r.Octets = true
		}
	}
	r.Room = len(c.Args.ReadyWrite) > 0
	return r
}

// choosesPort notes of the bind(2) of a TCP socket that this connects later: it has chosen a port of its own then.
func (k *Socket) choosesPort(m *run.Moment) {
	switch c := m.Call; {
	case c.Proto != capture.TCP:
	case c.Did(capture.Binds):
		k.binds = m
	case c.Does(capture.Listens):
		k.binds = nil
	case c.Does(capture.Connects) && k.binds != nil:
		k.binds.Meets.Own = k.binds.Call.Args.Address.Port() != 0
		k.binds = nil
	}
}

// Of returns the socket by which a call that is about none is told: the one that its program
// made a call on last, or if that is closed the first one that is not; nil if there is none.
func (s *Sockets) Of(c *capture.Call) *run.Socket {
	last := s.busy[c.Process.Name]
	if last == nil {
		return nil
	}
	if last.End == nil {
		return &last.Socket
	}
	var first *Socket
	for _, k := range s.open {
		if k.Process == last.Process && k.End == nil && (first == nil || k.FD < first.FD) {
			first = k
		}
	}
	if first == nil {
		first = last
	}
	return &first.Socket
}

// follow returns the socket of a call, and makes the one that it returned.
func (s *Sockets) follow(m *run.Moment) (k *Socket) {
	c := m.Call
	if c.FD >= 0 {
		k = s.ofCall(c)
		s.learn(c, k)
	}
	switch {
	case c.Did(capture.Opens) || c.Did(capture.Accepts):
		born := s.born(c, m)
		m.Born = &born.Socket
		if k == nil {
			k = born
		}
	case k == nil:
		k = s.ofCall(c) // a socket() that failed
	}
	return k
}

// Waited notes that the thread of a call waited in it.
func (s *Sockets) Waited(c *capture.Call) { s.threads.enter(c) }

// Found reports whether a call that receives found something when it was made.
func (s *Sockets) Found(c *capture.Call) bool {
	if !c.Does(capture.Receives) || c.FD < 0 || c.Errno != "" {
		return false
	}
	k := s.open[descriptorOf(c.Inode, c.Process, c.FD)]
	return k != nil && len(k.arrived) > 0 && k.arrived[0].at.Before(c.Enter)
}

// taken reports whether a socket other than the one of c is bound to the address that c
// asks for.
func (s *Sockets) taken(own *Socket, c *capture.Call) bool {
	if c.Errno != "EADDRINUSE" {
		return false
	}
	return s.named.onPort(c.Args.Address, func(k *Socket) bool {
		return k != own && k.Claims(c.Args.Address) && k.Proto == c.Proto && (k.Role == run.Bound || k.Role == run.Listening)
	}) != nil
}

// ofCall returns the socket that c was called on. One whose socket() was not seen was
// there before.
func (s *Sockets) ofCall(c *capture.Call) *Socket {
	key := descriptorOf(c.Inode, c.Process, c.FD)
	if k := s.open[key]; k != nil {
		return k
	}
	k := s.add(run.Socket{Process: c.Process.Name, Proto: c.Proto, FD: c.FD})
	s.open[key], s.numbers[descriptorOf(0, c.Process, c.FD)] = k, k
	return k
}

// Known returns the socket that c was called on, nil for a call without one.
func (s *Sockets) Known(c *capture.Call) *run.Socket {
	if c.FD < 0 {
		return nil
	}
	return &s.ofCall(c).Socket
}

// Has reports whether the socket that c was called on is one of those that a call has told of.
func (s *Sockets) Has(c *capture.Call) bool {
	return c.FD >= 0 && s.open[descriptorOf(c.Inode, c.Process, c.FD)] != nil
}

// born makes the socket that c, a socket() or accept(), returned.
func (s *Sockets) born(c *capture.Call, m *run.Moment) *Socket {
	k := run.Socket{Process: c.Process.Name, Proto: c.Proto, FD: int(c.Result), Born: true, BornAt: m.Time}
	k.IPv6 = c.Args.Domain == "AF_INET6"
	if c.Does(capture.Accepts) {
		k.IPv6 = c.FD >= 0 && s.ofCall(c).IPv6
		k.Role, k.Side, k.Local, k.Remote = run.Accepted, flow.Responder, c.Local, c.Remote
		q := s.queued[Endpoint{c.Local, c.Remote}]
		m.Meets.Fast = q.fast && q.of.States[flow.Responder] == flow.SynReceived
	}
	one := s.add(k)
	s.open[descriptorOf(c.Born, c.Process, one.FD)], s.numbers[descriptorOf(0, c.Process, one.FD)] = one, one
	return one
}

// learn takes from c what it tells of its own socket.
func (s *Sockets) learn(c *capture.Call, k *Socket) {
	if c.Errno != "" && !c.Does(capture.Connects) && !run.OpensFast(c) {
		return // it is not what it was to become
	}
	remote := k.Remote
	switch {
	case c.Does(capture.Binds):
		if c.Proto == capture.UDP {
			k.Role = run.Bound
		}
		k.Side = flow.Responder
	case c.Does(capture.Listens):
		k.Role, k.Side = run.Listening, flow.Responder
	case c.Does(capture.Connects), run.OpensFast(c):
		k.Role, k.Side, k.Remote = run.Active, flow.Initiator, destination(c)
	case c.Does(capture.Accepts):
		k.Role, k.Side = run.Listening, flow.Responder
		if !k.Local.IsValid() && c.Local.IsValid() {
			s.named.bind(k, c.Local)
		}
		return // its addresses are those of the accepted socket
	case c.Proto == capture.TCP && c.Does(capture.Sends), c.Proto == capture.TCP && c.Does(capture.Receives):
		if !k.Remote.IsValid() {
			k.Remote = c.Remote
		}
	case c.Does(capture.Sends) && k.Role == run.Endpoint:
		k.Role = run.Active
	}
	if c.Local.Port() != 0 && c.Local.Port() != k.Local.Port() {
		s.named.bind(k, c.Local)
	}
	if k.Remote != remote {
		s.named.note(k)
	}
}

// destination returns the address that a connect(2) is for: one that fails leaves the
// socket without a peer, and only its arguments tell.
func destination(c *capture.Call) netip.AddrPort {
	if to := c.Args.Address; to.IsValid() && !c.Remote.IsValid() {
		return to
	}
	return c.Remote
}

// Close ends the socket of c. By its inode it is still found: a call that never returned is
// told of when all is over.
func (s *Sockets) Close(c *capture.Call, k *Socket, m *run.Moment) {
	k.End = m
	s.named.close(k)
	if c.Inode != 0 {
		return
	}
	delete(s.open, descriptorOf(c.Inode, c.Process, c.FD))
}
