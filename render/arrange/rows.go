package arrange

import (
	"slices"

	"wireladder/render"
)

// rows says what stands in each row. While packets are on their way, explanations wait until
// all have arrived: there is no room between arrows that slope.
func (a *Arrangement) rows() {
	steps := a.Ladder.Steps
	a.Rows = make([]LadderRow, len(steps))
	open, crowd, begun := 0, 0, -1
	for i := range steps {
		s, row := &steps[i], &a.Rows[i]
		row.Key, row.Crowd = s.Key, -1
		if departs(s) {
			if open == 0 {
				begun = i
			}
			open++
		}
		if begun < 0 {
			row.Tells = tells(s, i, nil)
			continue
		}
		row.Crowd = crowd
		if s.Kind == render.Arrival && lastArrival(&steps[s.Sent]) == i {
			open--
		}
		if open == 0 || i == len(steps)-1 {
			a.close(begun, i)
			begun, crowd = -1, crowd+1
		}
	}
}

// close ends a crowd of rows, below which all is told that was said in it.
func (a *Arrangement) close(from, to int) {
	row := &a.Rows[to]
	row.Ends = true
	for i := from; i <= to; i++ {
		row.Tells = tells(&a.Ladder.Steps[i], i, row.Tells)
	}
}

// tells adds a step to those that are told, if anything is said of it. What a remark says
// stands in its own row.
func tells(s *render.Step, i int, all []int) []int {
	if s.Kind == render.Remark || s.Brief == "" && s.Full == "" {
		return all
	}
	return append(all, i)
}

// departs reports whether a packet, or a copy of it, is on its way from the step on.
func departs(s *render.Step) bool { return s.Kind == render.Message && len(s.Arrivals) > 0 }

// lastArrival returns the step in which the last copy of what s sends arrives.
func lastArrival(s *render.Step) int { return s.Arrivals[len(s.Arrivals)-1] }

// arrows finds the arrows of all steps.
func (a *Arrangement) arrows() {
	steps := a.Ladder.Steps
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Kind == render.Message && (s.Transit != render.Later || len(s.Arrivals) == 0):
			kind := map[render.Transit]ArrowKind{render.Lost: IsLost, render.Later: OnItsWay}[s.Transit]
			if s.Dropped != "" && s.Transit != render.Later { // else nobody knows whether it comes
				kind = IsDropped
			}
			a.Arrows = append(a.Arrows, Arrow{Step: i, Arrival: i, From: s.From, To: s.To, FromRow: i, ToRow: i, Kind: kind})
		case s.Kind == render.Arrival:
			sent := &steps[s.Sent]
			a.Arrows = append(a.Arrows, Arrow{
				Step: s.Sent, Arrival: i, From: s.From, To: s.To, FromRow: s.Sent, ToRow: i,
				Copy: sent.Transit == render.AtOnce || sent.Arrivals[0] != i,
			})
		}
	}
	slices.SortStableFunc(a.Arrows, func(x, y Arrow) int { return x.ToRow - y.ToRow })
}
