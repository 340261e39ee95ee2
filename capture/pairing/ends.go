package pairing

import (
	"cmp"

	"wireladder/capture/joint/clocks"
	"wireladder/capture/pairing/direction"
	"wireladder/capture/pairing/roads"
)

// twins are a packet that both captures hold, alone of its kind.
type twins struct {
	clocks.Lead
	course uint32
	hop    int8 // 1: the first capture has the larger hop limit, or it goes out there; -1: the second
}

// plant pairs the packets that are alone of their kind in both captures, and returns the kinds
// of which there are several.
func (p *Pairing) plant(a *alike) (several []likeness) {
	var room set
	disordered := false
	for i, s := range p.ends[0].All {
		k := likeness{i, a.met[i] - 1}
		if k[1] == none {
			continue // nothing is like it, or it is not the first of its kind
		}
		if other := p.ends[1].At(k[1]); other.next == none && s.next == none {
			if (s.marks|other.marks)&cut != 0 || s.digest == other.digest {
				p.join(i, k[1])
				p.twins = append(p.twins, p.twinsOf(s, other))
				p.paired[s.way] = true
			}
			continue
		}
		unique := true
		p.sets(k, &room, func(s *set) {
			if len(s[0]) == 1 && len(s[1]) == 1 {
				p.join(s[0][0], s[1][0])
				disordered = true
			} else {
				unique = false
			}
		})
		if !unique {
			several = append(several, k)
		}
	}
	if disordered {
		p.gather()
	}
	return several
}

// gather takes down the packets that are paired, in the order of the first capture.
func (p *Pairing) gather() {
	p.twins = p.twins[:0]
	for i, s := range p.ends[0].All {
		if other := p.partner[0][i]; other >= 0 {
			p.twins = append(p.twins, p.twinsOf(s, p.ends[1].At(other)))
			p.paired[s.way] = true
		}
	}
}

// join says that two packets are the same.
func (p *Pairing) join(a, b int32) { p.partner[0][a], p.partner[1][b] = b, a }

// twinsOf returns what a pair tells.
func (p *Pairing) twinsOf(x, y *sight) twins {
	s := twins{Lead: clocks.Lead{At: x.at, Ahead: y.at - x.at}, course: p.roads.Course(x.way)}
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

// orient finds out at which end the packets of the main course begin, and reports whether
// that is known.
//
// By whatever the clocks differ, a packet one way seems to take longer by that, and one the
// other way shorter: of two packets close to each other the one whose way is longer goes from
// the first capture to the second. Where they go one way only, the hop limit tells, which each
// router makes smaller, or the capture.
func (p *Pairing) orient(main uint32) (known bool, err error) {
	t := p.compare(main)
	p.trip = t.Trip()
	switch says := t.Says(); {
	case says == 0 && t.BothWays():
		return p.orientByRoom(main)
	case says < 0:
		p.roads.Begin(main, 1)
	default:
		p.roads.Begin(main, 0)
	}
	return t.Says() != 0, nil
}

// compare compares the packets of a course with those of the other direction, each once with
// one close to it.
func (p *Pairing) compare(main uint32) (t direction.Leaning) {
	back := p.roads.Courses[main].Back
	var last [2]twins
	var have [2]bool
	for _, s := range p.twins {
		way, sign := 0, 1
		switch {
		case int32(s.course) == back: //nolint:gosec // it is an index
			way, sign = 1, -1
		case s.course != main:
			continue
		}
		t.Hop(sign * int(s.hop))
		if have[1-way] {
			t.Add(int64(sign) * (s.Ahead - last[1-way].Ahead))
			have[1-way] = false
		}
		last[way], have[way] = s, true
	}
	return t
}

// orientByRoom finds out what orient does where clocks drift by more than packets take: one of
// both ways round fits a clock that runs evenly.
func (p *Pairing) orientByRoom(main uint32) (known bool, err error) {
	var room [2]float64
	for end := range room {
		p.roads.Begin(main, int8(end)) //nolint:gosec // 0 or 1
		room[end] = p.estimate().Room - float64(p.grains())
	}
	switch {
	case max(room[0], room[1]) <= float64(p.grains()) && p.grains() >= coarse:
		return false, ErrCoarse
	case room[0] > 0 && room[1] <= 0:
		p.roads.Begin(main, 0)
	case room[1] <= 0:
		return false, ErrSamePlace
	case room[0] > room[1]:
		p.roads.Begin(main, 0)
	}
	return true, nil
}

// estimate returns what the pairs tell of the clocks, of all courses that are oriented.
func (p *Pairing) estimate() clocks.Estimation {
	var e clocks.Estimator
	for lead, forth := range p.leads {
		if forth {
			e.Forth(lead)
		} else {
			e.Back(lead)
		}
	}
	return e.Estimation()
}

// grains returns how coarsely both captures together tell times.
func (p *Pairing) grains() int64 { return p.grain[0].Size() + p.grain[1].Size() }

// coarse is how coarsely times are told, in ns, where what packets take is often less.
const coarse = 20_000

// leads yields what each pair tells of the clocks, of all courses that are oriented. What is cut off a
// receiver's time makes the upper bound higher, or the lower one lower.
func (p *Pairing) leads(yield func(lead clocks.Lead, forth bool) bool) {
	for _, s := range p.twins {
		switch p.roads.Courses[s.course].Source {
		case roads.Unknown:
			continue
		case 0:
			s.Ahead += p.grain[1].Size()
		default:
			s.Ahead -= p.grain[0].Size()
		}
		if !yield(s.Lead, p.roads.Courses[s.course].Source == 0) {
			return
		}
	}
}

// orientOthers finds out where the packets of the other courses begin: on which side of the
// line their pairs are.
func (p *Pairing) orientOthers(line *clocks.Skew) {
	above := make([]int, len(p.roads.Courses))
	for _, s := range p.twins {
		above[s.course] += cmp.Compare(s.Ahead, line.Ahead(s.At))
	}
	for i := range p.roads.Courses {
		c := &p.roads.Courses[i]
		if c.Source != roads.Unknown || c.Pairs == 0 {
			continue
		}
		balance := above[i]
		if c.Back != roads.None {
			balance -= above[c.Back]
		}
		switch {
		case balance > 0:
			p.roads.Begin(uint32(i), 0) //nolint:gosec // it is an index
		case balance < 0:
			p.roads.Begin(uint32(i), 1) //nolint:gosec // it is an index
		}
	}
}
