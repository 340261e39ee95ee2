package pages

import (
	"math"

	"wireladder/render/figure"
)

// Extent is how far something reaches from the top down.
type Extent struct{ Top, Bottom float64 }

// cover widens an extent so that it has some points.
func (e *Extent) cover(points ...figure.Point) {
	for _, p := range points {
		e.Top, e.Bottom = min(e.Top, p.Y), max(e.Bottom, p.Y)
	}
}

// none is the extent of nothing.
func none() Extent { return Extent{math.Inf(1), math.Inf(-1)} }

// Marks returns the extents of all that must not be cut: texts, panels, dots, arrows that are
// level, and the branch to a socket.
func Marks(f *figure.Figure) []Extent {
	var all []Extent
	each(f, func(_ figure.StepID, corners []figure.Point, whole bool) {
		if whole {
			e := none()
			e.cover(corners...)
			all = append(all, e)
		}
	})
	return all
}

// Steps returns the extents of steps: of all that they have made, but for bars.
func Steps(f *figure.Figure) map[figure.StepID]Extent {
	all := map[figure.StepID]Extent{}
	each(f, func(id figure.StepID, corners []figure.Point, _ bool) {
		if id.Step < 0 {
			return
		}
		e, ok := all[id]
		if !ok {
			e = none()
		}
		e.cover(corners...)
		all[id] = e
	})
	return all
}

// each visits what steps have made, and says what must stay whole.
func each(f *figure.Figure, visit func(id figure.StepID, corners []figure.Point, whole bool)) {
	for i := range f.Lines {
		l := &f.Lines[i]
		visit(l.StepID, []figure.Point{l.From, l.To}, l.Kind == figure.Branch)
	}
	for i := range f.Arrows {
		a := &f.Arrows[i]
		level := a.Points[0].Y == a.Points[len(a.Points)-1].Y
		visit(a.StepID, a.Points, level)
		if tip := a.Tip(); tip != nil {
			visit(a.StepID, tip, true)
		}
		for _, stroke := range a.Cross() {
			visit(a.StepID, stroke, true)
		}
	}
	for i := range f.Panels {
		visit(f.Panels[i].StepID, f.Panels[i].Corners(), true)
	}
	const half = figure.DotSize / 2
	for i := range f.Dots {
		at := f.Dots[i].At
		visit(f.Dots[i].StepID, []figure.Point{{X: at.X, Y: at.Y - half}, {X: at.X, Y: at.Y + half}}, true)
	}
	for i := range f.Texts {
		t := &f.Texts[i]
		corners := t.Corners()
		if t.Veil != figure.Bare && t.Angle == 0 {
			corners = t.Cover().Corners()
		}
		visit(t.StepID, corners, true)
	}
}
