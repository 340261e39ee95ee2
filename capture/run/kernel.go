package run

import (
	"cmp"
	"maps"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// Says is something that only the kernel can tell: the length of an accept queue, a TCP
// state that is not the one that the packets let infer, or bytes that nobody reads.
type Says struct {
	Listener netip.AddrPort // whose queue it is; invalid where it is none
	Length   int            // of the queue: connections that wait for accept(2)
	Before   int            // its length as it was told before
	Backlog  int            // as listen(2) was given it

	Side     flow.Side // whose state or receive buffer it is
	State    string    // as the kernel says
	Inferred string    // as the packets let infer
	Unsent   int       // numbers that wait to be acknowledged, that of a FIN among them

	Unread int // bytes that a program leaves in its receive buffer; 0: it is not about them
}

// kernel compares what the kernel says with what the packets let infer.
type kernel struct {
	seats   map[endpoint]*sighting // by the addresses of a side of a TCP conversation
	order   []endpoint             // the keys of seats, in an order that stays
	listens map[netip.AddrPort]*Moment
	queues  map[netip.AddrPort]int  // lengths that were told last
	crowded map[netip.AddrPort]bool // queues that the kernel last said were full
	doubts  []*doubt
}

func newKernel() kernel {
	return kernel{
		seats: map[endpoint]*sighting{}, listens: map[netip.AddrPort]*Moment{},
		queues: map[netip.AddrPort]int{}, crowded: map[netip.AddrPort]bool{},
	}
}

// sighting is what is known of one side of a conversation.
type sighting struct {
	seat
	at     endpoint
	state  flow.State
	by     *Moment // the packet or arrival that led to the state; nil: it was there before
	told   string  // the state of the kernel's that was told last
	unread int     // as it was told last
}

// doubt is a word of the kernel's that is told only if it stays so for a while: what
// comes and goes between two packets is how fast a program runs, and no lesson.
type doubt struct {
	moment  *Moment // stands in the place of the word, and says nothing yet
	says    *Says
	since   time.Time
	host    string
	packets bool                 // a packet that passes settles it
	least   time.Duration        // so does that time
	changed func(m *Moment) bool // reports whether a call, or a snapshot of the same host, tells that it is so no longer
	told    func()
	last    bool // it is told as well if the recording ends
}

// note takes from a packet, or from its arrival, what the kernel can be asked about.
func (k *kernel) note(m *Moment) {
	c := m.Conversation
	if c == nil || c.Proto != capture.TCP || m.CopyOf > 0 {
		return
	}
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		at := endpoint{c.Endpoint(side), c.Endpoint(side.Peer())}
		s := k.seats[at]
		if s == nil || s.conversation != c {
			if s == nil {
				k.order = nil
			}
			s = &sighting{seat: seat{c, side}, at: at}
			k.seats[at] = s
		}
		if m.Changed(side) {
			s.state, s.by = m.After[side], m
		}
	}
}

// places returns the sightings in an order that stays.
func (k *kernel) places() []endpoint {
	if k.order == nil {
		k.order = slices.SortedFunc(maps.Keys(k.seats), func(a, b endpoint) int {
			return cmp.Or(a.local.Compare(b.local), a.remote.Compare(b.remote))
		})
	}
	return k.order
}

// full reports whether the accept queue for connections to an address is known to be.
func (k *kernel) full(to netip.AddrPort) bool {
	at := func(ip netip.Addr) bool { return k.crowded[netip.AddrPortFrom(ip, to.Port())] }
	return at(to.Addr()) || at(netip.IPv6Unspecified()) || to.Addr().Is4() && at(netip.IPv4Unspecified())
}

// snapshot takes what a kernel said of its sockets.
func (b *Builder) snapshot(e capture.Entry) {
	k, s := &b.kernel, e.Snapshot
	b.put(&Moment{Time: s.Time, Entry: e})
	for i := range s.Sockets {
		if q := &s.Sockets[i]; q.Proto == capture.TCP && q.State == flow.Listen.String() {
			k.crowded[q.Local] = q.RecvQueue > q.SendQueue
			b.queue(s, q)
		}
	}
	for _, at := range k.places() {
		seen := k.seats[at]
		if s.Host == "" || s.Host == seen.side.String() {
			b.state(s, seen)
			b.unread(s, seen)
		}
	}
}

// tell puts a word of the kernel in the place where it was said: at once if there is no
// doubt about it.
func (b *Builder) tell(d *doubt, s *capture.Snapshot, socket *Socket, sure bool) {
	if socket == nil {
		return
	}
	m := &Moment{Time: s.Time, Socket: socket}
	d.moment, d.since, d.host = m, s.Time, s.Host
	b.moments = append(b.moments, m)
	if sure {
		d.settle()
		return
	}
	b.kernel.doubts = append(b.kernel.doubts, d)
}

// settle tells what was in doubt.
func (d *doubt) settle() {
	d.moment.Kind, d.moment.Says = Kernel, d.says
	d.told()
}

// pass lets a moment settle what is in doubt.
func (k *kernel) pass(m *Moment) {
	left := k.doubts[:0]
	for _, d := range k.doubts {
		snapshot := m.Entry.Snapshot
		switch {
		case d.packets && m.Kind == Packet, m.Time.Sub(d.since) >= d.least:
			d.settle()
		case m.Call != nil && d.changed(m), snapshot != nil && snapshot.Host == d.host && d.changed(m):
		default:
			left = append(left, d)
		}
	}
	k.doubts = left
}

// end settles what is in doubt when nothing more comes.
func (k *kernel) end() {
	for _, d := range k.doubts {
		if d.last {
			d.settle()
		}
	}
	k.doubts = nil
}

// lasting is how long something must stay as it is to be more than how fast a program
// runs, if no packet passes meanwhile; slowReader, how long a program must leave bytes
// unread to be called slow.
const (
	lasting    = 50 * time.Millisecond
	slowReader = 100 * time.Millisecond
)

// queue says how long an accept queue is, if that is new and stays so for a while.
func (b *Builder) queue(s *capture.Snapshot, q *capture.KernelSocket) {
	k, length := &b.kernel, q.RecvQueue
	if m := k.listens[q.Local]; m != nil {
		m.Confirmed[flow.Responder] = true
	}
	local := q.Local
	before := k.queues[local]
	if length == before || k.doubted(func(d *doubt) bool { return d.says.Listener == local && d.says.Length == length }) {
		return
	}
	d := &doubt{
		says:    &Says{Listener: local, Length: length, Before: before, Backlog: q.SendQueue},
		packets: true, least: lasting, last: true,
		told: func() { k.queues[local] = length },
		changed: func(m *Moment) bool {
			if c := m.Call; c != nil {
				return m.Kind != Enter && c.Did(capture.Accepts) && c.Local.Port() == local.Port()
			}
			return queueOf(m.Entry.Snapshot, local) != length
		},
	}
	socket := b.sockets.match(local, func(k *Socket) bool { return k.End == nil && k.Role == Listening && k.Local == local })
	b.tell(d, s, socket, length > q.SendQueue)
}

// doubted reports whether a word that fits is in doubt already.
func (k *kernel) doubted(fits func(*doubt) bool) bool {
	return slices.ContainsFunc(k.doubts, fits)
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
func (b *Builder) state(s *capture.Snapshot, seen *sighting) {
	said := stateOf(s, seen.at)
	switch {
	case seen.state == flow.Unknown:
		return
	case said == seen.state.String() || said == flow.Closed.String() && seen.state == flow.Listen:
		if seen.by != nil {
			seen.by.Confirmed[seen.side] = true
		}
		return
	case said == seen.told, b.kernel.doubted(func(d *doubt) bool { return d.says.State == said && d.moment.Socket == b.socketOf(seen) }):
		return
	}
	d := &doubt{
		says:    &Says{Side: seen.side, State: said, Inferred: seen.state.String(), Unsent: socketAt(s, seen.at).SendQueue},
		packets: true, least: lasting, last: true,
		told:    func() { seen.told = said },
		changed: func(m *Moment) bool { return m.Entry.Snapshot != nil && stateOf(m.Entry.Snapshot, seen.at) != said },
	}
	b.tell(d, s, b.socketOf(seen), false)
}

// socketOf returns the socket of one side of a conversation.
func (b *Builder) socketOf(s *sighting) *Socket {
	return b.sockets.ofPacket(s.conversation, s.side, &Moment{})
}

// stateOf returns the state of one end by the kernel's word: one that is not there is
// closed.
func stateOf(s *capture.Snapshot, at endpoint) string {
	return cmp.Or(socketAt(s, at).State, flow.Closed.String())
}

// unread says how many bytes a program leaves unread for a while, if it was not said
// before.
func (b *Builder) unread(s *capture.Snapshot, seen *sighting) {
	n := unreadOf(s, seen.at)
	if n == 0 {
		seen.unread = 0
	}
	if n == seen.unread || b.kernel.doubted(func(d *doubt) bool { return d.says.Unread == n && d.moment.Socket == b.socketOf(seen) }) {
		return
	}
	d := &doubt{
		says:  &Says{Side: seen.side, Unread: n},
		least: slowReader,
		told:  func() { seen.unread = n },
		changed: func(m *Moment) bool {
			return m.Entry.Snapshot != nil && unreadOf(m.Entry.Snapshot, seen.at) != n
		},
	}
	b.tell(d, s, b.socketOf(seen), false)
}

// unreadOf returns how many bytes a program that holds one end has not read. The kernel
// counts a FIN among them.
func unreadOf(s *capture.Snapshot, at endpoint) int {
	k := socketAt(s, at)
	switch {
	case k.Inode == 0:
		return 0
	case k.State == flow.Established.String():
		return k.RecvQueue
	}
	return max(k.RecvQueue-1, 0)
}

// socketAt returns the kernel's socket of one end, a zero one if there is none.
func socketAt(s *capture.Snapshot, at endpoint) capture.KernelSocket {
	for _, k := range s.Sockets {
		if k.Proto == capture.TCP && k.Local == at.local && k.Remote == at.remote {
			return k
		}
	}
	return capture.KernelSocket{}
}
