package plot

import (
	"cmp"
	"fmt"
	"slices"

	"wireladder/render/figure"
	"wireladder/render/plot/topic"
	"wireladder/render/scene/paper"
)

// Sizes of a legend, in points.
const (
	signWidth = 30.0
	signHalf  = 6.0
	besides   = 18.0 // between two of its columns
	belowRow  = 3.0
)

// key is the legend of a plot, laid out from its own top left.
type key struct {
	rows   []keyRow
	height float64
}

// keyRow is a sign and what it means.
type keyRow struct {
	topic.Caption
	x, y  float64
	lines []string
}

// legend lays the legend out: what the panels show, in as many columns as there is room for.
func (d *composition) legend() *key {
	all := d.entries()
	columns, width := d.columns(all)
	per := (len(all) + columns - 1) / columns
	k := &key{}
	y := 0.0
	for i, e := range all {
		if i%per == 0 {
			y = 0
		}
		row := keyRow{Caption: e, x: float64(i/per) * (width + besides), y: y, lines: d.Wrap(e.Text(), width-signWidth, figure.Faint)}
		y += float64(len(row.lines))*paper.LineHeight(figure.Faint) + belowRow
		k.rows, k.height = append(k.rows, row), max(k.height, y)
	}
	return k
}

// columns returns how many columns a legend has, and how wide they are: as many as its longest
// topic.Caption lets be, but two at least of many.
func (d *composition) columns(all []topic.Caption) (n int, width float64) {
	widest := 0.0
	for i := range all {
		widest = max(widest, d.Wide(all[i].Text(), figure.Faint))
	}
	const many = 4
	room := d.Right - paper.Margin
	n = max(1, min(len(all), int((room+besides)/(widest+1+signWidth+besides))))
	if n == 1 && len(all) >= many {
		n = 2
	}
	return n, (room - besides*float64(n-1)) / float64(n)
}

// entries returns what the panels show, each kind once.
func (d *composition) entries() []topic.Caption {
	var all []topic.Caption
	for _, c := range d.panels {
		for _, e := range c.Captions {
			at := slices.IndexFunc(all, func(known topic.Caption) bool { return known.Kind == e.Kind })
			if at < 0 {
				all = append(all, e)
				continue
			}
			all[at].N += e.N
		}
	}
	slices.SortStableFunc(all, func(a, b topic.Caption) int { return cmp.Compare(a.Kind, b.Kind) })
	return all
}

// place places the legend, and says below it what was thinned out.
func (d *composition) place(k *key) {
	top := d.Y
	for i := range k.rows {
		r := &k.rows[i]
		x, y := paper.Margin+r.x, top+r.y
		d.Curves = append(d.Curves, sign(&r.Caption, figure.Point{X: x + 2*signHalf, Y: y + paper.LineHeight(figure.Faint)/2}))
		for n, line := range r.lines {
			d.Put(d.Text(x+signWidth, paper.Baseline(y+float64(n)*paper.LineHeight(figure.Faint), figure.Faint), line, figure.Faint))
		}
	}
	d.Y = top + k.height
	if d.thin.drawn < d.thin.all {
		d.Y = d.Paragraph(paper.Margin, d.Y, d.Right-paper.Margin, d.thin.said(), figure.Faint) + belowRow
	}
	d.Wholes = append(d.Wholes, figure.Rect{X: paper.Margin, Y: top, W: d.Right - paper.Margin, H: d.Y - top})
	d.Y += behindAll
}

// said says what was thinned out.
func (t *thinned) said() string {
	s := fmt.Sprintf("Where they lie closer than can be seen, one stands for several: %d bars and marks are drawn as %d. ", t.all, t.drawn)
	if t.extremes {
		return s + "Of those above each other the lowest and the highest are drawn."
	}
	return s + "None is left out that has a place of its own."
}

// sign returns what the legend shows of an topic.Caption.
func sign(e *topic.Caption, at figure.Point) figure.Curve {
	c := figure.Curve{Kind: e.Kind}
	switch {
	case e.Kind >= figure.SampleMark:
		c.Strokes = shape(e.Kind, at)
	case e.Level:
		c.Strokes = [][]figure.Point{{{X: at.X - 2*signHalf, Y: at.Y}, {X: at.X + 2*signHalf, Y: at.Y}}}
	default:
		c.Strokes = [][]figure.Point{{{X: at.X, Y: at.Y - signHalf}, {X: at.X, Y: at.Y + signHalf}}}
	}
	return c
}
