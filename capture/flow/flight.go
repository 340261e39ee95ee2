package flow

import "wireladder/capture"

// flight is a segment that was sent and that the other side has not yet
// acknowledged whole.
type flight struct {
	seq, next capture.Seq // its first number that is not acknowledged, and the one after it
	at        int64       // when it was captured, ns
	younger   uint32      // the flight sent after it in the same direction, 0 if none
	again     bool        // it repeats what was sent before
}

// flights is the memory of the flights of a tracker: one slice, in which each
// direction that has several has a chain, oldest first. Those that landed are used
// again, so that nothing is allocated once the chains have their usual length.
type flights struct {
	all    []flight // [0] is no flight
	free   uint32   // those that landed, one by one
	chains []chain
	unused uint32 // the chains that have ended, by oldest: the place of the next one, plus one
}

// chain is what one direction has under way. The zero value is empty.
type chain struct {
	oldest, youngest uint32
	length           uint16
	unordered        bool // a flight was added that does not follow the one before it
}

// begin returns the place of an empty chain.
func (f *flights) begin() uint32 {
	if f.unused == 0 {
		f.chains = append(f.chains, chain{})
		return uint32(len(f.chains) - 1) //nolint:gosec // no more than flights
	}
	place := f.unused - 1
	f.unused, f.chains[place] = f.chains[place].oldest, chain{}
	return place
}

// end gives an empty chain back.
func (f *flights) end(place uint32) {
	f.chains[place].oldest = f.unused
	f.unused = place + 1
}

// maxFlights is how many flights of one direction are kept at most. What is sent
// beyond them is not measured; and where nothing is ever acknowledged, as in a
// file that somebody made to be slow to read, no more than these are looked at.
const maxFlights = 1024

// add puts a flight at the end of the chain.
func (f *flights) add(c *chain, seq, next capture.Seq, at int64, again bool) {
	if c.length >= maxFlights {
		return
	}
	i := f.free
	if i == 0 {
		i = f.more()
	}
	a := &f.all[i]
	f.free = a.younger
	*a = flight{seq: seq, next: next, at: at, again: again}
	if c.youngest == 0 {
		c.oldest, c.unordered = i, false
	} else {
		last := &f.all[c.youngest]
		c.unordered = c.unordered || seq.Less(last.next)
		last.younger = i
	}
	c.youngest = i
	c.length++
}

// more makes one more flight and returns its place.
func (f *flights) more() uint32 {
	if f.all == nil {
		f.all = make([]flight, 1, 16)
	}
	f.all = append(f.all, flight{})
	return uint32(len(f.all) - 1) //nolint:gosec // 2^32 flights are 100 GB
}

// extend makes the youngest flight longer if it ends at seq, and reports
// whether it does.
func (f *flights) extend(c *chain, seq, next capture.Seq, at int64) bool {
	if c.youngest == 0 {
		return false
	}
	last := &f.all[c.youngest]
	if last.next != seq || last.again {
		return false
	}
	last.next, last.at = next, at
	return true
}

// landing is what an acknowledgment takes from a chain.
type landing struct {
	next  capture.Seq // after the last segment that landed, valid if any, as is at
	at    int64       // when that was sent
	any   bool        // a segment landed whole
	again bool        // one of them repeats another: the time tells nothing (RFC 6298 §3, Karn's algorithm)
}

// land takes all flights that an acknowledgment covers out of the chain, and
// shortens those that it covers in part. In a chain that is in order it looks at
// no more than these.
func (f *flights) land(c *chain, ack capture.Seq) landing {
	if c.unordered {
		return f.landEach(c, ack)
	}
	var l landing
	for i := c.oldest; i != 0; {
		a := &f.all[i]
		if ack.Less(a.next) {
			if a.seq.Less(ack) {
				a.seq = ack
			}
			break
		}
		l.take(a)
		i = f.drop(c, 0, i)
	}
	return l
}

// landEach does the work of land where each flight must be asked, and notes
// whether those that are left are in order again.
func (f *flights) landEach(c *chain, ack capture.Seq) landing {
	var l landing
	unordered := false
	for before, i := uint32(0), c.oldest; i != 0; {
		a := &f.all[i]
		if a.next.LessEq(ack) {
			l.take(a)
			i = f.drop(c, before, i)
			continue
		}
		if a.seq.Less(ack) {
			a.seq = ack
		}
		unordered = unordered || before != 0 && a.seq.Less(f.all[before].next)
		before, i = i, a.younger
	}
	c.unordered = unordered
	return l
}

// take notes that a landed.
func (l *landing) take(a *flight) {
	if !l.any || !a.next.Less(l.next) {
		l.next, l.at = a.next, a.at
	}
	l.any, l.again = true, l.again || a.again
}

// drop takes flight i out of the chain, before being the one older than it, and
// returns the one that is younger.
func (f *flights) drop(c *chain, before, i uint32) uint32 {
	a := &f.all[i]
	younger := a.younger
	if before == 0 {
		c.oldest = younger
	} else {
		f.all[before].younger = younger
	}
	if c.youngest == i {
		c.youngest = before
	}
	a.younger = f.free
	f.free = i
	c.length--
	return younger
}
