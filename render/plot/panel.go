package plot

import (
	"fmt"

	"wireladder/render/figure"
	"wireladder/render/plot/axis"
	"wireladder/render/plot/thin"
	"wireladder/render/plot/topic"
	"wireladder/render/scene/paper"
)

// Distances in a panel, in points.
const (
	inside     = 8.0 // between the frame and what is drawn
	besideAxis = 6.0 // between an axis and its numbers
	belowPanel = 8.0
	perX       = 90.0 // for a number of the X axis, at least
	perY       = 32.0 // of the Y axis
	tickHalf   = 2.0  // how far the ends of a bar reach to each side
	apart      = 4.0  // how much room a bar must have for its ends to be drawn, on average
	tall       = 3.0  // how high it must be for them to be as wide as others
)

// thinned counts what is drawn once for several.
type thinned struct {
	all, drawn int
	extremes   bool // of some nothing but the lowest and the highest of each column
}

// plane is a panel with its place.
type plane struct {
	box  figure.Rect
	x, y axis.Axis
}

// at returns where a point of the data stands.
func (a *plane) at(p figure.Point) figure.Point {
	return figure.Point{X: a.x.At(p.X), Y: a.y.At(p.Y)}
}

// panel places a panel whose plot is so high, its left edge at left.
func (d *composition) panel(c *topic.Data, height, left float64) {
	unitX, unitY := axis.Seconds(c.To-c.From), c.Unit(max(c.Hi, -c.Lo))
	d.Y = d.Paragraph(paper.Margin, d.Y, d.Right-paper.Margin, d.heading(c, unitY.Name), figure.Name) + 4
	a := &plane{
		box: figure.Rect{X: left, Y: d.Y, W: d.Right - left, H: height},
		x:   axis.Axis{From: c.From, To: c.To, Start: left + inside, End: d.Right - inside},
		y:   axis.Axis{From: c.Lo, To: c.Hi, Start: d.Y + height - inside, End: d.Y + inside},
	}
	d.frame(a, heights(c, a.y, height), a.x.Ticks(int(a.box.W/perX)+1, unitX), unitX.Name)
	d.fill(c, a)
	d.Y += belowPanel
}

// heading says what Y counts.
func (d *composition) heading(c *topic.Data, unit string) string {
	head := c.Counts
	if unit != "bytes" || d.Topic != topic.Sequence { // numbers are no bytes
		head += " (" + unit + c.Per + ")"
	}
	if len(d.panels) > 1 {
		head = fmt.Sprintf("the %s's data: %s", c.Side, head)
	}
	return head
}

// heights returns the ticks of the Y axis of a panel that is so high.
func heights(c *topic.Data, y axis.Axis, height float64) []axis.Tick {
	return y.Ticks(int(height/perY)+1, c.Unit(max(c.Hi, -c.Lo)))
}

// left returns where panels begin that are so high: all of them at the same place.
func (d *composition) left(height float64) float64 {
	widest := 0.0
	for _, c := range d.panels {
		for _, t := range heights(c, axis.Axis{From: c.Lo, To: c.Hi, End: height - 2*inside}, height) {
			widest = max(widest, d.Wide(t.Text, figure.Number))
		}
	}
	return paper.Margin + widest + besideAxis
}

// frame places the axes of a panel, with their numbers.
func (d *composition) frame(a *plane, up, along []axis.Tick, unit string) {
	grid, bottom := figure.Curve{Kind: figure.GridCurve}, a.box.Bottom()
	for _, t := range up {
		grid.Strokes = append(grid.Strokes, []figure.Point{{X: a.box.X, Y: t.At}, {X: a.box.Right(), Y: t.At}})
		text := d.Text(0, t.At+4, t.Text, figure.Number)
		text.At.X = a.box.X - besideAxis - text.Width
		d.Put(text)
	}
	y := paper.Baseline(bottom+2, figure.Number)
	for _, t := range along {
		grid.Strokes = append(grid.Strokes, []figure.Point{{X: t.At, Y: a.box.Y}, {X: t.At, Y: bottom}})
		text := d.Text(0, y, t.Text, figure.Number)
		text.At.X = min(t.At-text.Width/2, d.Right-text.Width)
		d.Put(text)
	}
	edge := figure.Curve{Kind: figure.FrameCurve, Strokes: [][]figure.Point{{{X: a.box.X, Y: a.box.Y}, {X: a.box.X, Y: bottom}, {X: a.box.Right(), Y: bottom}}}}
	d.Curves = append(d.Curves, grid, edge)
	d.Y = bottom + 2 + paper.LineHeight(figure.Number)
	said := d.Text(0, paper.Baseline(d.Y, figure.Faint), "time since the first packet shown ("+unit+")", figure.Faint)
	said.At.X = a.box.Right() - said.Width
	d.Put(said)
	d.Y += paper.LineHeight(figure.Faint)
}

// fill places what a panel shows: lines below bars, and marks on top.
func (d *composition) fill(c *topic.Data, a *plane) {
	for i := range c.Trails {
		d.put(c.Trails[i].Kind, d.line(a, c.Trails[i].Points))
	}
	for i := range c.Bars {
		d.put(c.Bars[i].Kind, d.upright(a, &c.Bars[i]))
	}
	for i := range c.Signs {
		var all [][]figure.Point
		for _, p := range d.spots(a, &c.Signs[i]) {
			all = append(all, shape(c.Signs[i].Kind, p)...)
		}
		d.put(c.Signs[i].Kind, all)
	}
}

// put places strokes of a kind, if there are any.
func (d *composition) put(kind figure.CurveKind, strokes [][]figure.Point) {
	if len(strokes) > 0 {
		d.Curves = append(d.Curves, figure.Curve{Kind: kind, Strokes: strokes})
	}
}

// line places a line, as far as it lies in the panel.
func (d *composition) line(a *plane, points []figure.Point) [][]figure.Point {
	placed := make([]figure.Point, len(points))
	for i, p := range points {
		placed[i] = a.at(p)
	}
	return a.within(thin.Line(placed))
}

// within cuts off what lies above or below the panel of a line that is level or upright.
func (a *plane) within(points []figure.Point) [][]figure.Point {
	var all [][]figure.Point
	begin := 0 // of the piece in hand, whose points lie in the panel or on its edge
	kept := make([]figure.Point, len(points))
	for i, p := range points {
		kept[i] = figure.Point{X: p.X, Y: min(max(p.Y, a.box.Y), a.box.Bottom())}
		if i > 0 && a.misses(points[i-1], p) {
			all, begin = appendPiece(all, kept[begin:i]), i
		}
	}
	return appendPiece(all, kept[begin:])
}

// misses reports whether both ends of a line lie above the panel, or below it.
func (a *plane) misses(p, q figure.Point) bool {
	return max(p.Y, q.Y) < a.box.Y || min(p.Y, q.Y) > a.box.Bottom()
}

// appendPiece appends a line, if it is one.
func appendPiece(all [][]figure.Point, points []figure.Point) [][]figure.Point {
	if len(points) < 2 {
		return all
	}
	return append(all, points)
}

// upright places bars, with ends where there is room for them.
func (d *composition) upright(a *plane, b *topic.Bars) [][]figure.Point {
	placed := make([]thin.Reach, len(b.Bars))
	for i, u := range b.Bars {
		placed[i] = thin.Reach{X: a.x.At(u.X), Top: a.y.At(u.Hi), Bottom: a.y.At(u.Lo)}
	}
	drawn := thin.Uprights(placed)
	d.thin.all, d.thin.drawn = d.thin.all+len(placed), d.thin.drawn+len(drawn)
	var all [][]figure.Point
	ends := float64(len(drawn)) <= a.box.W/apart
	for _, u := range drawn {
		all = append(all, []figure.Point{{X: u.X, Y: u.Top}, {X: u.X, Y: max(u.Bottom, u.Top+thin.Touch)}})
		if ends {
			all = append(all, endsOf(u)...)
		}
	}
	return all
}

// endsOf returns the ends of a bar, narrower ones of a low one.
func endsOf(u thin.Reach) [][]figure.Point {
	half := tickHalf
	if u.Bottom-u.Top < tall {
		half /= 2
	}
	return [][]figure.Point{
		{{X: u.X - half, Y: u.Top}, {X: u.X + half, Y: u.Top}}, {{X: u.X - half, Y: u.Bottom}, {X: u.X + half, Y: u.Bottom}},
	}
}

// spots places marks.
func (d *composition) spots(a *plane, m *topic.Signs) []figure.Point {
	placed := make([]figure.Point, len(m.At))
	for i, p := range m.At {
		placed[i] = a.at(p)
	}
	drawn := thin.Spots(placed, thin.Column)
	if m.Many && float64(len(drawn)) > a.box.W/thin.Column {
		fewer := thin.Extremes(drawn)
		d.thin.extremes = d.thin.extremes || len(fewer) < len(drawn)
		drawn = fewer
	}
	d.thin.all, d.thin.drawn = d.thin.all+len(placed), d.thin.drawn+len(drawn)
	return drawn
}
