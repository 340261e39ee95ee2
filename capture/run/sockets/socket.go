package sockets

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/sockets/mailbox"
)

// Socket is a socket of a run, and what it has been through so far.
type Socket struct {
	run.Socket
	past    run.Past
	arrived []arrived   // what has come and was not received, oldest first
	update  *run.Moment // the last packet by which it changed its window
	touched bool        // a packet of it was seen
	rest    int         // how many octets the last call that sent was given and the kernel has not taken
	late    bool        // it has sent since the peer's FIN
	bound   int         // after how many others it came to its port
	handed  handover
	mail    mailbox.Mailbox // of UDP
	groups  memberships
	binds   *run.Moment // its bind(2), as long as it has neither listened nor connected
}

// arrived is what has come to a socket at one time.
type arrived struct {
	at     time.Time
	octets int
	urgent int // how many of them stand before the one that is urgent; -1: none is
}

// Past returns what the socket has been through.
func (k *Socket) Past() run.Past { return k.past }

// served reports whether the socket has had a TCP connection between these addresses:
// the next one, of the same ports, has another socket.
func (k *Socket) served(e Endpoint) bool { return e.Remote.IsValid() && k.touched }

// Reach notes that a packet has arrived at the socket at a time.
func (k *Socket) Reach(m *run.Moment, at time.Time) {
	k.touched = true
	p := &k.past
	p.Reset = p.Reset || m.Events.Has(flow.RST)
	p.Refused = p.Refused || m.Events.Has(flow.Unreachable)
	k.handed.hears(m.Packet, at)
	if m.Packet.Proto == capture.UDP && k.FD >= 0 {
		k.mail.Comes(m)
	}
	if m.Events.Has(flow.FIN) && !p.Ended {
		p.Ended = true
		k.keep(arrived{at, 0, -1})
	}
	if m.Events.Has(flow.Data) && m.Facts.Brings() {
		m.Facts.Early = k.Role == run.Listening
		p.Unread += m.Packet.PayloadLength
		k.keep(arrived{at, m.Packet.PayloadLength, urgentIn(m.Packet)})
	}
}

// urgentIn returns how many octets of a segment stand before the one that is urgent, the last before that which the
// pointer points at (tcp(7)); -1 if none of them is.
func urgentIn(p *capture.Packet) int {
	if n := int(p.TCP.Urgent); p.Proto == capture.TCP && p.TCP.Flags.Has(capture.URG) && 0 < n && n <= p.PayloadLength {
		return n - 1
	}
	return -1
}

// keep remembers what has arrived, until a call takes it: of a socket of which no calls are
// seen none does.
func (k *Socket) keep(a arrived) {
	if k.FD >= 0 {
		k.arrived = append(k.arrived, a)
	}
}

// note takes from a call what later packets and calls are explained by.
func (k *Socket) note(m *run.Moment) {
	c := m.Call
	if c.Errno != "" {
		return
	}
	p := &k.past
	k.handed.hands(c)
	if c.Does(capture.Configures) {
		k.groups.sets(c.Args.Option)
	}
	switch {
	case c.Does(capture.ShutsDown):
		p.ShutRead = p.ShutRead || c.Args.How&capture.ShutRead != 0
		p.ShutWrite = p.ShutWrite || c.Args.How&capture.ShutWrite != 0
	case c.Does(capture.Configures) && c.Args.Option.Aborts():
		p.Linger0 = true
	case c.Does(capture.Configures) && (c.Args.Option.Name == "IP_RECVERR" || c.Args.Option.Name == "IPV6_RECVERR"):
		p.Told = c.Args.Option.Number != 0
	case c.Does(capture.Configures) && c.Args.Option.Name == "IPV6_V6ONLY":
		k.Only6 = c.Args.Option.Number != 0
	case c.Did(capture.Receives):
		k.takes(m)
	case c.Did(capture.Sends):
		p.Rest, k.rest = k.rest > 0 && c.Size == k.rest, c.Size-int(c.Result)
		p.SinceEnd, k.late = p.Ended && !k.late, p.Ended
	case c.Does(capture.Closes), c.Does(capture.Ends):
		p.Closed = !c.Shared
	}
}

// takes notes that a call has received so many octets, or one datagram.
func (k *Socket) takes(m *run.Moment) {
	c := m.Call
	k.past.Unread = max(0, k.past.Unread-int(c.Result))
	if c.Proto == capture.UDP {
		k.mail.Fetches(m, k.Role == run.Active, &k.past)
		k.arrived = k.arrived[min(1, len(k.arrived)):]
		return
	}
	k.past.Pieces = 0
	defer func() { k.past.AtMark = k.endsAtMark(c) }()
	for left := int(c.Result); left > 0 && len(k.arrived) > 0; {
		first := &k.arrived[0]
		if first.octets > 0 {
			k.past.Pieces++
		}
		if first.octets > left {
			first.octets, first.urgent = first.octets-left, max(first.urgent-left, -1)
			return
		}
		left -= first.octets
		k.arrived = k.arrived[1:]
	}
}

// endsAtMark reports whether a call ended before a byte that is urgent, though that had come before the call was
// made, which had room for it.
func (k *Socket) endsAtMark(c *capture.Call) bool {
	if len(k.arrived) == 0 || c.Result <= 0 || c.Result >= int64(c.Size) || c.Args.Flags != "" {
		return false
	}
	next := &k.arrived[0]
	return next.urgent == 0 && next.at.Before(c.Enter)
}

// sends notes that the socket sent a packet. What calls show of the sender of a RST is
// taken over. The last packet that changed the window is remembered: the call that made
// room may return after it.
func (k *Socket) sends(m *run.Moment) {
	k.touched = true
	if m.Facts.Reset != nil {
		k.explainReset(m)
	}
	k.heldBack(m)
	if m.Packet.Proto == capture.UDP && m.Facts.Error == nil && k.FD >= 0 {
		k.mail.Posts(m)
	}
	if m.Facts.Window != nil && k.FD >= 0 {
		k.update = m
	}
}

// explainReset takes over what calls show of the sender of a RST.
func (k *Socket) explainReset(m *run.Moment) {
	r := m.Facts.Reset
	if k.FD < 0 {
		return
	}
	if k.Role == run.Listening {
		r.Calls, r.Unaccepted = true, k.past.Closed
		return
	}
	r.Calls, r.Closed, r.Linger0, r.ShutIn = true, k.past.Closed, k.past.Linger0, k.past.ShutRead
	if k.past.Closed && m.Before[m.Observation.From] < flow.FinWait1 {
		r.Unread = k.past.Unread
	}
}

// reads ties a call that received something to the window that grew while it ran.
func (k *Socket) reads(c *capture.Call) {
	u := k.update
	if u == nil || !c.Did(capture.Receives) || c.Result <= 0 {
		return
	}
	if w := u.Facts.Window; w.Read == nil && !u.Time.Before(c.Enter) && !u.Time.After(c.Exit) {
		w.Read = c
	}
}
