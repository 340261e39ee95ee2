package pages

import (
	"math"

	"wireladder/render/figure"
)

// Extent is how far something reaches from the top down.
type Extent struct{ Top, Bottom float64 }

// cover widens an extent so that it has another one.
func (e *Extent) cover(other Extent) {
	e.Top, e.Bottom = min(e.Top, other.Top), max(e.Bottom, other.Bottom)
}

// of returns the extent of points.
func of(points ...figure.Point) Extent {
	e := Extent{math.Inf(1), math.Inf(-1)}
	for _, p := range points {
		e.Top, e.Bottom = min(e.Top, p.Y), max(e.Bottom, p.Y)
	}
	return e
}

// ofText returns the extent of a text, without its veil.
func ofText(t *figure.Text) Extent {
	if t.Angle != 0 {
		return of(t.Corners()...)
	}
	size := t.Style.Font().Size
	return Extent{t.At.Y - figure.Ascent*size, t.At.Y + figure.Descent*size}
}

// ofRect returns the extent of an area.
func ofRect(r figure.Rect) Extent { return Extent{r.Y, r.Bottom()} }

// Marks returns the extents of all that must not be cut: texts, panels, dots, arrows that are
// level, and the branch to a socket.
func Marks(f *figure.Figure) []Extent {
	all := make([]Extent, 0, len(f.Lines)+2*len(f.Arrows)+len(f.Panels)+len(f.Dots)+len(f.Texts))
	each(f, func(_ figure.StepID, e Extent, whole bool) {
		if whole {
			all = append(all, e)
		}
	})
	return all
}

// Steps returns the extents of steps: of all that they have made, but for bars.
func Steps(f *figure.Figure) map[figure.StepID]Extent {
	all := make(map[figure.StepID]Extent, len(f.Rows))
	each(f, func(id figure.StepID, e Extent, _ bool) {
		if id.Step < 0 {
			return
		}
		if known, ok := all[id]; ok {
			e.cover(known)
		}
		all[id] = e
	})
	return all
}

// each visits what steps have made, and says what must stay whole.
func each(f *figure.Figure, visit func(id figure.StepID, e Extent, whole bool)) {
	for i := range f.Lines {
		l := &f.Lines[i]
		visit(l.StepID, of(l.From, l.To), l.Kind == figure.Branch)
	}
	for i := range f.Arrows {
		a := &f.Arrows[i]
		level := a.Points[0].Y == a.Points[len(a.Points)-1].Y
		visit(a.StepID, of(a.Points...), level)
		if tip := a.Tip(); tip != nil {
			visit(a.StepID, of(tip...), true)
		}
		for _, stroke := range a.Cross() {
			visit(a.StepID, of(stroke...), true)
		}
	}
	for i := range f.Panels {
		visit(f.Panels[i].StepID, ofRect(f.Panels[i].Rect), true)
	}
	const half = figure.DotSize / 2
	for i := range f.Dots {
		at := f.Dots[i].At
		visit(f.Dots[i].StepID, Extent{at.Y - half, at.Y + half}, true)
	}
	for i := range f.Texts {
		t := &f.Texts[i]
		e := ofText(t)
		if t.Veil != figure.Bare && t.Angle == 0 {
			e = ofRect(t.Cover())
		}
		visit(t.StepID, e, true)
	}
}
