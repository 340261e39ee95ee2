package columns

import "wireladder/render"

// Distances between what stands side by side, in cells.
const (
	BetweenLadders = 4
	spaceBeside    = 22 // two lifelines of one side, with the labels of calls
	foldedGap      = 28 // between the sides of a ladder that is folded: few words are left
)

// Shares divides a width among ladders that stand side by side, by what each needs: left says what, of its
// first lifeline. It reports whether there is room for them.
func Shares(ladders []render.Ladder, width int, folded bool, left func(*render.Ladder) int) (widths []int, ok bool) {
	gap := GoodGap
	if folded {
		gap = foldedGap
	}
	room := width - BetweenLadders*(len(ladders)-1)
	for i := range ladders {
		l := &ladders[i]
		widths = append(widths, left(l)+gap+spaceBeside*max(0, len(l.Lifelines)-2))
		room -= widths[i]
	}
	for i := range widths {
		widths[i] += room / len(widths)
	}
	return widths, room >= 0
}
