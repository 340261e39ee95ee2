package spots

import (
	"math"

	"wireladder/render/figure"
)

// Obstacles are what texts must not meet, by height, so that only what is near is looked at.
type Obstacles struct {
	shapes map[int][]obstacle // by slice of the height
}

// obstacle is a text, a panel or an arrow.
type obstacle struct {
	corners []figure.Point
	arrow   int // of figure.Arrows; -1: none
}

// sliceHeight is the height of a slice, and mostSlices is in how many an arrow is looked for:
// one that is longer is drawn over hundreds of rows, and may pass behind a text somewhere.
const (
	sliceHeight = 40.0
	mostSlices  = 64
)

// Since says how much a figure had before what is looked at.
type Since struct{ texts, panels, arrows, lines int }

// SinceNow returns how much a figure has now, but for its last line: a phase that begins.
func SinceNow(f *figure.Figure) Since {
	return Since{len(f.Texts), len(f.Panels), len(f.Arrows), max(0, len(f.Lines)-1)}
}

// New returns what a figure has got since then.
func New(f *figure.Figure, w Since) *Obstacles {
	o := &Obstacles{shapes: map[int][]obstacle{}}
	for i := w.texts; i < len(f.Texts); i++ {
		o.Add(&f.Texts[i])
	}
	for i := w.panels; i < len(f.Panels); i++ {
		o.add(obstacle{f.Panels[i].Corners(), -1})
	}
	for i := w.arrows; i < len(f.Arrows); i++ {
		for j := range len(f.Arrows[i].Points) - 1 {
			o.add(obstacle{f.Arrows[i].Points[j : j+2], i})
		}
	}
	for i := w.lines; i < len(f.Lines); i++ {
		o.add(obstacle{[]figure.Point{f.Lines[i].From, f.Lines[i].To}, -1})
	}
	return o
}

// Add adds a text.
func (o *Obstacles) Add(t *figure.Text) { o.add(obstacle{t.Corners(), -1}) }

// add notes an obstacle in the slices that it reaches.
func (o *Obstacles) add(b obstacle) {
	from, to := slicesOf(b.corners)
	for s := from; s <= min(to, from+mostSlices); s++ {
		o.shapes[s] = append(o.shapes[s], b)
	}
}

// slicesOf returns the first and the last slice that a shape reaches.
func slicesOf(shape []figure.Point) (from, to int) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, p := range shape {
		lo, hi = min(lo, p.Y), max(hi, p.Y)
	}
	return int(lo / sliceHeight), int(hi / sliceHeight)
}

// Free returns the first spot that meets nothing or, if there is none, the first that meets
// arrows alone: they pass behind it. The arrow own is no obstacle.
func (o *Obstacles) Free(spots []figure.Text, own int) (spot figure.Text, passed, ok bool) {
	var behind *figure.Text
	for i := range spots {
		spot := &spots[i]
		text, arrow := o.meets(spot, own)
		switch {
		case !text && !arrow:
			return *spot, false, true
		case !text && behind == nil:
			behind = spot
		}
	}
	if behind == nil {
		return figure.Text{}, false, false
	}
	return *behind, true, true
}

// meets reports whether a text meets other texts or panels, and arrows but its own.
func (o *Obstacles) meets(t *figure.Text, own int) (text, arrow bool) {
	corners := t.Corners()
	from, to := slicesOf(corners)
	for s := from; s <= to; s++ {
		for _, b := range o.shapes[s] {
			if b.arrow == own && own >= 0 || !figure.Overlap(corners, b.corners) {
				continue
			}
			text, arrow = text || b.arrow < 0, arrow || b.arrow >= 0
		}
	}
	return text, arrow
}

// ReachesBeyond reports whether a text leaves the space between two X.
func ReachesBeyond(t *figure.Text, lo, hi float64) bool {
	for _, p := range t.Corners() {
		if p.X < lo || p.X > hi {
			return true
		}
	}
	return false
}
