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

// List is the explanations of one ladder that wait. The zero value: there are none, and nothing is on its way.
type List struct {
	waiting []Explanation
	flying  []*render.Step // packets that are on their way
}

// Depart notes that a packet is on its way.
func (l *List) Depart(s *render.Step) { l.flying = append(l.flying, s) }

// Arrive notes that a packet is on its way no more.
func (l *List) Arrive(s *render.Step) {
	l.flying = slices.DeleteFunc(l.flying, func(other *render.Step) bool { return other == s })
}

// Add has an explanation wait, if it says anything. One of the arrival of a packet that was sent in a step is said in one with
// that of the packet.
func (l *List) Add(e Explanation, sent *render.Step) {
	if e.Said == "" {
		return
	}
	if i := slices.IndexFunc(l.waiting, func(other Explanation) bool { return other.Step == sent }); i >= 0 {
		e.Said = together(l.waiting[i].Said, e.Said)
		l.waiting = slices.Delete(l.waiting, i, i+1)
	}
	l.waiting = append(l.waiting, e)
}

// together returns two explanations as one.
func together(one, other string) string {
	if strings.HasSuffix(one, ".") {
		return one + " " + other
	}
	return one + "; " + other
}

// Quiet reports whether, at a step, so many packets are on their way and none of them arrives soon.
func (l *List) Quiet(step, open int) bool {
	return len(l.flying) == open && !slices.ContainsFunc(l.flying, func(s *render.Step) bool { return slices.Min(s.Arrivals) <= step+soon })
}

// Take returns the explanations that waited, but for those of packets that are still on their way: they go on.
func (l *List) Take() (all []Explanation) {
	var still []Explanation
	for _, e := range l.waiting {
		if slices.Contains(l.flying, e.Step) {
			still = append(still, e)
		} else {
			all = append(all, e)
		}
	}
	l.waiting = still
	return all
}

// TakeAll returns all explanations that waited, at the end.
func (l *List) TakeAll() []Explanation {
	l.flying = nil
	return l.Take()
}
