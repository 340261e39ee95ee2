package layout

import (
	"wireladder/capture/flow"
	"wireladder/render/sheet"
	"wireladder/render/waits"
)

// unreturned ends the ladder with rows for the calls that never returned, unless these are the last themselves.
func (a *ladderLayout) unreturned() {
	a.y = max(a.y, a.notes.Next)
	var taken []sheet.Span
	for _, b := range waits.Below(a.ladder, a.options.Growing) {
		x, left := a.X[b.Lifeline], a.ladder.Lifelines[b.Lifeline].Side == flow.Responder
		at := a.spaces().Label([]string{"still waits"}, x, left)
		in := sheet.Span{Lo: min(x, at.X-1), Hi: max(x, at.X+a.page.Medium.Cells(at.Text)) + 1}
		if in.Meets(taken) {
			taken = nil
			a.y++
		}
		taken = append(taken, in)
		a.beside(at, sheet.CallName)
		a.page.Junctions = append(a.page.Junctions, sheet.Junction{X: x, Y: a.y, Kind: sheet.Tee, Left: left})
	}
	if taken != nil {
		a.y++
	}
}
