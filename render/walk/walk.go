package walk

import (
	"slices"

	"wireladder/render"
	"wireladder/render/arrange"
)

// Walker is a place in a diagram: a step of it, unless it has none. Make one with New.
type Walker struct {
	diagram  *render.Diagram
	order    []render.StepRef
	inTime   bool                   // that is when they happened
	at       map[render.StepRef]int // the inverse of order
	findings map[render.StepRef][]int
	here     int // index in order
}

// New returns a walk that begins at the first step of a diagram, which stays as it is.
func New(d *render.Diagram) *Walker { return along(d, arrange.Order(d)) }

// Through returns New, or a walk through the steps of all ladders of a diagram as they happened.
func Through(d *render.Diagram, inTime bool) *Walker {
	if !inTime {
		return New(d)
	}
	w := along(d, arrange.InTime(d))
	w.inTime = true
	return w
}

// along returns a walk through steps in an order.
func along(d *render.Diagram, order []render.StepRef) *Walker {
	w := &Walker{diagram: d, order: order, at: map[render.StepRef]int{}, findings: map[render.StepRef][]int{}}
	for i, ref := range w.order {
		w.at[ref] = i
	}
	for i := range d.Findings {
		for _, ref := range d.Findings[i].Seen {
			if !slices.Contains(w.findings[ref], i) {
				w.findings[ref] = append(w.findings[ref], i)
			}
		}
	}
	return w
}

// Steps returns how many steps there are.
func (w *Walker) Steps() int { return len(w.order) }

// Aligned reports whether ladders are gone through phase by phase.
func (w *Walker) Aligned() bool { return w.diagram.Aligned }

// Here returns the index of the step in hand, from 0 on.
func (w *Walker) Here() int { return w.here }

// Ref returns the step of an index.
func (w *Walker) Ref(i int) render.StepRef { return w.order[i] }

// Index returns the index of a step; -1 if there is no such.
func (w *Walker) Index(ref render.StepRef) int {
	if i, ok := w.at[ref]; ok {
		return i
	}
	return -1
}

// Step returns the step of an index.
func (w *Walker) Step(i int) *render.Step { return &w.Ladder(i).Steps[w.order[i].Step] }

// Ladder returns the ladder of the step of an index.
func (w *Walker) Ladder(i int) *render.Ladder { return &w.diagram.Ladders[w.order[i].Ladder] }

// Findings returns those that rest on the step of an index.
func (w *Walker) Findings(i int) (all []*render.Finding) {
	for _, f := range w.findings[w.order[i]] {
		all = append(all, &w.diagram.Findings[f])
	}
	return all
}

// Go goes to the step of an index, or to the first or last one if there is none.
func (w *Walker) Go(i int) { w.here = max(0, min(i, len(w.order)-1)) }

// Closest goes to the step that another walk through the same run has in hand, whose diagram may show other
// steps, and reports whether that is here; if not, to the first one of its ladder that is not before it.
func (w *Walker) Closest(other *Walker) (here bool) {
	if other.Steps() == 0 {
		return true
	}
	s, l := other.Step(other.here), other.Ladder(other.here)
	found := false
	for i := range w.order {
		own := w.Step(i)
		if w.Ladder(i).Proto != l.Proto || w.Ladder(i).Title != l.Title {
			continue
		}
		if own.Kind == s.Kind && own.Packet == s.Packet && own.Name == s.Name && own.Time.Equal(s.Time) && own.Folds == s.Folds {
			w.here = i
			return true
		}
		if !found {
			w.here, found = i, !own.Time.Before(s.Time)
		}
	}
	return false
}

// Newest returns the index of the step that came last: of several ladders it need not be the last one.
func (w *Walker) Newest() (newest int) {
	for i := range w.order {
		if !w.Step(i).Time.Before(w.Step(newest).Time) {
			newest = i
		}
	}
	return newest
}

// LastPacket returns the number of the last packet of a diagram; 0 if it has none.
func LastPacket(d *render.Diagram) (number int) {
	for i := range d.Ladders {
		for _, s := range slices.Backward(d.Ladders[i].Steps) {
			if s.Packet > 0 {
				number = max(number, s.Packet)
				break
			}
		}
	}
	return number
}

// Test reports whether a walk is to stop at the step of an index.
type Test func(w *Walker, i int) bool

// Move goes to the next step forward, or back, that passes a test, and reports whether there is one:
// else it stays.
func (w *Walker) Move(forward bool, passes Test) bool {
	by := -1
	if forward {
		by = 1
	}
	for i := w.here + by; i >= 0 && i < len(w.order); i += by {
		if passes(w, i) {
			w.here = i
			return true
		}
	}
	return false
}

// Seek goes on as Move does, and from the other end where there is no such step: it reports whether there is one,
// and whether it went around.
func (w *Walker) Seek(forward bool, passes Test) (found, around bool) {
	here, last := w.here, len(w.order)-1
	if last < 0 || w.Move(forward, passes) {
		return last >= 0, false
	}
	if w.here = last; forward {
		w.here = 0
	}
	if passes(w, w.here) || w.Move(forward, passes) {
		return true, true
	}
	w.here = here
	return false, false
}

// Any stops at each step.
func Any(*Walker, int) bool { return true }

// IsPacket stops at packets.
func IsPacket(w *Walker, i int) bool {
	k := w.Step(i).Kind
	return k == render.Message || k == render.Arrival || k == render.Remark
}

// IsCall stops at calls.
func IsCall(w *Walker, i int) bool {
	k := w.Step(i).Kind
	return k == render.Call || k == render.Enter || k == render.Return
}

// IsKey stops at what is not to be overlooked.
func IsKey(w *Walker, i int) bool { return w.Step(i).Key }

// HasFinding stops at what a finding rests on.
func HasFinding(w *Walker, i int) bool { return len(w.findings[w.order[i]]) > 0 }

// BeginsPhase stops where a phase begins, or a ladder.
func BeginsPhase(w *Walker, i int) bool {
	if i == 0 {
		return true
	}
	before, ref := w.order[i-1], w.order[i]
	if w.inTime {
		return ref.Step == 0 || w.Ladder(i).Steps[ref.Step-1].Phase != w.Step(i).Phase
	}
	if before.Ladder != ref.Ladder && !w.diagram.Aligned {
		return true
	}
	return w.Step(i).Phase != w.Step(i-1).Phase
}
