package kernel

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/sockets"
)

// Comparison compares what the kernel says with what the packets let infer. Make one with
// NewComparison.
type Comparison struct {
	sockets *sockets.Sockets
	said    []*run.Moment // what the snapshot says that is being taken

	seats   map[sockets.Endpoint]*sighting // by the addresses of a side of a TCP conversation
	order   []sockets.Endpoint             // the keys of seats, sorted: it is to be the same each time
	listens map[netip.AddrPort]*run.Moment
	queues  map[netip.AddrPort]int  // lengths that were told last
	crowded map[netip.AddrPort]bool // queues that the kernel last said were full
	waiting map[uint16]bool         // local ports of which the kernel has listed a connection in TIME-WAIT
	listed  snapshotIndex           // of the snapshot that is being taken
	doubts  []*doubt
}

// NewComparison returns a Comparison that has heard nothing. It finds out from all whose
// sockets the kernel speaks of.
func NewComparison(all *sockets.Sockets) *Comparison {
	return &Comparison{
		sockets: all,
		seats:   map[sockets.Endpoint]*sighting{}, listens: map[netip.AddrPort]*run.Moment{},
		queues: map[netip.AddrPort]int{}, crowded: map[netip.AddrPort]bool{}, waiting: map[uint16]bool{}, listed: snapshotIndex{},
	}
}

// sighting is what is known of one side of a conversation.
type sighting struct {
	sockets.Seat
	at     sockets.Endpoint
	state  flow.State
	by     *run.Moment // the packet or arrival that led to the state; nil: it was there before
	told   string      // the state of the kernel's that was told last
	unread int         // as it was told last
}

// Note takes from a packet, or from its arrival, what the kernel can be asked about.
func (k *Comparison) Note(m *run.Moment) {
	c := m.Conversation
	if c == nil || c.Proto != capture.TCP || m.CopyOf > 0 {
		return
	}
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		seat := sockets.Seat{Conversation: c, Side: side}
		at := seat.Endpoint()
		s := k.seats[at]
		if s == nil || s.Conversation != c {
			if s == nil {
				i, _ := slices.BinarySearchFunc(k.order, at, compare)
				k.order = slices.Insert(k.order, i, at)
			}
			s = &sighting{Seat: seat, at: at}
			k.seats[at] = s
		}
		if m.Changed(side) {
			s.Seat, s.state, s.by = seat, m.After[side], m // of a socket that is connected to itself both sides are one
		}
	}
}

// Waits reports whether bind(2) failed and a connection is known to wait in TIME-WAIT at
// the address that it asked for.
func (k *Comparison) Waits(c *capture.Call) bool {
	if c.Errno != "EADDRINUSE" {
		return false
	}
	for at, s := range k.seats {
		if at.Local.Port() == c.Args.Address.Port() && s.state == flow.TimeWait {
			return true
		}
	}
	return k.waiting[c.Args.Address.Port()]
}

// compare is the order of endpoints.
func compare(a, b sockets.Endpoint) int {
	return cmp.Or(a.Local.Compare(b.Local), a.Remote.Compare(b.Remote))
}

// Full reports whether the accept queue for connections to an address is known to be.
func (k *Comparison) Full(to netip.AddrPort) bool {
	at := func(ip netip.Addr) bool { return k.crowded[netip.AddrPortFrom(ip, to.Port())] }
	return at(to.Addr()) || at(netip.IPv6Unspecified()) || to.Addr().Is4() && at(netip.IPv4Unspecified())
}

// Listens notes the listen(2) of a moment: the kernel may confirm it.
func (k *Comparison) Listens(m *run.Moment) { k.listens[m.Call.Local] = m }

// Snapshot takes what a kernel said of its sockets. It returns the moments at which it
// said something; those that are in doubt still say nothing.
func (k *Comparison) Snapshot(s *capture.Snapshot) []*run.Moment {
	k.said = nil
	if len(k.seats) > 0 {
		k.listed.take(s)
	}
	for i := range s.Sockets {
		if q := &s.Sockets[i]; q.Proto == capture.TCP && q.State == flow.Listen.String() {
			k.crowded[q.Local] = q.RecvQueue > q.SendQueue
			k.queue(s, q)
		} else if q.State == flow.TimeWait.String() {
			k.waiting[q.Local.Port()] = true
		}
	}
	for _, at := range k.order {
		seen := k.seats[at]
		if s.Host == "" || s.Host == seen.Side.String() {
			k.state(s, seen)
			k.unread(s, seen)
		}
	}
	return k.said
}

// lasting is how long something must stay as it is to be more than how fast a program
// runs, if no packet passes meanwhile; slowReader, how long a program must leave bytes
// unread to be called slow.
const (
	lasting    = 50 * time.Millisecond
	slowReader = 100 * time.Millisecond
)

// queue says how long an accept queue is, if that is new and stays so for a while.
func (k *Comparison) queue(s *capture.Snapshot, q *capture.KernelSocket) {
	length := q.RecvQueue
	if m := k.listens[q.Local]; m != nil {
		m.Confirmed[flow.Responder] = true
	}
	local := q.Local
	before := k.queues[local]
	if length == before || k.doubted(func(d *doubt) bool { return d.says.Listener == local && d.says.Length == length }) {
		return
	}
	says := &run.Says{Listener: local, Length: length, Before: before, Backlog: q.SendQueue, Opening: opening(s, q)}
	d := &doubt{
		says:    says,
		packets: true, least: lasting, last: true,
		told: func() {
			_, known := k.queues[local]
			says.First, k.queues[local] = !known, length
		},
		changed: func(m *run.Moment) bool {
			if c := m.Call; c != nil {
				return m.Kind != run.Enter && c.Did(capture.Accepts) && c.Local.Port() == local.Port()
			}
			return queueOf(m.Entry.Snapshot, local) != length
		},
	}
	grows := before > 0 && length > before // what waits already waits longer than a program takes to accept
	k.tell(d, s, k.sockets.Listening(local), grows || length > q.SendQueue)
}

// opening reports whether a connection that waits for accept(2) is not established yet: fewer are than wait.
func opening(s *capture.Snapshot, q *capture.KernelSocket) bool {
	waiting, begun := q.RecvQueue, false
	for i := range s.Sockets {
		k := &s.Sockets[i]
		if k.Proto != capture.TCP || k.Local.Port() != q.Local.Port() || k.Inode != 0 {
			continue
		}
		switch k.State {
		case flow.SynReceived.String():
			begun = true
		case flow.Established.String(), flow.CloseWait.String():
			waiting--
		}
	}
	return begun && waiting > 0
}

// queueOf returns the length of the accept queue of the socket at local, -1 if it is not
// there.
func queueOf(s *capture.Snapshot, local netip.AddrPort) int {
	for _, k := range s.Sockets {
		if k.Proto == capture.TCP && k.State == flow.Listen.String() && k.Local == local {
			return k.RecvQueue
		}
	}
	return -1
}

// state compares the state of one end, and says what the kernel's is if it is another
// one and stays so for a while.
func (k *Comparison) state(s *capture.Snapshot, seen *sighting) {
	said := stateOf(k.listed.at(seen.at))
	switch {
	case seen.state == flow.Unknown:
		return
	case said == seen.state.String() || said == flow.Closed.String() && seen.state == flow.Listen:
		if seen.by != nil {
			seen.by.Confirmed[seen.Side] = true
		}
		return
	case said == seen.told, k.doubted(func(d *doubt) bool { return d.says.State == said && d.moment.Socket == &k.socketOf(seen).Socket }):
		return
	}
	d := &doubt{
		says:    &run.Says{Side: seen.Side, State: said, Inferred: seen.state.String(), Unsent: k.listed.at(seen.at).SendQueue},
		packets: true, least: lasting, last: true,
		told: func() { seen.told = said },
		changed: func(m *run.Moment) bool {
			return m.Entry.Snapshot != nil && stateOf(socketAt(m.Entry.Snapshot, seen.at)) != said
		},
	}
	k.tell(d, s, k.socketOf(seen), false)
}

// socketOf returns the socket of one side of a conversation.
func (k *Comparison) socketOf(s *sighting) *sockets.Socket {
	return k.sockets.OfPacket(s.Conversation, s.Side, &run.Moment{})
}

// unread says how many bytes a program leaves unread for a while, if it was not said
// before.
func (k *Comparison) unread(s *capture.Snapshot, seen *sighting) {
	n := unreadOf(k.listed.at(seen.at))
	if n == 0 {
		seen.unread = 0
	}
	if n == seen.unread || k.doubted(func(d *doubt) bool { return d.says.Unread == n && d.moment.Socket == &k.socketOf(seen).Socket }) {
		return
	}
	d := &doubt{
		says:  &run.Says{Side: seen.Side, Unread: n},
		least: slowReader,
		told:  func() { seen.unread = n },
		changed: func(m *run.Moment) bool {
			return m.Entry.Snapshot != nil && unreadOf(socketAt(m.Entry.Snapshot, seen.at)) != n
		},
	}
	k.tell(d, s, k.socketOf(seen), false)
}
