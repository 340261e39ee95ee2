package flow

import "wireladder/capture"

// flying is how many segments of one direction are under way: not yet acknowledged.
// Nearly always it is none or one, for which the endpoint itself has room.
type flying uint8

// How many there are, and where they are kept.
const (
	grounded flying = iota
	one             // from endpoint.first up to past.next, and captured at past.nextAt; it repeats nothing
	several         // in a chain of the tracker's, at least one: endpoint.first is its place
)

// launch notes that a segment with numbers of its own, judged to be ev, is under
// way; what is remembered of its direction must be from before it. Where the other
// direction was not captured (answered), nothing ever lands: segments that follow
// each other are kept as one.
func (e *endpoint) launch(s *segment, answered bool, ev Events, fly *flights) {
	again := ev&(Retransmission|KeepAlive) != 0
	grows := !answered && !again && !s.controls()
	next := !again && !ev.Has(ZeroWindowProbe) && e.past.advances(s)
	switch {
	case next && e.flying == grounded:
		e.flying, e.first = one, uint32(s.header.Seq)
		return
	case next && e.flying == one && grows && e.past.next == s.header.Seq:
		return // they end where next does
	case e.flying == grounded:
		e.flying, e.first = several, fly.begin()
	}
	e.settle(fly)
	c := &fly.chains[e.first]
	if !grows || !fly.extend(c, s.header.Seq, s.after, s.at) {
		fly.add(c, s.header.Seq, s.after, s.at, again)
	}
}

// settle puts the one segment that is under way in a chain, where it has numbers of
// its own: past.next is about to be those of something else.
func (e *endpoint) settle(fly *flights) {
	if e.flying != one {
		return
	}
	c := fly.begin()
	fly.add(&fly.chains[c], capture.Seq(e.first), e.past.next, e.past.nextAt, false)
	e.flying, e.first = several, c
}

// land takes what an acknowledgment covers from what is under way, and shortens
// what it covers in part.
func (e *endpoint) land(ack capture.Seq, fly *flights) landing {
	switch e.flying {
	case one:
		return e.landOne(ack)
	case several:
		c := &fly.chains[e.first]
		l := fly.land(c, ack)
		if c.length == 0 {
			fly.end(e.first)
			e.flying = grounded
		}
		return l
	}
	return landing{}
}

// landOne is land for the one segment that is under way.
func (e *endpoint) landOne(ack capture.Seq) landing {
	if ack.Less(e.past.next) {
		if capture.Seq(e.first).Less(ack) {
			e.first = uint32(ack)
		}
		return landing{}
	}
	e.flying = grounded
	return landing{next: e.past.next, at: e.past.nextAt, any: true}
}
