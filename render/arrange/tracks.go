package arrange

import (
	"slices"

	"wireladder/render"
)

// track gives each lifeline a column, and says from which row to which it is drawn.
func (a *Arrangement) track(most int) {
	l := a.Ladder
	a.Tracks = make([]Track, len(l.Lifelines))
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		a.Tracks[i] = Track{Head: -1, Begin: line.Begin, Taken: -1, Closed: line.End, Last: l.LastStep(i)}
		switch {
		case line.NoSocket:
			a.Tracks[i].Last = line.Last
		case line.Queued():
			a.Tracks[i].Taken = len(l.Steps)
		case line.Hatches():
			a.Tracks[i].Taken = line.Taken
		}
		a.Sides[line.Side]++
	}
	shared := len(l.Lifelines) > most
	a.columns(shared)
	for i := range l.Lifelines {
		a.Tracks[i].Column += int(l.Lifelines[i].Side) * a.Sides[0] // responders stand on the right
	}
	for i := range l.Steps {
		if s := &l.Steps[i]; isCall(s) && s.Born >= 0 && s.Born != s.Lifeline && !l.Lifelines[s.Born].Hatches() {
			a.Tracks[s.Born].Head = i
		}
	}
}

// isCall reports whether the step is one of a call.
func isCall(s *render.Step) bool {
	return s.Kind == render.Call || s.Kind == render.Enter || s.Kind == render.Return
}

// columns gives each lifeline its column on its side: one of its own or, if columns are shared,
// the first in which nothing happens any more when it begins. What lingers there ends above it.
func (a *Arrangement) columns(shared bool) {
	var until, owner [2][]int // by side and column: the last row that it is taken in, and by which lifeline
	for i := range a.Tracks {
		side := a.Ladder.Lifelines[i].Side
		track, taken, by := &a.Tracks[i], &until[side], &owner[side]
		free := -1
		if shared && a.isHeadedAt(i, track.Begin) {
			free = slices.IndexFunc(*taken, func(last int) bool { return last < track.Begin })
		}
		if free < 0 {
			free = len(*taken)
			*taken, *by = append(*taken, 0), append(*by, i)
		} else {
			track.Head = track.Begin
			before := &a.Tracks[(*by)[free]]
			before.Last = min(before.Last, track.Begin-1)
		}
		track.Column, (*taken)[free], (*by)[free] = free, a.busyUntil(i), i
	}
	a.Sides = [2]int{len(until[0]), len(until[1])}
}

// busyUntil returns the last row in which something happens at a lifeline, or it is open.
func (a *Arrangement) busyUntil(i int) int {
	line := &a.Ladder.Lifelines[i]
	if line.End >= 0 && line.Lingers {
		return line.Last
	}
	return max(line.Last, a.Ladder.LastStep(i))
}

// isHeadedAt reports whether the head of a lifeline can stand in a row: something happens at it
// there, and no packet comes in from above.
func (a *Arrangement) isHeadedAt(line, row int) bool {
	if row < 0 {
		return false
	}
	switch s := &a.Ladder.Steps[row]; {
	case s.Kind == render.Message:
		return s.From == line || s.To == line
	case isCall(s):
		return s.Lifeline == line || s.Born == line
	}
	return false
}

// wait says while which rows calls wait. Several that wait at once are one stay.
func (a *Arrangement) wait() {
	stays := make([][]Stay, len(a.Tracks))
	for _, b := range a.Ladder.Bars {
		to := b.To
		if to < 0 {
			to = len(a.Ladder.Steps)
		}
		stays[b.Lifeline] = append(stays[b.Lifeline], Stay{b.From, to})
	}
	for i, all := range stays {
		slices.SortFunc(all, func(a, b Stay) int { return a.From - b.From })
		for _, s := range all {
			w := &a.Tracks[i].Waits
			if last := len(*w) - 1; last >= 0 && s.From < (*w)[last].To {
				(*w)[last].To = max((*w)[last].To, s.To)
				continue
			}
			*w = append(*w, s)
		}
	}
}

// Standing tells which columns a lifeline is drawn in, row by row. Make one with NewStanding.
type Standing struct {
	columns [][]Stay // by column: its lifelines to come and the one that is there, from the top
}

// NewStanding returns the Standing of an arrangement above its first row.
func NewStanding(a *Arrangement) *Standing {
	s := &Standing{columns: make([][]Stay, a.Columns())}
	for i := range a.Tracks {
		track := &a.Tracks[i]
		s.columns[track.Column] = append(s.columns[track.Column], Stay{track.Begin, track.Last})
	}
	for _, c := range s.columns {
		slices.SortFunc(c, func(a, b Stay) int { return a.From - b.From })
	}
	return s
}

// Has reports whether a lifeline is drawn in a column in a row. Rows must be asked for from the
// top down.
func (s *Standing) Has(column, row int) bool {
	c := &s.columns[column]
	for len(*c) > 0 && (*c)[0].To < row {
		*c = (*c)[1:]
	}
	return len(*c) > 0 && (*c)[0].From <= row
}
