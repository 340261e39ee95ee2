package builder

import (
	"slices"
	"sort"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/sockets"
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
	pending
	call   *capture.Call
	sends  bool
	brings bool // its SYN has brought octets
}

// waitsFor reports whether the call waits for a packet of its socket. Who opens fast waits for the answer, unless
// the SYN brings what there is to send.
func (o *openCall) waitsFor(p *capture.Packet) bool {
	if !run.OpensFast(o.call) {
		return o.call.Does(capture.Waits)
	}
	o.brings = o.brings || p.TCP.Flags.Has(capture.SYN) && p.PayloadLength > 0
	return !o.brings && p.Dst.Port() == o.call.Local.Port()
}

// pending is a moment of a call, with its socket; nil: it is not known yet.
type pending struct {
	moment *run.Moment
	socket *sockets.Socket
}

// call takes a socket call.
func (b *Builder) call(e capture.Entry) {
	c := e.Call
	b.calls = true
	if c.Aside && !b.inVain(c) {
		b.put(&run.Moment{Time: c.Key(), Entry: e, Facts: run.NoFacts()})
		return
	}
	b.tracker.Heed(c)
	if c.Prints() {
		b.prints(e)
		return
	}
	if c.Does(capture.Interrupts) || c.Does(capture.Ends) && c.FD < 0 {
		b.stands(e)
		return
	}
	m := &run.Moment{Kind: run.Call, Time: c.Key(), Entry: e, Call: c, Facts: run.NoFacts()}
	waits := b.waits(c)
	switch {
	case !c.Returned():
		m.Kind, m.Time = run.Enter, c.Enter
	case waits && c.KeyedByExit():
		m.Kind = run.Return
		b.insert(&run.Moment{Kind: run.Enter, Time: c.Enter, Call: c, Socket: b.sockets.Known(c), Facts: run.NoFacts()})
		b.sockets.Waited(c)
	case waits:
		b.split(pending{moment: m})
	}
	if c.Returned() || !c.KeyedByExit() {
		b.put(m)
	} else {
		b.insert(m) // it comes when nothing else does, and waits since then
	}
	socket := b.follow(m)
	if c.Did(capture.Listens) {
		b.kernel.Listens(m)
	}
	if c.Returned() && !c.KeyedByExit() {
		b.open = append(b.open, &openCall{pending: pending{m, socket}, call: c})
	}
}

// inVain reports whether an interpreter has waited for a socket that has a time limit, in place of
// the call that its program asked for, and nothing came: that call is never made, or not yet.
func (b *Builder) inVain(c *capture.Call) bool {
	limited := c.Does(capture.Polls) && len(c.Args.Read) == 1 && len(c.Args.Write) == 0 && c.Args.HasTimeout && c.Args.Timeout > 0
	if !limited || !b.sockets.Has(c) {
		return false
	}
	return !c.Returned() || c.Errno == "" && c.Result == 0
}

// prints takes a call that shows something to the program's user: it stands where the
// program is, and does nothing to a socket.
func (b *Builder) prints(e capture.Entry) {
	if b.printsOn(e.Call) {
		b.put(&run.Moment{Time: e.Call.Key(), Entry: e, Facts: run.NoFacts()})
		return
	}
	b.stands(e)
}

// stands takes a call that is about no socket: it is told where its program is, if that has
// one.
func (b *Builder) stands(e capture.Entry) {
	m := &run.Moment{Time: e.Call.Key(), Entry: e, Call: e.Call, Facts: run.NoFacts()}
	if m.Socket = b.sockets.Of(e.Call); m.Socket != nil {
		m.Kind = run.Call
	}
	b.put(m)
}

// maxPrinted is how many octets are kept of what a program prints at once: the error that ends
// it stands at the end.
const maxPrinted = 16 << 10

// printsOn adds what a program prints to what it printed just before, if nothing has
// happened since, and reports whether that is so.
func (b *Builder) printsOn(c *capture.Call) bool {
	i := len(b.moments) - 1
	for i >= 0 && b.moments[i].Kind == run.Silent {
		i--
	}
	if i < 0 {
		return false
	}
	m := b.moments[i]
	if m.Call == nil || !m.Call.Prints() || m.Call.FD != c.FD || m.Call.Process != c.Process {
		return false
	}
	more := *m.Call
	if room := maxPrinted - len(more.Data); room > 0 {
		more.Data = append(slices.Clip(more.Data), c.Data[:min(room, len(c.Data))]...)
	}
	more.Size, more.Result = more.Size+c.Size, more.Result+c.Result
	m.Call = &more
	return true
}

// split makes the call of a moment one that waits: it is entered here, and returns later.
func (b *Builder) split(p pending) {
	m := p.moment
	m.Kind, m.Quiet = run.Enter, false
	back := &run.Moment{Kind: run.Return, Time: m.Call.Exit, Call: m.Call, Socket: m.Socket, Meets: m.Meets, Facts: run.NoFacts()}
	i := sort.Search(len(b.returns), func(i int) bool { return b.returns[i].moment.Time.After(back.Time) })
	b.returns = slices.Insert(b.returns, i, pending{back, p.socket})
}

// flushReturns adds the returns that belong before the moment m; all if m is nil. A
// return belongs behind a packet of the same time.
func (b *Builder) flushReturns(m *run.Moment) {
	for len(b.returns) > 0 && (m == nil || b.returns[0].moment.Time.Before(m.Time)) {
		back := b.returns[0]
		b.returns = b.returns[1:]
		b.moments = append(b.moments, back.moment)
		if back.socket != nil {
			back.moment.Meets.Past = back.socket.Past()
		}
	}
}

// insert adds the moment at which a call was made that waits for what comes in: before
// all that happened since, and among moments of the same time before them.
func (b *Builder) insert(m *run.Moment) {
	b.flushReturns(m)
	i := len(b.moments)
	for i > 0 && !b.moments[i-1].Time.Before(m.Time) {
		i--
	}
	b.moments = slices.Insert(b.moments, i, m)
}

// waits reports whether c was seen to wait: a packet of its socket passed between its
// start and its return, or it took long, or it never returned. A call that found
// something to return when it was made did not wait, however long it took.
func (b *Builder) waits(c *capture.Call) bool {
	took := c.Exit.Sub(c.Enter)
	switch {
	case !c.Returned():
		return true
	case c.Errno == "EINPROGRESS":
		return false // it leaves that to the kernel (connect(2))
	case run.OpensFast(c):
		return false // until its answer passes
	case c.Does(capture.Sends), c.Does(capture.Closes):
		return took >= longSend
	case !c.Does(capture.Waits):
		return false
	case b.sockets.Found(c):
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

// follow finds the socket of a call, and what the call does to it.
func (b *Builder) follow(m *run.Moment) *sockets.Socket {
	c := m.Call
	k := b.sockets.Call(m)
	m.Meets.Waits, m.Meets.Larger = b.kernel.Waits(c), b.larger(c)
	m.Meets.Retry = b.retries.note(c, k)
	m.Meets.ToGroup, m.Meets.Outsider = b.toGroup(c, k)
	if (c.Did(capture.Closes) || c.Does(capture.Ends)) && !c.Shared {
		m.Closes = true
		b.sockets.Close(c, k, m)
	}
	if m.Kind == run.Enter && c.Returned() { // it was split before its socket was known
		b.complete(m, k)
	}
	return k
}

// complete gives the return of a call what was found of the moment at which it was made.
func (b *Builder) complete(m *run.Moment, k *sockets.Socket) {
	for i := range b.returns {
		p := &b.returns[i]
		if p.moment.Call != m.Call {
			continue
		}
		p.socket, p.moment.Socket, p.moment.Meets = k, m.Socket, m.Meets
		if m.Closes {
			p.moment.Closes, m.Closes, k.End = true, false, p.moment
		}
	}
}

// larger returns the length of the datagram that c received a part of, 0 if it received
// all of one. Of a call that does not ask for the sender, as recv(2), it is told by what it
// holds alone.
func (b *Builder) larger(c *capture.Call) int {
	if c.Proto != capture.UDP || !c.Did(capture.Receives) || c.Result != int64(c.Size) {
		return 0
	}
	if p := b.received(c, func(p *capture.Packet) bool { return p.PayloadLength > c.Size }); p != nil {
		return p.PayloadLength
	}
	return 0
}

// toGroup reports whether c received a datagram that was sent to a group (multicast), and whether its socket has not
// joined that; of an option, whether its socket has joined no group at all.
func (b *Builder) toGroup(c *capture.Call, k *sockets.Socket) (received, outsider bool) {
	joined, all := k.Groups()
	if c.Does(capture.Configures) {
		return false, all && len(joined) == 0
	}
	if !b.groups || c.Proto != capture.UDP || !c.Did(capture.Receives) || !c.Remote.IsValid() {
		return false, false
	}
	p := b.received(c, func(p *capture.Packet) bool { return p.Dst.Addr().IsMulticast() })
	return p != nil, p != nil && all && p.Dst.Addr().Is4() && !slices.Contains(joined, p.Dst.Addr())
}

// received returns the last datagram that passed before a call returned, fits, and begins with what the call
// received; nil if there is none.
func (b *Builder) received(c *capture.Call, fits func(*capture.Packet) bool) *capture.Packet {
	passed := b.passed.between(time.Time{}, c.Exit)
	for i := len(passed) - 1; i >= 0 && i >= len(passed)-maxPassages; i-- {
		p := passed[i].packet
		if p.Proto != capture.UDP || p.Dst.Port() != c.Local.Port() || c.Remote.IsValid() && p.Src != c.Remote {
			continue
		}
		if n := min(len(c.Data), len(p.Payload)); fits(p) && string(p.Payload[:n]) == string(c.Data[:n]) {
			return p
		}
	}
	return nil
}

// nameless reports whether a socket never had an address, so that no packet can be of it: all its calls were seen, and
// none has bound or connected it.
func nameless(k *sockets.Socket) bool {
	return k != nil && k.Born && k.FD >= 0 && !k.Local.IsValid() && !k.Remote.IsValid()
}

// passes notes a packet that passes, and settles what has waited for it.
func (b *Builder) passes(p passage) {
	b.passed.add(p)
	b.groups = b.groups || p.packet.Dst.Addr().IsMulticast()
	for _, o := range b.open {
		inside := !p.at.Before(o.call.Enter) && p.at.Before(o.call.Exit)
		if inside && touches(p.packet, o.call) {
			if o.waitsFor(p.packet) && o.moment.Kind == run.Call && o.call.Errno != "EINPROGRESS" {
				b.split(o.pending)
			}
			o.sends = o.sends || !p.comes && p.packet.Src.Port() == o.call.Local.Port()
		}
	}
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
		o.moment.Quiet = o.moment.Kind == run.Call && !o.sends && c.Does(capture.MaySend) && c.Errno == "" && (c.Local.IsValid() || nameless(o.socket)) && len(b.passed.all) > 0
	}
	b.open = left
}
