package clocks

import (
	"math"
	"time"

	"wireladder/capture/joint"
)

// MaxDrift is how much faster one clock may run than another: adjtimex(2) lets a system clock
// be made faster or slower by 500 millionths, and quartz is better than that.
const MaxDrift = 500e-6

// Skew is how much the server's clock is ahead, over the time of the client's. The zero value
// is the same clock.
type Skew struct {
	straight        // all of it, where it has no bends
	bends    []bend // pieces of it, in order; none: it is straight
}

// straight is a straight line.
type straight struct {
	first Lead    // what the rest is seen from
	at    float64 // ns that it is ahead of first.Ahead, at first.At
	slope float64
}

// bend is a piece of a line, from a time on.
type bend struct {
	from int64
	straight
}

// Ahead returns by how many ns the server's clock is ahead, at a time of the client's.
func (s *Skew) Ahead(at int64) int64 {
	if len(s.bends) > 0 {
		return s.piece(at).ahead(at)
	}
	return s.ahead(at)
}

// Client returns the time of the client's clock, for one of the server's.
func (s *Skew) Client(server int64) int64 {
	if len(s.bends) > 0 {
		return s.serverPiece(server).client(server)
	}
	return s.client(server)
}

// ahead is Ahead of a straight line.
func (l *straight) ahead(at int64) int64 {
	return l.first.Ahead + int64(math.Round(l.at+l.slope*float64(at-l.first.At)))
}

// client is Client of a straight line.
func (l *straight) client(server int64) int64 {
	since := server - l.first.Ahead - l.first.At // by the server's clock
	own := float64(since) - l.at
	return l.first.At + since - int64(math.Round(l.at+own*l.slope/(1+l.slope)))
}

// Estimation is what packets both ways say of two clocks.
type Estimation struct {
	Skew
	Clock joint.Clocks
	// Room is how far the bounds are apart, in ns: what the fastest packets take, there and
	// back, as far as the clocks tell. It is negative where nothing fits; of one way it is 0.
	Room float64
}

// Estimator takes the packets of both directions, best in the order of their times. The zero
// value has none.
type Estimator struct {
	first        Lead
	some         bool
	above, below hull // below is mirrored
}

// Forth takes a packet that the client sent.
func (e *Estimator) Forth(p Lead) { e.above.add(e.place(p, 1)) }

// Back takes one that the server sent.
func (e *Estimator) Back(p Lead) { e.below.add(e.place(p, -1)) }

// bound returns where a point is, seen from the first, mirrored by a sign of -1.
func (e *Estimator) place(p Lead, sign float64) bound {
	if !e.some {
		e.first, e.some = p, true
	}
	return bound{float64(p.At - e.first.At), sign * float64(p.Ahead-e.first.Ahead)}
}

// room returns how far the bounds are apart, for lines of that slope.
func (e *Estimator) room(slope float64) float64 {
	return height(e.above.points, slope) + height(e.below.points, -slope)
}

// Estimate returns what packets of the client (forth) and of the server (back) say of the
// clocks. At least one must be there.
func Estimate(forth, back []Lead) Estimation {
	var e Estimator
	for _, p := range forth {
		e.Forth(p)
	}
	for _, p := range back {
		e.Back(p)
	}
	return e.Estimation()
}

// Estimation returns what the packets say of the clocks. At least one must have been taken, and
// none may be taken afterwards.
func (e *Estimator) Estimation() Estimation {
	e.begin()
	first := e.first
	switch {
	case len(e.above.points) == 0:
		return oneWay(first, e.below.points, -1)
	case len(e.below.points) == 0:
		return oneWay(first, e.above.points, 1)
	}
	slope := e.slope()
	b := Estimation{Room: e.room(slope)}
	high, low := height(e.above.points, slope), -height(e.below.points, -slope)
	b.straight = straight{first, (high + low) / 2, slope}
	b.Clock = joint.Clocks{At: b.when(), Offset: time.Duration(b.Ahead(first.At)), Drift: slope * 1e6}
	if b.Room < 0 {
		b.Clock.Uneven, b.Clock.Error = true, time.Duration(math.Ceil(-b.Room/2))
		return b
	}
	from, to := e.slopes(slope)
	b.Clock.DriftLow, b.Clock.DriftHigh = from*1e6, to*1e6
	// No point is before the first, so that the steepest and the flattest line that fit have the
	// bounds there.
	most, least := height(e.above.points, from), -height(e.below.points, -to)
	b.Clock.Error = time.Duration(math.Ceil(max(most-b.at, b.at-least)))
	return b
}

// when returns when a line begins.
func (s *Skew) when() time.Time { return time.Unix(0, s.first.At).UTC() }

// begin looks at all points, and has them seen from the earliest of those that count.
func (e *Estimator) begin() {
	shift := math.Inf(1)
	for _, h := range []*hull{&e.above, &e.below} {
		if h.complete(); len(h.points) > 0 {
			shift = min(shift, h.points[0].x)
		}
	}
	for _, h := range []*hull{&e.above, &e.below} {
		for i := range h.points {
			h.points[i].x -= shift
		}
	}
	e.first.At += int64(shift)
}

// oneWay returns what one direction says: a bound.
func oneWay(first Lead, bounds []bound, sign float64) Estimation {
	b := Estimation{Skew: Skew{straight: straight{first: first, at: sign * height(bounds, 0)}}}
	b.Clock = joint.Clocks{At: b.when(), Offset: time.Duration(b.Ahead(first.At)), OneWay: true, Forth: sign > 0}
	return b
}

// enough is how much of the room a drift must gain to be taken for one, where none would
// fit, too: single packets are slow by chance.
const enough = 0.1

// slope returns the slope of the lines that are told of: the one that leaves most room, or
// none if that does nearly as well.
func (e *Estimator) slope() float64 {
	best := e.widest()
	if level := e.room(0); level >= 0 && level >= (1-enough)*e.room(best) {
		return 0
	}
	return best
}

// steps is how often an interval of slopes is divided: to a millionth of a millionth.
const steps = 60

// widest returns the slope that leaves most room, of several the one nearest to 0. The room
// is a concave function of the slope.
func (e *Estimator) widest() float64 {
	from, to := -MaxDrift, MaxDrift
	for range 2 * steps {
		a, b := from+(to-from)/3, to-(to-from)/3
		switch x, y := e.room(a), e.room(b); {
		case x < y, x == y && a < 0 && b <= 0:
			from = a
		case x > y, a >= 0:
			to = b
		default:
			from, to = a, b
		}
	}
	return (from + to) / 2
}

// slopes returns the least and the largest slope for which there is room, beside one for
// which there is.
func (e *Estimator) slopes(within float64) (from, to float64) {
	return e.edge(within, -MaxDrift), e.edge(within, MaxDrift)
}

// edge returns the slope between one with room and another, behind which there is none.
func (e *Estimator) edge(within, beyond float64) float64 {
	if e.room(beyond) >= 0 {
		return beyond
	}
	for range steps {
		if middle := (within + beyond) / 2; e.room(middle) >= 0 {
			within = middle
		} else {
			beyond = middle
		}
	}
	return beyond
}
