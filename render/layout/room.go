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
	best, from := sheet.Span{}, lo
	for _, x := range append(a.between(lo, hi), hi) {
		if s := (sheet.Span{Lo: from + 2, Hi: x - 1}); s.Width() > best.Width() {
			best = s
		}
		from = x
	}
	return best
}

// between returns the columns between two, from the left, in which lifelines are drawn in
// the step in hand.
func (a *ladderLayout) between(lo, hi int) []int {
	all := a.standing.Columns()
	first, _ := slices.BinarySearch(all, lo+1)
	end, _ := slices.BinarySearch(all, hi)
	return all[first:max(first, end):max(first, end)]
}
