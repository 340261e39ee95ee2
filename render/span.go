package render

import "slices"

// span is a range of cells: from lo up to, not including, hi.
type span struct{ lo, hi int }

func (s span) width() int { return s.hi - s.lo }

// Widths of explanations in a ladder, in cells.
const (
	minBrief = 18 // a narrower line is no pleasure to read
	minFull  = 30 // nor is a narrower paragraph
)

// textSpan returns where the explanation of an arrow between lo and hi stands:
// in the widest gap between lifelines on its way, in all of its way, or in all
// of the ladder, whichever is wide enough first.
func (a *ladderLayout) textSpan(lo, hi int) span {
	if best := a.widestGap(lo, hi); best.width() >= a.minExplain() {
		return best
	}
	if hi-lo-3 >= a.minExplain() {
		return span{lo + 2, hi - 1}
	}
	return span{a.left + a.gutter + 2, a.right - 1}
}

// minExplain returns the cells that an explanation takes at least.
func (a *ladderLayout) minExplain() int {
	if a.page.detail == Full {
		return minFull
	}
	return minBrief
}

// widestGap returns the widest space between neighbouring lifelines from lo to hi.
func (a *ladderLayout) widestGap(lo, hi int) span {
	stops := []int{hi}
	for i, x := range a.x {
		if x > lo && x < hi && a.drawn(i) {
			stops = append(stops, x)
		}
	}
	slices.Sort(stops)
	best, from := span{}, lo
	for _, x := range stops {
		if s := (span{from + 2, x - 1}); s.width() > best.width() {
			best = s
		}
		from = x
	}
	return best
}

// drawn reports whether lifeline i is there in the step in hand.
func (a *ladderLayout) drawn(i int) bool {
	line := &a.ladder.Lifelines[i]
	return line.Begin <= a.index && a.index <= lastStep(a.ladder, line)
}
