package layout

import (
	"slices"

	"wireladder/render"
	"wireladder/render/layout/aside"
	"wireladder/render/layout/columns"
	"wireladder/render/layout/margin"
	"wireladder/render/layout/page"
	"wireladder/render/layout/starts"
	"wireladder/render/sheet"
)

// Widths of explanations beside a ladder, in cells.
const (
	notesFrom = 112 // a sheet this wide may have them
	minNotes  = 32
)

// leastShown is how much of the names of calls, and of what stands on arrows, is left beside explanations, in percent:
// they make a ladder a third shorter, for which a shorter form here and there is no loss.
const leastShown = 98

const mostTried = 500 // steps of a ladder that is laid out both ways to see which shows more

// placeNotes puts the explanations beside the ladder, where it shows hardly less than on the widest sheet that
// has them in the ladder, with whole heads if the ladder has them. Of long ones the columns alone are compared.
func (a *ladderLayout) placeNotes(width int) {
	if width < notesFrom || a.options.Detail == render.None {
		return
	}
	long, shown := len(a.ladder.Steps) > mostTried, 0
	if widest := *a; !long {
		widest.Columns = columns.Of(a.ladder, a.page.Medium, a.left+a.gutter, a.left+notesFrom-1-2)
		shown = widest.shown()
	}
	widths := slices.Compact([]int{width * 2 / 5, width * 3 / 10, max(width*11/40, minNotes), max(width/4, minNotes), minNotes})
	if a.options.Detail == render.Full { // paragraphs take more
		widths = widths[:2]
	}
	var narrow *ladderLayout // the first one whose heads are not whole
	for _, notes := range widths {
		beside := *a
		beside.notes = aside.Aside{X: a.left + width - notes, Width: notes}
		beside.Columns = columns.Of(a.ladder, a.page.Medium, a.left+a.gutter, beside.notes.X-4)
		switch {
		case beside.Form < min(a.Form, columns.Apart):
		case long && a.Whole && !beside.Whole:
		case !long && 100*beside.shown() < leastShown*shown:
		case beside.Form >= a.Form:
			*a = beside
			return
		case narrow == nil:
			narrow = &beside
		}
	}
	if narrow != nil {
		*a = *narrow
	}
}

// shown returns how many cells the names of calls, and what stands on arrows, take in the ladder as it
// would be drawn.
func (a *ladderLayout) shown() (cells int) {
	try := *a
	try.page, try.alone, try.phaseRows = page.New(a.page.Medium, a.page.Cells), false, starts.Rows{}
	try.margin = margin.New(try.page.Sheet, a.page.Medium, a.ladder, a.outer)
	try.draw(0, nil)
	for i := range try.page.Texts {
		if t := &try.page.Texts[i]; t.Kind == sheet.Label || t.Kind == sheet.CallName {
			cells += a.page.Medium.Cells(t.S)
		}
	}
	return cells
}
