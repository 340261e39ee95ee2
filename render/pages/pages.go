package pages

import (
	"cmp"
	"slices"

	"wireladder/render/figure"
)

// Leaf is a page: a part of a figure.
type Leaf struct {
	Top, Bottom float64
	Heads       []figure.Stem // of lifelines that come from above; on the first page none
	Strip       float64       // what they take above the page, in points
}

// belowHeads is what is left free below heads that are repeated, in points.
const belowHeads = 6.0

// Of cuts a figure into pages of at most so many points, heads included.
func Of(f *figure.Figure, height float64) []Leaf {
	c := newCutter(f)
	end := c.marks.end() // below it there is a margin alone
	var all []Leaf
	for top := 0.0; ; {
		p := Leaf{Top: top, Bottom: f.Height}
		if top > 0 {
			p.Heads, p.Strip = headsAt(f, top)
		}
		room := max(height-p.Strip, height/2)
		if top+room < end {
			p.Bottom = c.cut(top, room)
		}
		if i := slices.IndexFunc(f.Breaks, func(y float64) bool { return y > top }); i >= 0 {
			p.Bottom = min(p.Bottom, f.Breaks[i])
		}
		all = append(all, p)
		if top = p.Bottom; top >= end {
			return all
		}
	}
}

// headsAt returns the lifelines that go on below y and whose heads stand above it, and how much
// room their heads take.
func headsAt(f *figure.Figure, y float64) (heads []figure.Stem, strip float64) {
	for _, s := range f.Stems {
		if s.Head.Bottom() <= y && s.Bottom > y {
			heads = append(heads, s)
			strip = max(strip, s.Head.H+belowHeads)
		}
	}
	return heads, strip
}

// cutter knows what a cut at some height would go through.
type cutter struct{ marks, steps extents }

// What it costs to cut through something, and to leave a page empty below a cut.
const (
	costOfMark  = 100.0
	costOfStep  = 10.0 // or of something else that is best kept in one piece
	costOfSpace = 8.0
	cutFrom     = 0.55 // of a page is filled at least
)

// newCutter takes in a figure.
func newCutter(f *figure.Figure) *cutter {
	c := &cutter{marks: newExtents(marksOf(f)), steps: newExtents(len(f.Rows))}
	steps := &stepExtents{}
	each(f, func(id figure.StepID, e Extent, whole bool) {
		if whole {
			c.marks.add(e.Top, e.Bottom)
		}
		steps.add(id, e)
	})
	for _, e := range steps.each {
		c.steps.add(e.Top, e.Bottom)
	}
	for _, w := range f.Wholes {
		c.steps.add(w.Y, w.Bottom())
	}
	for i := range f.Texts { // a heading stays with what it is of
		if t := &f.Texts[i]; t.Style == figure.PhaseName || t.Style == figure.Heading {
			c.steps.add(t.At.Y-t.Style.Font().Size, t.At.Y+4*t.Style.Font().Size)
		}
	}
	c.marks.sort()
	c.steps.sort()
	return c
}

// cut returns where a page that begins at top ends at best.
func (c *cutter) cut(top, room float64) float64 {
	limit := top + room
	best, least := limit, c.cost(limit)
	from, _ := slices.BinarySearch(c.marks.bottoms, top+room*cutFrom)
	for _, y := range c.marks.bottoms[from:] {
		if y += gap; y > limit {
			break
		}
		if cost := c.cost(y) + costOfSpace*(limit-y)/room; cost < least {
			best, least = y, cost
		}
	}
	return best
}

// gap is how far below a mark is cut, in points.
const gap = 1.0

func (c *cutter) cost(y float64) float64 {
	return costOfMark*float64(c.marks.open(y)) + costOfStep*float64(c.steps.open(y))
}

// extents are parts of the height of a figure.
type extents struct{ tops, bottoms []float64 }

// newExtents returns room for so many.
func newExtents(room int) extents {
	return extents{make([]float64, 0, room), make([]float64, 0, room)}
}

func (e *extents) add(top, bottom float64) {
	e.tops, e.bottoms = append(e.tops, top), append(e.bottoms, bottom)
}

func (e *extents) sort() {
	slices.Sort(e.tops)
	slices.Sort(e.bottoms)
}

// end returns where the last of them ends.
func (e *extents) end() float64 {
	if len(e.bottoms) == 0 {
		return 0
	}
	return e.bottoms[len(e.bottoms)-1]
}

// open counts those that y is in the midst of.
func (e *extents) open(y float64) int {
	begun, _ := slices.BinarySearch(e.tops, y)
	ended, _ := slices.BinarySearchFunc(e.bottoms, y, func(bottom, y float64) int {
		if bottom <= y {
			return -1
		}
		return cmp.Compare(bottom, y)
	})
	return begun - ended
}
