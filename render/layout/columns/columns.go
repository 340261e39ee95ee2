package columns

import (
	"slices"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
)

// Distances, in cells.
const (
	minSpacing = 8  // between two lifelines of one side
	maxSpacing = 24 // no more is of use
	tightGap   = 24 // between the sides: an arrow with its flags and numbers
	GoodGap    = 40 // between the sides: an arrow and its explanation
)

// Columns says where the lifelines of a ladder stand.
type Columns struct {
	X      []int      // by lifeline
	Heads  [][]string // what stands above each lifeline, encoded; nil: its column began with another one
	Shared []bool     // whether a lifeline came into a column after another one
	Form   Form       // how much of the lifelines is seen
	Right  int        // the last cell of the ladder
}

// Form is how much of the lifelines is seen. More is better.
type Form uint8

// The forms.
const (
	Folded   Form = iota // each side has one column for all its lifelines
	InTurns              // some come into a column after another one
	Apart                // each has a column of its own, headed by its ports
	Complete             // the same, headed by its whole addresses
)

// Of finds a column for each lifeline between the cells left and right.
// Initiators stand on the left, responders on the right. Where there is no
// room, lifelines that end before others begin share their column; where there
// is none even so, all of a side do.
func Of(l *render.Ladder, m sheet.Medium, left, right int) Columns {
	heads, spacing := headings(l, m, wideHead, 2)
	places, form := ownPlaces(l), Complete
	// Between the sides the heads of both must find room, hence twice the spacing.
	if gap(places, spacing, left, right) < max(GoodGap, 2*spacing) {
		heads, spacing = headings(l, m, NarrowHead, 1)
		form = Apart
	}
	if gap(places, spacing, left, right) < max(tightGap, 2*spacing) {
		places = sharedPlaces(l, (right-left)/spacing+2)
		form = InTurns
	}
	if gap(places, spacing, left, right) < max(tightGap, 2*spacing) {
		return folded(l, m, left, right)
	}
	c := places.columns(l, heads, widen(places, spacing, left, right), left, right)
	c.Form = form
	return c
}

// folded gives each side one column.
func folded(l *render.Ladder, m sheet.Medium, left, right int) Columns {
	s := ownPlaces(l)
	sockets := s.count
	for i := range s.of {
		s.first[i], s.of[i] = s.of[i] == 0, 0
	}
	for side, n := range sockets {
		s.count[side] = min(n, 1)
	}
	heads, _ := headings(l, m, func(line *render.Lifeline) []string {
		return []string{line.Side.String(), quantity.Count(int64(sockets[line.Side]), "socket")}
	}, 0)
	return s.columns(l, heads, 0, left, right)
}

// places are the places for lifelines on each side.
type places struct {
	of    []int // by lifeline: its place among those of its side
	first []bool
	count [2]int // by side
}

// ownPlaces gives each lifeline a place of its own.
func ownPlaces(l *render.Ladder) places {
	s := places{of: make([]int, len(l.Lifelines)), first: make([]bool, len(l.Lifelines))}
	for i := range l.Lifelines {
		side := l.Lifelines[i].Side
		s.of[i], s.first[i] = s.count[side], true
		s.count[side]++
	}
	return s
}

// sharedPlaces gives a lifeline the place of one that ended before it began. Where that
// takes more than so many places on a side, there is no room for them, however many more.
func sharedPlaces(l *render.Ladder, most int) places {
	s := places{of: make([]int, len(l.Lifelines)), first: make([]bool, len(l.Lifelines))}
	var busyUntil [2][]int // by side and place: the last step that it is taken in
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		busy := &busyUntil[line.Side]
		free := slices.IndexFunc(*busy, func(until int) bool { return until < line.Begin })
		if free < 0 {
			free, s.first[i] = len(*busy), true
			*busy = append(*busy, 0)
		}
		if len(*busy) > most {
			break
		}
		s.of[i], (*busy)[free] = free, l.LastStep(i)
	}
	s.count = [2]int{len(busyUntil[0]), len(busyUntil[1])}
	return s
}

// gap returns what is left between the two sides.
func gap(s places, spacing, left, right int) int {
	return right - left - spacing*max(0, s.count[0]-1) - spacing*max(0, s.count[1]-1)
}

// widen widens the spacing where there is room to spare, for the labels of
// calls.
func widen(s places, spacing, left, right int) int {
	for spacing < maxSpacing && gap(s, spacing+1, left, right) >= GoodGap {
		spacing++
	}
	return spacing
}

// columns turns places into cells.
func (s places) columns(l *render.Ladder, heads [][]string, spacing, left, right int) Columns {
	c := Columns{X: make([]int, len(l.Lifelines)), Heads: heads, Shared: make([]bool, len(l.Lifelines)), Right: right}
	for i := range l.Lifelines {
		if l.Lifelines[i].Side == flow.Responder {
			c.X[i] = right - spacing*(s.count[1]-1-s.of[i])
		} else {
			c.X[i] = left + spacing*s.of[i]
		}
		if !s.first[i] {
			c.Heads[i], c.Shared[i] = nil, true
		}
	}
	return c
}
