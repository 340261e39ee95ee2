package ladder

import (
	"wireladder/render/arrange"
	"wireladder/render/figure"
	"wireladder/render/scene/paper"
)

// lifelines draws the lifelines of a ladder all of whose rows stand.
func (l *Scene) lifelines() {
	for i := range l.Tracks {
		s := &l.Tracks[i]
		x, top, bottom := l.X[s.Column], l.tops[i], max(l.height(s.Last), l.stated[i])
		l.paper.Stems = append(l.paper.Stems, figure.Stem{Ladder: l.index, Lifeline: i, X: x, Top: top, Bottom: bottom, Head: l.heads[i]})
		if l.Ladder.Lifelines[i].NoSocket {
			l.upright(x, top, l.height(s.Last), figure.Ahead)
			continue
		}
		if last := l.Ladder.Lifelines[i].Last; last > s.Last {
			l.upright(x, bottom, l.height(last), figure.Ahead) // packets come for what is gone
		}
		begin := top
		if s.Head < 0 && s.Begin >= 0 {
			begin = max(top, l.at[s.Begin])
			l.upright(x, top, begin, figure.Ahead)
		}
		open := bottom
		if s.Closed >= 0 {
			open = l.height(s.Closed)
			l.paper.Used.After = l.paper.Used.After || bottom > open+1
			l.upright(x, open, bottom, figure.After)
		}
		if s.Taken >= 0 {
			taken := min(open, l.height(s.Taken))
			l.paper.Used.After = l.paper.Used.After || taken > begin+1
			l.upright(x, begin, taken, figure.After)
			begin = taken
		}
		l.upright(x, begin, open, figure.Open)
		for _, w := range s.Waits {
			l.wait(x, w)
		}
		if s.Last < len(l.Rows) {
			l.foot(x, bottom)
		}
	}
}

// height returns where a row is; below all of them, where the ladder ends.
func (l *Scene) height(row int) float64 {
	switch {
	case row < 0:
		return l.y
	case row < len(l.at):
		return l.at[row]
	}
	return l.y
}

func (l *Scene) upright(x, top, bottom float64, kind figure.UprightKind) {
	if bottom > top {
		l.paper.Uprights = append(l.paper.Uprights, figure.Upright{X: x, Top: top, Bottom: bottom, Kind: kind})
	}
}

// wait draws the bar of calls that wait.
func (l *Scene) wait(x float64, s arrange.Stay) {
	top, bottom := l.height(s.From), l.height(s.To)
	l.paper.Used.Waits = true
	l.paper.Bars = append(l.paper.Bars, figure.Bar{StepID: l.stepID(s.From), Rect: figure.Rect{X: x - paper.WaitWidth/2, Y: top, W: paper.WaitWidth, H: bottom - top}})
}

// foot draws where a lifeline ends.
func (l *Scene) foot(x, y float64) {
	l.paper.Lines = append(l.paper.Lines, figure.Line{StepID: paper.Nowhere, From: figure.Point{X: x - 6, Y: y}, To: figure.Point{X: x + 6, Y: y}, Kind: figure.Foot})
}
