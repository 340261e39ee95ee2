package html

import (
	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/figure"
)

// orderOf returns the steps of a diagram in the order in which they are stepped through.
func orderOf(d *render.Diagram) []figure.StepID {
	var all []figure.StepID
	for _, ref := range arrange.Order(d) {
		all = append(all, figure.StepID(ref))
	}
	return all
}
