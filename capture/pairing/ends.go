package pairing

import (
	"cmp"
	"slices"

	"wireladder/capture/joint/clocks"
)

// seed is a packet that both captures hold, alone of its kind.
type seed struct {
	clocks.Point
	course   uint32
	hop      int8 // 1: the first capture has the larger hop limit, or it goes out there; -1: the second
	numbered bool
}

// plant pairs the packets that are alone of their kind in both captures, and returns them with
// the kinds of which there are several.
func (p *Pairing) plant(a *alike) (seeds []seed, several []*kind) {
	var room set
	for i := range a.slots {
		k, unique := &a.slots[i], true
		if k.first[0] == 0 || k.first[1] == 0 {
			continue
		}
		p.sets(k, &room, func(s *set) {
			if len(s[0]) != 1 || len(s[1]) != 1 {
				unique = false
				return
			}
			p.join(s[0][0], s[1][0])
			seeds = append(seeds, p.seed(s[0][0], s[1][0]))
		})
		if !unique {
			several = append(several, k)
		}
	}
	slices.SortFunc(seeds, func(x, y seed) int { return cmp.Compare(x.At, y.At) })
	return seeds, several
}

// join says that two packets are the same.
func (p *Pairing) join(a, b int32) { p.partner[0][a], p.partner[1][b] = b, a }

// seed returns what a pair tells.
func (p *Pairing) seed(a, b int32) seed {
	x, y := &p.ends[0][a], &p.ends[1][b]
	n := p.roads.of[x.way]
	p.roads.courses[n].pairs++
	s := seed{Point: clocks.Point{At: x.at, Ahead: y.at - x.at}, course: n, numbered: x.marks&numbered != 0}
	switch {
	case x.hop != y.hop:
		s.hop = int8(cmp.Compare(x.hop, y.hop)) //nolint:gosec // -1 to 1
	case x.marks&leaves != 0 && y.marks&leaves == 0, y.marks&comes != 0 && x.marks&comes == 0:
		s.hop = 1
	case x.marks&comes != 0 && y.marks&comes == 0, y.marks&leaves != 0 && x.marks&leaves == 0:
		s.hop = -1
	}
	return s
}

// main returns the course of which most packets are in both captures, both ways if there is
// such a one.
func (r *roads) main() uint32 {
	weight := func(c *course) int {
		both := 0
		if c.back != none {
			both = min(c.pairs, r.courses[c.back].pairs)
		}
		return both<<31 + c.pairs
	}
	best := 0
	for i := range r.courses {
		if weight(&r.courses[i]) > weight(&r.courses[best]) {
			best = i
		}
	}
	return uint32(best) //nolint:gosec // it is an index
}

// orient finds out at which end the packets of the main course begin, and reports whether
// that is known.
//
// By whatever the clocks differ, a packet one way seems to take longer by that, and one the
// other way shorter: of two packets close to each other the one whose way is longer goes from
// the first capture to the second. Where they go one way only, the hop limit tells, which each
// router makes smaller, or the capture.
func (p *Pairing) orient(main uint32, seeds []seed) (known bool, err error) {
	back, longer, shorter, hops := p.roads.courses[main].back, 0, 0, 0
	var trips []int64 // there and back, about
	defer func() { p.trip = middle(trips) }()
	var last [2]*seed
	for i := range seeds {
		s := &seeds[i]
		way, sign := 0, 1
		switch {
		case int32(s.course) == back: //nolint:gosec // it is an index
			way, sign = 1, -1
		case s.course != main:
			continue
		}
		hops += sign * int(s.hop)
		if other := last[1-way]; other != nil {
			d := int64(sign) * (s.Ahead - other.Ahead)
			trips = append(trips, max(d, -d))
			switch {
			case d > 0:
				longer++
			case d < 0:
				shorter++
			}
			last[1-way] = nil // each packet is compared once
		}
		last[way] = s
	}
	switch {
	case longer*10 > len(trips)*9:
		p.roads.begin(main, 0)
	case shorter*10 > len(trips)*9:
		p.roads.begin(main, 1)
	case hops > 0:
		p.roads.begin(main, 0)
	case hops < 0:
		p.roads.begin(main, 1)
	case len(trips) > 0:
		return p.orientByRoom(main, seeds)
	default:
		p.roads.begin(main, 0)
		return false, nil
	}
	return true, nil
}

// middle returns the middle one of numbers, 0 of none.
func middle(of []int64) int64 {
	if len(of) == 0 {
		return 0
	}
	slices.Sort(of)
	return of[len(of)/2]
}

// orientByRoom finds out what orient does where clocks drift by more than packets take: one of
// both ways round fits a clock that runs evenly.
func (p *Pairing) orientByRoom(main uint32, seeds []seed) (known bool, err error) {
	var room [2]float64
	for end := range room {
		p.roads.begin(main, int8(end)) //nolint:gosec // 0 or 1
		between := clocks.Estimate(p.points(seeds))
		room[end] = between.Room
	}
	switch {
	case room[0] > 0 && room[1] <= 0:
		p.roads.begin(main, 0)
	case room[1] <= 0:
		return false, ErrSamePlace
	case room[0] > room[1]:
		p.roads.begin(main, 0)
	}
	return true, nil
}

// points returns the seeds of both directions, of all courses that are oriented.
func (p *Pairing) points(seeds []seed) (forth, back []clocks.Point) {
	for i := range seeds {
		switch s := &seeds[i]; p.roads.courses[s.course].source {
		case 0:
			forth = append(forth, s.Point)
		case 1:
			back = append(back, s.Point)
		}
	}
	return forth, back
}

// orientOthers finds out where the packets of the other courses begin: on which side of the
// line their pairs are.
func (p *Pairing) orientOthers(seeds []seed, line *clocks.Line) {
	above := make([]int, len(p.roads.courses))
	for i := range seeds {
		s := &seeds[i]
		above[s.course] += cmp.Compare(s.Ahead, line.Ahead(s.At))
	}
	for i := range p.roads.courses {
		c := &p.roads.courses[i]
		if c.source != unknown || c.pairs == 0 {
			continue
		}
		balance := above[i]
		if c.back != none {
			balance -= above[c.back]
		}
		switch {
		case balance > 0:
			p.roads.begin(uint32(i), 0) //nolint:gosec // it is an index
		case balance < 0:
			p.roads.begin(uint32(i), 1) //nolint:gosec // it is an index
		}
	}
}
