package margin

import "wireladder/render"

// minGutter is what is left of the first lifeline at least, in cells.
const minGutter = 4

// Gutter returns the cells that the frames' numbers take, with a blank behind, and one before
// for the mark of key rows if there are any.
func Gutter(l *render.Ladder) int {
	widest, mark := 0, 0
	for i := range l.Steps {
		widest = max(widest, len(l.Steps[i].Numbers()))
		if l.Steps[i].Key {
			mark = 1
		}
	}
	return max(minGutter, mark+widest+1)
}
