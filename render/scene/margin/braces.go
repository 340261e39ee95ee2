package margin

import (
	"cmp"
	"slices"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/paper"
)

// What the label of a brace takes, in points, and what is better left free for it.
const (
	labelHeight = 14.0
	goodHeight  = 26.0
)

// stretch is a part of the height of a figure.
type stretch struct{ top, bottom float64 }

// Braces places the braces of a ladder, the marks of whose rows are at known heights and which
// stands on the paper but for them, with their labels where the margin is free.
func (r *Ruler) Braces(heights []float64) {
	t := r.ladder.Times
	if t == nil || t.Lanes == 0 {
		return
	}
	r.paper.Used.Braces = true
	taken := r.taken()
	for i := range t.Braces {
		b := &t.Braces[i]
		x, span := r.lane(b), stretch{heights[b.From], heights[b.To]}
		r.paper.Uprights = append(r.paper.Uprights, figure.Upright{X: x, Top: span.top, Bottom: span.bottom, Kind: figure.Brace})
		for _, y := range []float64{span.top, span.bottom} {
			r.line(x, r.right+lanes(r.ladder)+beforeLanes/2, y)
		}
		for _, height := range []float64{goodHeight, labelHeight} {
			if y, ok := place(taken, span, height); ok {
				taken = r.label(b, y, taken)
				break
			}
		}
	}
}

// lane returns where the upright of a brace stands: the longest stand next to the times.
func (r *Ruler) lane(b *render.Brace) float64 {
	return r.right + beforeLanes + laneWidth*float64(b.Lane)
}

// line draws a level line of a brace.
func (r *Ruler) line(from, to, y float64) {
	r.paper.Lines = append(r.paper.Lines, figure.Line{StepID: paper.Nowhere, From: figure.Point{X: from, Y: y}, To: figure.Point{X: to, Y: y}, Kind: figure.BraceEnd})
}

// label puts the label of a brace around y, and returns what is taken then.
func (r *Ruler) label(b *render.Brace, y float64, taken []stretch) []stretch {
	r.put(paper.Nowhere, b.Label, y+3.5)
	r.line(r.right+2, r.lane(b), y)
	own := stretch{y - labelHeight/2, y + labelHeight/2}
	at, _ := slices.BinarySearchFunc(taken, own, compare)
	return slices.Insert(taken, at, own)
}

// taken returns the stretches of the margin in which something stands already, from the top down.
func (r *Ruler) taken() (all []stretch) {
	for i := range r.paper.Texts {
		t := &r.paper.Texts[i]
		if size := t.Style.Font().Size; t.Angle == 0 && t.At.X < r.right && t.At.X+t.Width > r.left {
			all = append(all, stretch{t.At.Y - figure.Ascent*size, t.At.Y + figure.Descent*size})
		}
	}
	for _, l := range r.paper.Lines {
		if l.From.X < r.right && l.To.X > r.left {
			all = append(all, stretch{l.From.Y - 1, l.From.Y + 1})
		}
	}
	slices.SortFunc(all, compare)
	return all
}

func compare(a, b stretch) int { return cmp.Compare(a.top, b.top) }

// place returns the middle of the last free room of a height for a label in a span: where what is shown
// step by step has come there, how long the wait is has been seen.
func place(taken []stretch, span stretch, height float64) (y float64, ok bool) {
	below, _ := slices.BinarySearchFunc(taken, stretch{top: span.bottom}, compare)
	to := span.bottom
	for i := below - 1; i >= 0 && to-height >= span.top; i-- {
		if to-taken[i].bottom >= height {
			break
		}
		to = min(to, taken[i].top)
	}
	return to - height/2, to-height >= span.top
}
