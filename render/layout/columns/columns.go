package columns

import (
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/heads"
	"wireladder/render/sheet"
)

// Distances, in cells.
const (
	minSpacing = 8  // between two lifelines of one side
	maxSpacing = 24 // no more is of use
	tightGap   = 24 // between the sides: an arrow with its flags and numbers
	GoodGap    = 40 // between the sides: an arrow and its explanation
	labelEnds  = 8  // of an arrow with a label: some shaft, the head, and what is free at lifelines
	mostGap    = 64 // for labels between the sides: longer ones are written in a shorter form
)

// mostLooked is how many steps tell how wide the labels of a ladder are.
const mostLooked = 500

// Columns says where the lifelines of a ladder stand.
type Columns struct {
	X     []int      // by lifeline
	Heads [][]string // what stands above each lifeline, encoded
	Form  Form       // how much of the lifelines is seen
	Right int        // the last cell of the ladder
	Whole bool       // between the sides the labels of arrows have room, as far as there ever is some for them
}

// Form is how much of the lifelines is seen. More is better.
type Form uint8

// The forms.
const (
	Crowded  Form = iota // there is no room for them
	Apart                // each has a column of its own, headed by its ports
	Complete             // the same, headed by its whole addresses
)

// Of finds a column for each lifeline between the cells left and right.
// Initiators stand on the left, responders on the right. Where there is no room, the columns
// stand as they can: the ladder needs fewer lifelines.
func Of(l *render.Ladder, m sheet.Medium, left, right int) Columns {
	lines, spacing := headings(l, m, heads.Whole, 2)
	places, form := ownPlaces(l), Complete
	// Between the sides the heads of both must find room, hence twice the spacing.
	if gap(places, spacing, left, right) < max(GoodGap, 2*spacing) {
		lines, spacing = headings(l, m, heads.Narrow(l), 1)
		form = Apart
	}
	if gap(places, spacing, left, right) < max(tightGap, 2*spacing) {
		form, spacing = Crowded, squeezed(places, left, right)
	}
	labels := labelGap(l, m)
	spacing = widen(places, spacing, labels, left, right)
	c := places.columns(lines, spacing, l, left, right)
	c.Form, c.Whole = form, gap(places, spacing, left, right) >= labels
	return c
}

// labelGap returns what the labels of arrows take between the sides, and an explanation at least.
func labelGap(l *render.Ladder, m sheet.Medium) int {
	widest := 0
	for i := range l.Steps[:min(len(l.Steps), mostLooked)] {
		if s := &l.Steps[i]; s.Kind == render.Message && len(s.Labels) > 0 {
			widest = max(widest, m.Cells(m.Encode(s.Labels[0])))
		}
	}
	return min(max(GoodGap, widest+labelEnds), mostGap)
}

// squeezed returns the spacing of columns for which there is no room, such that they have it.
func squeezed(s places, left, right int) int {
	return max(0, (right-left-tightGap)/max(1, s.count[0]+s.count[1]-2))
}

// places are the places for lifelines on each side.
type places struct {
	of    []int  // by lifeline: its place among those of its side
	count [2]int // by side
}

// ownPlaces gives each lifeline a place of its own.
func ownPlaces(l *render.Ladder) places {
	s := places{of: make([]int, len(l.Lifelines))}
	for i := range l.Lifelines {
		side := l.Lifelines[i].Side
		s.of[i] = s.count[side]
		s.count[side]++
	}
	return s
}

// gap returns what is left between the two sides.
func gap(s places, spacing, left, right int) int {
	return right - left - spacing*max(0, s.count[0]-1) - spacing*max(0, s.count[1]-1)
}

// widen widens the spacing where there is room to spare, for the labels of
// calls: arrows have so much between the sides.
func widen(s places, spacing, arrows, left, right int) int {
	for spacing < maxSpacing && gap(s, spacing+1, left, right) >= arrows {
		spacing++
	}
	return spacing
}

// columns turns places into cells.
func (s places) columns(heads [][]string, spacing int, l *render.Ladder, left, right int) Columns {
	c := Columns{X: make([]int, len(l.Lifelines)), Heads: heads, Right: right}
	for i := range l.Lifelines {
		if l.Lifelines[i].Side == flow.Responder {
			c.X[i] = right - spacing*(s.count[1]-1-s.of[i])
		} else {
			c.X[i] = left + spacing*s.of[i]
		}
	}
	return c
}
