package arrange

import (
	"math"
	"time"

	"wireladder/render"
)

// Order returns the steps of a diagram in the order in which they are stepped through: ladder
// by ladder or, where they are to be compared, phase by phase.
func Order(d *render.Diagram) (all []render.StepRef) {
	if !d.Aligned {
		for i := range d.Ladders {
			for j := range d.Ladders[i].Steps {
				all = append(all, render.StepRef{Ladder: i, Step: j})
			}
		}
		return all
	}
	var arranged []*Arrangement
	for i := range d.Ladders {
		arranged = append(arranged, Of(&d.Ladders[i], math.MaxInt))
	}
	for _, start := range Together(arranged) {
		for i, a := range arranged {
			for _, p := range a.Phases {
				for j := p.From; j < p.To && p.Start == start; j++ {
					all = append(all, render.StepRef{Ladder: i, Step: j})
				}
			}
		}
	}
	return all
}

// InTime returns the steps of a diagram in the order in which they happened, whichever ladder they are of. Those of
// one ladder stay in its order.
func InTime(d *render.Diagram) (all []render.StepRef) {
	times := make([][]time.Time, len(d.Ladders))
	left := 0
	for i := range d.Ladders {
		times[i] = moments(d.Ladders[i].Steps)
		left += len(times[i])
	}
	for at := make([]int, len(d.Ladders)); left > 0; left-- {
		next := -1
		for i, j := range at {
			if j < len(times[i]) && (next < 0 || times[i][j].Before(times[next][at[next]])) {
				next = i
			}
		}
		all = append(all, render.StepRef{Ladder: next, Step: at[next]})
		at[next]++
	}
	return all
}

// moments returns when steps of a ladder come, none before one above it. One that has no time, and a pause, come with
// the step below them.
func moments(steps []render.Step) []time.Time {
	all := make([]time.Time, len(steps))
	var last time.Time
	for i := range steps {
		if t := steps[i].Time; steps[i].Kind != render.Pause && t.After(last) {
			last = t
		}
		all[i] = last
	}
	for i := len(steps) - 2; i >= 0; i-- {
		if steps[i].Kind == render.Pause || steps[i].Time.IsZero() {
			all[i] = all[i+1]
		}
	}
	return all
}
