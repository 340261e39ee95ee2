package page

import (
	"slices"

	"wireladder/render"
)

// Folded reports whether rows stand for several steps, so that the picture is to be short.
func Folded(ladders []render.Ladder) bool {
	return slices.ContainsFunc(ladders, func(l render.Ladder) bool {
		return slices.ContainsFunc(l.Steps, func(s render.Step) bool { return s.Folds > 1 })
	})
}
