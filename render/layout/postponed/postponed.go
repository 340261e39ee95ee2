package postponed

import (
	"slices"
	"strings"

	"wireladder/render"
)

// soon is in how many steps a packet arrives that is waited for.
const soon = 12

// Explanation is one that waits.
type Explanation struct {
	Step *render.Step
	Name string // what stands before it, so that it is known of what it is
	Said string
}

// Postponed is the explanations of one ladder that wait. The zero value: there are none, and nothing is on its way.
type Postponed struct {
	waiting []Explanation
	flying  []*render.Step // packets that are on their way
}

// Depart notes that a packet is on its way.
func (p *Postponed) Depart(s *render.Step) { p.flying = append(p.flying, s) }

// Arrive notes that a packet is on its way no more.
func (p *Postponed) Arrive(s *render.Step) {
	p.flying = slices.DeleteFunc(p.flying, func(other *render.Step) bool { return other == s })
}

// Add has an explanation wait, if it says anything. One of another step than that in which its packet was sent is of the arrival
// of that, and is said in one with what is said of the packet.
func (p *Postponed) Add(e Explanation, sent *render.Step) {
	if e.Said == "" {
		return
	}
	i := -1
	if sent != e.Step {
		i = slices.IndexFunc(p.waiting, func(other Explanation) bool { return other.Step == sent })
	}
	if i >= 0 {
		e.Said = together(p.waiting[i].Said, e.Said)
		p.waiting = slices.Delete(p.waiting, i, i+1)
	}
	p.waiting = append(p.waiting, e)
}

// together returns two explanations as one.
func together(one, other string) string {
	if strings.HasSuffix(one, ".") {
		return one + " " + other
	}
	return one + "; " + other
}

// Quiet reports whether, at a step, so many packets are on their way and none of them arrives soon.
func (p *Postponed) Quiet(step, open int) bool {
	return len(p.flying) == open && !slices.ContainsFunc(p.flying, func(s *render.Step) bool { return slices.Min(s.Arrivals) <= step+soon })
}

// Take returns the explanations that waited, but for those of packets that are still on their way: they go on.
func (p *Postponed) Take() (all []Explanation) {
	var still []Explanation
	for _, e := range p.waiting {
		if slices.Contains(p.flying, e.Step) {
			still = append(still, e)
		} else {
			all = append(all, e)
		}
	}
	p.waiting = still
	return all
}

// TakeAll returns all explanations that waited, at the end.
func (p *Postponed) TakeAll() []Explanation {
	p.flying = nil
	return p.Take()
}
