package html

import (
	"math"

	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/figure"
)

// orderOf returns the steps of a diagram in the order in which they are stepped through: ladder
// by ladder or, where they are to be compared, phase by phase.
func orderOf(d *render.Diagram) []figure.StepID {
	var all []figure.StepID
	if !d.Aligned {
		for i := range d.Ladders {
			for j := range d.Ladders[i].Steps {
				all = append(all, figure.StepID{Ladder: i, Step: j})
			}
		}
		return all
	}
	var arranged []*arrange.Arrangement
	for i := range d.Ladders {
		arranged = append(arranged, arrange.Of(&d.Ladders[i], math.MaxInt))
	}
	for _, start := range arrange.Together(arranged) {
		for i, a := range arranged {
			for _, p := range a.Phases {
				for j := p.From; j < p.To && p.Start == start; j++ {
					all = append(all, figure.StepID{Ladder: i, Step: j})
				}
			}
		}
	}
	return all
}
