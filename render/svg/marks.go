package svg

import (
	"math"

	"wireladder/render"
	"wireladder/render/figure"
)

// Classes of marks, by kind.
var (
	uprightClasses = map[figure.UprightKind]string{figure.Open: "line", figure.After: "line after", figure.Ahead: "line ahead"}
	lineClasses    = map[figure.LineKind]string{figure.Part: "part", figure.Gap: "gap", figure.Branch: "branch", figure.Foot: "line"}
	panelClasses   = map[figure.PanelKind]string{
		figure.HeadPanel: "head", figure.InferredPanel: "state inferred", figure.ObservedPanel: "state", figure.FindingPanel: "finding",
	}
	panelRounding = map[figure.PanelKind]float64{figure.HeadPanel: 4, figure.InferredPanel: 8, figure.ObservedPanel: 8, figure.FindingPanel: 4}
	toneClasses   = [...]string{
		render.Plain: "plain", render.Opens: "opens", render.Carries: "carries", render.Confirms: "confirms", render.Closes: "closes", render.Aborts: "aborts",
	}
	veilClasses  = [...]string{figure.PageVeil: `<rect class="page"`, figure.BandVeil: `<rect class="band"`}
	styleClasses = [...]string{
		figure.Sentence: "sentence", figure.Title: "title", figure.Heading: "heading", figure.Name: "name", figure.Address: "address",
		figure.CallName: "call", figure.KernelSay: "kernel", figure.Label: "label", figure.StateName: "statename", figure.Number: "number",
		figure.PhaseName: "phase", figure.Faint: "faint", figure.Warning: "warning",
	}
)

func (x *writer) bands(all []figure.Band) {
	for i := range all {
		if all[i].Odd {
			x.rect("band", all[i].Rect, 0)
		}
	}
}

func (x *writer) uprights(all []figure.Upright) {
	for i := range all {
		u := &all[i]
		x.path(uprightClasses[u.Kind], figure.Point{X: u.X, Y: u.Top}, figure.Point{X: u.X, Y: u.Bottom})
		x.raw("\"/>\n")
	}
}

func (x *writer) lines(all []figure.Line) {
	for i := range all {
		x.path(lineClasses[all[i].Kind], all[i].From, all[i].To)
		x.raw("\"/>\n")
	}
}

func (x *writer) bars(all []figure.Bar) {
	for i := range all {
		x.rect("wait", all[i].Rect, 0)
	}
}

func (x *writer) panels(all []figure.Panel) {
	for i := range all {
		x.rect(panelClasses[all[i].Kind], all[i].Rect, panelRounding[all[i].Kind])
	}
}

// arrows writes a path for each arrow: its line, and its head or cross.
func (x *writer) arrows(all []figure.Arrow) {
	for i := range all {
		a := &all[i]
		x.raw(`<path class="arrow `)
		x.raw(toneClasses[a.Tone])
		switch {
		case a.Copy:
			x.raw(" copy")
		case a.End == figure.Loose:
			x.raw(" loose")
		}
		if a.Step >= 0 {
			x.raw(`" data-step="`)
			x.integer(a.Ladder)
			x.raw(".")
			x.integer(a.Step)
		}
		x.raw(`" d="`)
		x.polyline(a.Points)
		x.raw("\"/>\n")
		x.ending(a)
	}
}

// Sizes of what arrows end in, in points.
const (
	headLength = 9.0
	headHalf   = 4.0
	crossHalf  = 5.0
)

// ending writes how an arrow ends: in a head, or in a cross.
func (x *writer) ending(a *figure.Arrow) {
	n := len(a.Points)
	from, to := a.Points[n-2], a.Points[n-1]
	length := math.Hypot(to.X-from.X, to.Y-from.Y)
	if length == 0 || a.End == figure.Loose {
		return
	}
	class := `<path class="tip `
	if a.End == figure.Broken {
		class = `<path class="cross `
	}
	x.raw(class)
	x.raw(toneClasses[a.Tone])
	x.raw(`" d="`)
	ux, uy := (to.X-from.X)/length, (to.Y-from.Y)/length
	if a.End == figure.Broken {
		for _, d := range []float64{1, -1} {
			x.polyline([]figure.Point{{X: to.X - crossHalf, Y: to.Y - d*crossHalf}, {X: to.X + crossHalf, Y: to.Y + d*crossHalf}})
		}
	} else {
		back := figure.Point{X: to.X - ux*headLength, Y: to.Y - uy*headLength}
		x.polyline([]figure.Point{to, {X: back.X - uy*headHalf, Y: back.Y + ux*headHalf}, {X: back.X + uy*headHalf, Y: back.Y - ux*headHalf}})
		x.raw("Z")
	}
	x.raw("\"/>\n")
}

// dots writes the small marks.
func (x *writer) dots(all []figure.Dot) {
	const half = figure.DotSize / 2
	for i := range all {
		d, at := &all[i], all[i].At
		switch d.Kind {
		case figure.CallDot:
			x.raw(`<circle class="dot"`)
			x.size("cx", at.X)
			x.size("cy", at.Y)
			x.raw(" r=\"3\"/>\n")
		case figure.KernelDot:
			x.raw(`<path class="dot" d="`)
			x.polyline([]figure.Point{{X: at.X, Y: at.Y - half - 1}, {X: at.X + half + 1, Y: at.Y}, {X: at.X, Y: at.Y + half + 1}, {X: at.X - half - 1, Y: at.Y}})
			x.raw("Z\"/>\n")
		case figure.KeyDot:
			x.raw(`<path class="key" d="`)
			x.polyline([]figure.Point{{X: at.X - half, Y: at.Y - half - 1}, {X: at.X + half + 1, Y: at.Y}, {X: at.X - half, Y: at.Y + half + 1}})
			x.raw("Z\"/>\n")
		}
	}
}

func (x *writer) texts(all []figure.Text) {
	for i := range all {
		t := &all[i]
		x.veil(t)
		x.raw(`<text class="`)
		x.raw(styleClasses[t.Style])
		if t.Style == figure.Label {
			x.raw(" ")
			x.raw(toneClasses[t.Tone])
		}
		x.raw(`"`)
		x.turn(t)
		x.size("x", t.At.X)
		x.size("y", t.At.Y)
		x.size("textLength", t.Width)
		x.raw(">")
		x.escape(t.S)
		x.raw("</text>\n")
	}
}

// veil hides what passes behind a text.
func (x *writer) veil(t *figure.Text) {
	if t.Veil == figure.Bare {
		return
	}
	x.raw(veilClasses[t.Veil])
	x.turn(t)
	x.area(t.Cover())
	x.raw("/>\n")
}

// turn turns an element as a text is.
func (x *writer) turn(t *figure.Text) {
	if t.Angle == 0 {
		return
	}
	x.raw(` transform="rotate(`)
	x.number(t.Angle)
	x.raw(" ")
	x.number(t.At.X)
	x.raw(" ")
	x.number(t.At.Y)
	x.raw(`)"`)
}
