package clocks

import (
	"slices"
	"time"

	"wireladder/capture/joint"
)

// Points yields packets, and whether the client sent them, in about the order of their times.
type Points func(yield func(p Lead, forth bool) bool)

// mostPieces is into how many pieces a time is divided in which a clock does not run evenly.
const mostPieces = 1 << 10

// finer is into how many pieces each is divided in which clocks seem to run evenly.
const finer = 4

// Bent returns what packets say of clocks of which no two that run evenly fit: the time is
// divided until such two fit in each piece, and what is said is as sure as it is in the worst.
// It reports whether there is such a division.
func Bent(points Points) (Estimation, bool) {
	first, last, some := int64(0), int64(0), false
	for p := range points {
		if !some {
			first, last, some = p.At, p.At, true
		}
		first, last = min(first, p.At), max(last, p.At)
	}
	for n := 2; n <= mostPieces && last > first; n *= 2 {
		if _, ok := divided(points, first, last, n); !ok {
			continue
		}
		// Two straight lines fit, with a curve between them that may be as high as there is room.
		// Over a quarter of the time a curve is a sixteenth as high.
		e, ok := divided(points, first, last, finer*n)
		e.Clock.Error += e.Clock.Error / (finer * finer / 2)
		return e, ok
	}
	return Estimation{}, false
}

// divided is Bent for so many pieces.
func divided(points Points, first, last int64, n int) (Estimation, bool) {
	pieces := make([]Estimator, n)
	long := (last-first)/int64(n) + 1
	for p, forth := range points {
		e := &pieces[(p.At-first)/long]
		if forth {
			e.Forth(p)
		} else {
			e.Back(p)
		}
	}
	var all Estimation
	for i := range pieces {
		e := &pieces[i]
		if e.above.isEmpty() || e.below.isEmpty() {
			continue // those beside it go on
		}
		one := e.Estimation()
		if one.Clock.Uneven {
			return all, false
		}
		one.bends = nil
		if len(all.bends) == 0 {
			all.first, all.Clock, all.Room = one.first, one.Clock, one.Room
		}
		all.Clock.Error, all.Room = max(all.Clock.Error, one.Clock.Error), min(all.Room, one.Room)
		all.bends = append(all.bends, bend{first + int64(i)*long, one.straight})
	}
	if len(all.bends) == 0 {
		return all, false
	}
	all.bends[0].from = first
	all.straight = all.bends[0].straight
	all.tell(last)
	return all, true
}

// tell says how the clocks differ in all.
func (e *Estimation) tell(last int64) {
	c, long := &e.Clock, float64(last-e.Clock.At.UnixNano())
	drift := float64(e.Ahead(last)-int64(c.Offset)) / long
	unsure := 2 * float64(c.Error) / long
	*c = joint.Clocks{At: c.At, Offset: c.Offset, Error: c.Error, Drift: drift * 1e6, DriftLow: (drift - unsure) * 1e6, DriftHigh: (drift + unsure) * 1e6, Bends: len(e.bends) - 1}
}

// Jump returns by how much the clocks part at most where one piece ends and another begins.
func (s *Skew) Jump() (most time.Duration) {
	for i := 1; i < len(s.bends); i++ {
		at := s.bends[i].from
		most = max(most, time.Duration(s.bends[i].ahead(at)-s.bends[i-1].ahead(at)).Abs())
	}
	return most
}

// at returns the piece for a time of the client's clock.
func (s *Skew) piece(at int64) *straight {
	i, ok := slices.BinarySearchFunc(s.bends, at, func(b bend, at int64) int { return int(min(max(b.from-at, -1), 1)) })
	if !ok {
		i--
	}
	return &s.bends[max(i, 0)].straight
}

// serverPiece returns the piece for a time of the server's.
func (s *Skew) serverPiece(at int64) *straight {
	i := len(s.bends) - 1
	for i > 0 && s.bends[i].from+s.bends[i].ahead(s.bends[i].from) > at {
		i--
	}
	return &s.bends[i].straight
}

// isEmpty reports whether there are no points.
func (h *hull) isEmpty() bool { return len(h.points) == 0 && len(h.late) == 0 }
