package run

import (
	"sort"
	"time"

	"wireladder/capture"
)

// longCall is how long a call that may wait took if it is worth seeing that it did not
// return at once, though nothing passed. Calls that send wait only where there is no
// room, and then for long.
const (
	longCall = 5 * time.Millisecond
	longSend = 50 * time.Millisecond
)

// openCall is a call of which it is not known yet whether packets pass while it runs.
type openCall struct {
	moment *Moment
	call   *capture.Call
	sends  bool
}

// call takes a socket call.
func (b *Builder) call(e capture.Entry) {
	c := e.Call
	b.calls = true
	b.tracker.Heed(c)
	m := &Moment{Kind: Call, Time: c.Key(), Entry: e, Call: c, Facts: &noFacts}
	waits := b.waits(c)
	switch {
	case !c.Returned():
		m.Kind, m.Time = Enter, c.Enter
	case waits && c.KeyedByExit():
		m.Kind = Return
		b.insert(&Moment{Kind: Enter, Time: c.Enter, Call: c, Socket: b.sockets.known(c), Facts: &noFacts})
		b.threads.enter(c)
	case waits:
		b.split(m)
	}
	if c.Returned() || !c.KeyedByExit() {
		b.put(m)
	} else {
		b.insert(m) // it comes when nothing else does, and waits since then
	}
	b.follow(m)
	b.reads(m)
	if c.Did(capture.Listens) {
		b.kernel.listens[c.Local] = m
	}
	if c.Returned() && !c.KeyedByExit() {
		b.open = append(b.open, &openCall{moment: m, call: c})
	}
}

// split makes the call of a moment one that waits: it is entered here, and returns later.
func (b *Builder) split(m *Moment) {
	m.Kind, m.Quiet = Enter, false
	back := &Moment{Kind: Return, Time: m.Call.Exit, Call: m.Call, Socket: m.Socket, Meets: m.Meets, Facts: &noFacts}
	i := sort.Search(len(b.returns), func(i int) bool { return b.returns[i].Time.After(back.Time) })
	b.returns = append(b.returns, nil)
	copy(b.returns[i+1:], b.returns[i:])
	b.returns[i] = back
}

// flushReturns adds the returns that belong before the moment m; all if m is nil. A
// return belongs behind a packet of the same time.
func (b *Builder) flushReturns(m *Moment) {
	for len(b.returns) > 0 && (m == nil || b.returns[0].Time.Before(m.Time)) {
		back := b.returns[0]
		b.returns = b.returns[1:]
		b.moments = append(b.moments, back)
		if s := back.Socket; s != nil {
			back.Meets.Past = s.past
		}
	}
}

// insert adds the moment at which a call was made that waits for what comes in: before
// all that happened since, and among moments of the same time before them.
func (b *Builder) insert(m *Moment) {
	b.flushReturns(m)
	i := len(b.moments)
	for i > 0 && !b.moments[i-1].Time.Before(m.Time) {
		i--
	}
	b.moments = append(b.moments, nil)
	copy(b.moments[i+1:], b.moments[i:])
	b.moments[i] = m
}

// waits reports whether c was seen to wait: a packet of its socket passed between its
// start and its return, or it took long, or it never returned. A call that found
// something to return when it was made did not wait, however long it took.
func (b *Builder) waits(c *capture.Call) bool {
	took := c.Exit.Sub(c.Enter)
	switch {
	case !c.Returned():
		return true
	case c.Does(capture.Sends), c.Does(capture.Closes):
		return took >= longSend
	case !c.Does(capture.Waits):
		return false
	case b.found(c):
		return false
	case took >= longCall:
		return true
	}
	for _, p := range b.passed.between(c.Enter, c.Exit) {
		if touches(p.packet, c) {
			return true
		}
	}
	return false
}

// arrived is what has come to a socket at one time.
type arrived struct {
	at     time.Time
	octets int
}

// found reports whether a call that receives found something when it was made.
func (b *Builder) found(c *capture.Call) bool {
	if !c.Does(capture.Receives) || c.FD < 0 || c.Errno != "" {
		return false
	}
	k := b.sockets.open[descriptor{c.Process, c.FD}]
	return k != nil && len(k.arrived) > 0 && k.arrived[0].at.Before(c.Enter)
}

// takes notes that a call has received so many octets, or one datagram.
func (k *Socket) takes(c *capture.Call) {
	k.past.Unread = max(0, k.past.Unread-int(c.Result))
	if c.Proto == capture.UDP {
		k.arrived = k.arrived[min(1, len(k.arrived)):]
		return
	}
	for left := int(c.Result); left > 0 && len(k.arrived) > 0; {
		first := &k.arrived[0]
		if first.octets > left {
			first.octets -= left
			return
		}
		left -= first.octets
		k.arrived = k.arrived[1:]
	}
}

// follow finds the socket of a call, and what the call does to it.
func (b *Builder) follow(m *Moment) {
	c, s := m.Call, b.sockets
	if c.FD >= 0 {
		m.Socket = s.ofCall(c)
		s.learn(c, m.Socket)
	}
	makes := c.Did(capture.Opens) || c.Did(capture.Accepts)
	switch {
	case makes:
		m.Born = s.born(c, m)
		if c.FD < 0 {
			m.Socket = m.Born
		}
		m.Born.touched = true
	case c.FD < 0:
		m.Socket = s.ofCall(c) // a socket() that failed
	}
	m.Socket.touched = true
	b.threads.note(m.Socket, c)
	m.Socket.note(c)
	m.Meets = Meets{Past: m.Socket.past, Taken: s.taken(m.Socket, c), Waits: b.kernel.waits(c), Larger: b.larger(c)}
	if c.Did(capture.Closes) {
		m.Closes = true
		s.close(c, m.Socket, m)
	}
	if m.Kind == Enter && c.Returned() { // it was split before its socket was known
		for _, back := range b.returns {
			if back.Call == c {
				back.Socket, back.Meets = m.Socket, m.Meets
				if m.Closes {
					back.Closes, m.Closes, m.Socket.End = true, false, back
				}
			}
		}
	}
}

// note takes from a call what later packets and calls are explained by.
func (k *Socket) note(c *capture.Call) {
	if c.Errno != "" {
		return
	}
	p := &k.past
	switch {
	case c.Does(capture.ShutsDown):
		p.ShutRead = p.ShutRead || c.Args.How&capture.ShutRead != 0
		p.ShutWrite = p.ShutWrite || c.Args.How&capture.ShutWrite != 0
	case c.Does(capture.Configures) && c.Args.Option.Aborts():
		p.Linger0 = true
	case c.Did(capture.Receives):
		k.takes(c)
	case c.Does(capture.Closes):
		p.Closed = true
	}
}

// taken reports whether a socket other than the one of c is bound to the address that c
// asks for.
func (s *sockets) taken(own *Socket, c *capture.Call) bool {
	if c.Errno != "EADDRINUSE" {
		return false
	}
	return s.match(c.Args.Address, func(k *Socket) bool {
		return k != own && k.End == nil && k.Proto == c.Proto && (k.Role == Bound || k.Role == Listening)
	}) != nil
}

// larger returns the length of the datagram that c received a part of, 0 if it received
// all of one.
func (b *Builder) larger(c *capture.Call) int {
	if c.Proto != capture.UDP || !c.Did(capture.Receives) || c.Result != int64(c.Size) {
		return 0
	}
	passed := b.passed.between(time.Time{}, c.Exit)
	for i := len(passed) - 1; i >= 0; i-- {
		p := passed[i].packet
		if p.Proto != capture.UDP || p.Dst.Port() != c.Local.Port() || p.Src != c.Remote {
			continue
		}
		if n := min(len(c.Data), len(p.Payload)); p.PayloadLength > c.Size && string(p.Payload[:n]) == string(c.Data[:n]) {
			return p.PayloadLength
		}
	}
	return 0
}

// passes notes a packet that passes, and settles what has waited for it.
func (b *Builder) passes(p passage) {
	b.passed.add(p)
	left := b.open[:0]
	for _, o := range b.open {
		inside := !p.at.Before(o.call.Enter) && p.at.Before(o.call.Exit)
		if inside && touches(p.packet, o.call) {
			if o.call.Does(capture.Waits) && o.moment.Kind == Call {
				b.split(o.moment)
			}
			o.sends = o.sends || !p.comes && p.packet.Src.Port() == o.call.Local.Port()
		}
		left = append(left, o)
	}
	b.open = left
	b.settleCalls(p.at)
}

// settleCalls settles of calls that had returned before a time that nothing was sent
// while they ran; of all if the time is zero.
func (b *Builder) settleCalls(now time.Time) {
	left := b.open[:0]
	for _, o := range b.open {
		if !now.IsZero() && !now.After(o.call.Exit) {
			left = append(left, o)
			continue
		}
		c := o.call
		o.moment.Quiet = o.moment.Kind == Call && !o.sends && c.Does(capture.MaySend) && c.Errno == "" && c.Local.IsValid() && len(b.passed.all) > 0
	}
	b.open = left
}
