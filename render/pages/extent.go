package pages

import (
	"iter"
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
	all := make([]Extent, 0, marksOf(f))
	each(f, func(_ figure.StepID, e Extent, whole bool) {
		if whole {
			all = append(all, e)
		}
	})
	return all
}

// marksOf returns how many extents Marks returns, as a rule at most.
func marksOf(f *figure.Figure) int {
	return len(f.Lines) + 2*len(f.Arrows) + len(f.Panels) + len(f.Dots) + len(f.Texts)
}

// Steps visits the steps that have made something, with the extents of all of it, but for bars.
func Steps(f *figure.Figure) iter.Seq2[figure.StepID, Extent] {
	all := &stepExtents{}
	each(f, func(id figure.StepID, e Extent, _ bool) { all.add(id, e) })
	return all.each
}

// stepExtents are the extents of steps, by ladder and step.
type stepExtents [][]Extent

// nothing is the extent of no mark.
var nothing = of()

// add widens the extent of a step by something that it has made; what no step has made is not of any.
func (all *stepExtents) add(id figure.StepID, e Extent) {
	if id.Step < 0 {
		return
	}
	for id.Ladder >= len(*all) {
		*all = append(*all, nil)
	}
	steps := &(*all)[id.Ladder]
	for id.Step >= len(*steps) {
		*steps = append(*steps, nothing)
	}
	(*steps)[id.Step].cover(e)
}

// each visits those that have made something.
func (all *stepExtents) each(visit func(figure.StepID, Extent) bool) {
	for ladder, steps := range *all {
		for step, e := range steps {
			if e != nothing && !visit(figure.StepID{Ladder: ladder, Step: step}, e) {
				return
			}
		}
	}
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
