package builder

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/facts/book"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/kernel"
	"wireladder/capture/run/sockets"
)

// Builder turns the entries of a recording into moments as they come, in causal order.
// What comes later may amend moments that were made before: see Take. Make one with
// New; it is not safe for concurrent use.
type Builder struct {
	Options
	tracker *flow.Tracker
	book    *book.Book
	sockets *sockets.Sockets
	watched bool // the wire was watched at both ends
	decided bool // whether it was is known
	waiting []capture.Entry

	moments []*run.Moment // those that were not taken, in causal order
	returns []pending     // of calls: they belong behind moments that have not come yet, by time
	calls   bool          // a call was seen

	fates   map[int]*facts.Fate // by number of the packet
	sent    map[int]*run.Moment // of a watched wire: by number of the packet
	arrived map[oneWay]int      // of those that have arrived, the packet that was sent last
	passed  passages
	groups  bool                               // datagrams to groups have passed
	open    []*openCall                        // calls of which it is not known yet whether they send
	last    map[*flow.Conversation]*run.Moment // that were not taken, and after which a state may be corrected
	free    []*run.Moment                      // that were given back
	kernel  *kernel.Comparison
	reasons kernel.Reasons
	gone    uint64 // datagrams that were thrown away for want of room, by the kernels' count
	taken   bool   // moments were: they are amended no more
	copies  copies
	retries retries
}

// Options say where the entries come from.
type Options struct {
	// TwoHosts says that the recording is of two hosts. Of a packet without a delivery
	// it is then known that it was still on its way.
	TwoHosts bool
	// Joint says that it was joined from two captures. It has no calls then, and its
	// first delivery comes when the first packet has arrived, behind many others.
	Joint bool
	// Bare says that nothing is asked of packets but what they mean for their
	// conversations: no facts, no sockets.
	Bare bool
	// Sockets says that moments are to have their sockets also where there are no calls,
	// which takes more memory: a picture needs them.
	Sockets bool
}

// New returns a Builder that has seen nothing.
func New(o Options) *Builder {
	known := sockets.New()
	return &Builder{
		Options: o, tracker: flow.NewTracker(), book: book.New(), sockets: known,
		decided: !o.TwoHosts,
		fates:   map[int]*facts.Fate{}, sent: map[int]*run.Moment{}, arrived: map[oneWay]int{}, last: map[*flow.Conversation]*run.Moment{},
		kernel: kernel.NewComparison(known), retries: retries{},
	}
}

// Tracker returns the tracker that packets are observed with. It is the Builder's.
func (b *Builder) Tracker() *flow.Tracker { return b.tracker }

// Foresee looks at what is known of packets that will be added next: see
// flow.Tracker.Foresee.
func (b *Builder) Foresee(packets []capture.Packet) {
	b.tracker.Foresee(packets)
	if !b.Bare {
		b.book.Foresee(b.tracker.Foreseen())
	}
}

// undecided is how many packets without anything else a recording of two hosts has at
// its beginning if all else was taken out of it: a run begins with a call.
const undecided = 16

// patience is how many packets are waited for the first entry that is none.
func (b *Builder) patience() int {
	if b.Joint {
		return capture.MaxUnderWay
	}
	return undecided
}

// Add takes the next entry. The Builder keeps what it points to: it must not change
// before the moment has been taken and is done with.
func (b *Builder) Add(e capture.Entry) {
	if b.decided {
		b.add(e)
		return
	}
	b.waiting = append(b.waiting, e)
	if e.Packet == nil || len(b.waiting) >= b.patience() {
		b.decide(e.Packet == nil)
	}
}

// Watched says that the wire was watched at both ends, so that no entry has to wait until
// that is known. It is to be called before the first entry.
func (b *Builder) Watched() { b.decide(true) }

// decide settles whether the wire was watched, and takes what has waited for that.
func (b *Builder) decide(watched bool) {
	b.decided, b.watched = true, watched
	if watched {
		b.tracker.AwaitDeliveries()
	}
	for _, e := range b.waiting {
		b.add(e)
	}
	b.waiting = nil
}

// add takes an entry once it is known what kind of wire it is of.
func (b *Builder) add(e capture.Entry) {
	switch {
	case e.Packet != nil:
		b.packet(e)
	case e.Delivery != nil:
		b.delivery(e)
	case e.Call != nil:
		b.call(e)
	case e.Snapshot != nil:
		b.put(&run.Moment{Time: e.Snapshot.Time, Entry: e, Facts: run.NoFacts()})
		b.moments = append(b.moments, b.kernel.Snapshot(e.Snapshot)...)
	case e.Counters != nil:
		b.put(&run.Moment{Time: e.Counters.Time, Entry: e, Facts: run.NoFacts()})
		b.reasons.Asked(e.Counters)
		b.gone += e.Counters.Of("RcvbufErrors") + e.Counters.Of("Udp6RcvbufErrors")
	}
}

// put adds a moment at the end, behind the returns of calls that are before it.
func (b *Builder) put(m *run.Moment) {
	b.flushReturns(m)
	b.moments = append(b.moments, m)
	b.kernel.Pass(m)
}

// packet takes a packet.
func (b *Builder) packet(e capture.Entry) {
	p := e.Packet
	b.reasons.Settle(p.Time)
	m := b.newMoment()
	m.Kind, m.Time, m.Entry = run.Packet, p.Time, e
	b.tracker.ObserveInto(&m.Observation, p)
	if c := m.Conversation; c != nil {
		m.Counts, m.Octets = c.Packets, c.Payload
	}
	b.isCopy(m)
	b.correct(m)
	if m.Conversation == nil {
		m.Kind = run.Stray
	}
	if b.Bare {
		b.put(m)
		return
	}
	known := facts.Facts{Full: m.Events.Has(flow.SYN) && b.kernel.Full(p.Dst)}
	if b.watched {
		known.Fate = b.fate(p.Number)
		b.sent[p.Number] = m
	}
	m.Facts = b.book.Packet(&m.Observation, known)
	if b.calls {
		b.passes(passage{at: p.Time, packet: p})
	}
	b.put(m)
	if m.CopyOf > 0 {
		b.copied(m)
	}
	if m.Conversation == nil || m.CopyOf > 0 {
		return
	}
	if b.calls || b.Sockets {
		if to := b.sockets.Packet(m); !b.watched {
			to.Reach(m, m.Time)
		}
		b.refuses(m)
	}
	if b.calls || b.watched {
		b.reasons.Note(m)
		b.kernel.Note(m)
	}
}

// newMoment returns an empty moment.
func (b *Builder) newMoment() *run.Moment {
	n := len(b.free)
	if n == 0 {
		return &run.Moment{Facts: run.NoFacts()}
	}
	m := b.free[n-1]
	b.free = b.free[:n-1]
	*m = run.Moment{Facts: run.NoFacts()}
	return m
}

// Reuse gives back a moment that was taken, of a packet or a delivery, once it is done with. The Builder
// may make another one of it, where none of its own refers to it: calls do, and arrivals unless it is Bare.
func (b *Builder) Reuse(m *run.Moment) {
	if !b.calls && (!b.watched || b.Bare) {
		b.free = append(b.free, m)
	}
}

// OnlyPackets reports whether nothing but packets tells what happens, and no sockets are
// followed: of a moment that was taken the Builder then amends the facts at most.
func (b *Builder) OnlyPackets() bool { return !b.calls && !b.watched && !b.Sockets }

// correct takes back states that a later packet disproves. That a side has taken notice
// of a FIN is inferred when the FIN is seen; if its own next segment shows that it had
// not (the FINs cross), then it was not so. Where arrivals are seen, nothing is inferred
// that could be disproved.
func (b *Builder) correct(m *run.Moment) {
	c := m.Conversation
	if c == nil || b.watched || c.ToItself() { // what comes back to a socket comes at once
		return
	}
	if before := b.last[c]; before != nil {
		delete(b.last, c)
		for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
			if before.Changed(side) && before.After[side] != m.Before[side] {
				before.After[side] = m.Before[side]
			}
		}
	}
	if m.Changed(flow.Initiator) || m.Changed(flow.Responder) {
		b.last[c] = m
	}
}

// fate returns the fate of a packet of a watched wire.
func (b *Builder) fate(number int) *facts.Fate {
	f := b.fates[number]
	if f == nil {
		f = &facts.Fate{}
		b.fates[number] = f
	}
	return f
}

// delivery takes what became of a packet.
func (b *Builder) delivery(e capture.Entry) {
	d := e.Delivery
	if b.Bare {
		m := b.newMoment()
		m.Time, m.Entry, m.Observation = d.Time, e, b.tracker.Deliver(d)
		b.put(m)
		return
	}
	f := b.fates[d.Packet.Number]
	if f == nil {
		f = &facts.Fate{} // of a packet that was taken: nothing is to be kept of it
	}
	if sent := b.sent[d.Packet.Number]; sent != nil && sent.Packet != d.Packet {
		own := *d
		d, own.Packet = &own, sent.Packet // a file that is scanned tells no more than the number
	}
	m := &run.Moment{Time: d.Time, Entry: e, Observation: b.tracker.Deliver(d), Facts: run.NoFacts()}
	sent := b.sent[d.Packet.Number]
	f.Add(d)
	if d.Lost || sent == nil || d.Unseen.HidesArrival() {
		b.put(m)
		return
	}
	m.Kind = run.Arrival
	m.Coming = run.Coming{Sent: sent, Copy: len(f.Arrivals) - 1, Delay: facts.Delay(d), Fault: d.Fault}
	if !f.Appears() { // else nobody knows when it was sent
		m.Coming.Overtaken = b.overtaken(sent)
	}
	b.passes(passage{at: d.Time, packet: sent.Packet, comes: true})
	b.put(m)
	if sent.Conversation == nil {
		return
	}
	b.sockets.Arrival(m)
	b.kernel.Note(m)
}

// oneWay is where packets go that may overtake each other.
type oneWay struct {
	proto    capture.Protocol
	from, to netip.AddrPort
}

// overtaken notes that a packet has arrived, and returns the last packet that was sent to
// the same place after it, and has arrived already; 0 if there is none.
func (b *Builder) overtaken(sent *run.Moment) int {
	p := sent.Packet
	if sent.Kind != run.Packet {
		return 0
	}
	on := oneWay{p.Proto, p.Src, p.Dst}
	if last := b.arrived[on]; last > p.Number {
		return last
	}
	b.arrived[on] = p.Number
	return 0
}

// Take returns the moments but for the newest keep, and forgets them. They are settled
// if so many entries have come since that nothing can amend them any more, or after
// Finish.
func (b *Builder) Take(keep int) []*run.Moment {
	n := len(b.moments) - keep
	if n <= 0 {
		return nil
	}
	b.taken = true
	settled := b.moments[:n:n]
	b.moments = b.moments[n:]
	b.passed.trim()
	for _, m := range settled {
		if m.Kind == run.Packet && b.watched {
			delete(b.sent, m.Packet.Number)
			delete(b.fates, m.Packet.Number)
		}
		if m.Conversation != nil && b.last[m.Conversation] == m {
			delete(b.last, m.Conversation)
		}
	}
	return settled
}

// Moments returns those that were not taken, in causal order. They are valid until something is added, and what
// comes may amend them.
func (b *Builder) Moments() []*run.Moment { return b.moments }

// Finish settles what has waited for more: nothing will come.
func (b *Builder) Finish() {
	if !b.decided {
		b.decide(false)
	}
	b.settleCalls(time.Time{})
	b.reasons.Settle(time.Time{})
	b.kernel.End()
	b.flushReturns(nil)
	if b.gone > 0 && !b.taken {
		b.sockets.Overflowed(b.gone)
	}
	b.sockets.Finish()
}

// Run returns the sockets and all moments that were not taken. Nothing may be added
// afterwards.
func (b *Builder) Run() *run.Run {
	b.Finish()
	return &run.Run{Sockets: b.sockets.All(), Moments: b.moments, Watched: b.watched}
}

// Of returns what a recording showed.
func Of(rec *capture.Recording) *run.Run {
	b := New(Options{TwoHosts: rec.Origin.TwoHosts(), Sockets: true})
	if slices.ContainsFunc(rec.Entries, func(e capture.Entry) bool { return e.Delivery != nil }) {
		b.decide(true)
	}
	for _, e := range rec.Entries {
		b.Add(e)
	}
	return b.Run()
}
