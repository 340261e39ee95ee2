package layout

import (
	"slices"

	"wireladder/render"
	"wireladder/render/sheet"
)

// Widths of explanations in a ladder, in cells.
const (
	minBrief = 18 // a narrower line is no pleasure to read
	minFull  = 30 // nor is a narrower paragraph
)

// textSpan returns where the explanation of an arrow between lo and hi stands:
// in the widest gap between lifelines on its way, in all of its way, or in all
// of the ladder, whichever is wide enough first.
func (a *ladderLayout) textSpan(lo, hi int) sheet.Span {
	if best := a.widestGap(lo, hi); best.Width() >= a.minExplain() {
		return best
	}
	if hi-lo-3 >= a.minExplain() {
		return sheet.Span{Lo: lo + 2, Hi: hi - 1}
	}
	return sheet.Span{Lo: a.left + a.gutter + 2, Hi: a.Right - 1}
}

// minExplain returns the cells that an explanation takes at least.
func (a *ladderLayout) minExplain() int {
	if a.options.Detail == render.Full {
		return minFull
	}
	return minBrief
}

// widestGap returns the widest space between neighbouring lifelines from lo to hi.
func (a *ladderLayout) widestGap(lo, hi int) sheet.Span {
	stops := []int{hi}
	for i, x := range a.X {
		if x > lo && x < hi && a.drawn(i) {
			stops = append(stops, x)
		}
	}
	slices.Sort(stops)
	best, from := sheet.Span{}, lo
	for _, x := range stops {
		if s := (sheet.Span{Lo: from + 2, Hi: x - 1}); s.Width() > best.Width() {
			best = s
		}
		from = x
	}
	return best
}

// drawn reports whether lifeline i is there in the step in hand.
func (a *ladderLayout) drawn(i int) bool {
	return a.ladder.Lifelines[i].Begin <= a.index && a.index <= a.ladder.LastStep(i)
}
