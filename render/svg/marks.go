package svg

import (
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/ink"
)

// Classes of marks, by kind.
var (
	uprightClasses = map[figure.UprightKind]string{figure.Open: "line", figure.After: "line after", figure.Ahead: "line ahead", figure.Brace: "part"}
	lineClasses    = map[figure.LineKind]string{figure.Part: "part", figure.Gap: "gap", figure.Branch: "branch", figure.Foot: "line", figure.BraceEnd: "part"}
	panelClasses   = map[figure.PanelKind]string{
		figure.HeadPanel: "head", figure.StatePanel: "state", figure.FindingPanel: "finding",
	}
	dotClasses  = [...]string{figure.CallDot: "dot", figure.KernelDot: "dot", figure.KeyDot: "key"}
	toneClasses = [...]string{
		render.Plain: "plain", render.Opens: "opens", render.Carries: "carries", render.Confirms: "confirms", render.Closes: "closes", render.Aborts: "aborts",
	}
	veilClasses  = [...]string{figure.PageVeil: `<rect class="page"`, figure.BandVeil: `<rect class="band"`}
	styleClasses = [...]string{
		figure.Sentence: "", // as all texts that say nothing else
		figure.Title:    "title", figure.Heading: "heading", figure.Name: "name", figure.Address: "address",
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

// panelRounding returns the radius of the corners of a panel.
func panelRounding(k figure.PanelKind) float64 { return ink.Panels[k].Rounding }

func (x *writer) panels(all []figure.Panel) {
	for i := range all {
		x.rect(panelClasses[all[i].Kind], all[i].Rect, panelRounding(all[i].Kind))
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

// ending writes how an arrow ends: in a head, or in a cross.
func (x *writer) ending(a *figure.Arrow) {
	if tip := a.Tip(); tip != nil {
		x.raw(`<path class="tip `)
		x.raw(toneClasses[a.Tone])
		x.raw(`" d="`)
		x.polyline(tip)
		x.raw("Z\"/>\n")
	}
	if cross := a.Cross(); cross != nil {
		x.raw(`<path class="cross `)
		x.raw(toneClasses[a.Tone])
		x.raw(`" d="`)
		for _, stroke := range cross {
			x.polyline(stroke)
		}
		x.raw("\"/>\n")
	}
}

// dots writes the small marks.
func (x *writer) dots(all []figure.Dot) {
	for i := range all {
		d := &all[i]
		corners := d.Corners()
		if corners == nil {
			x.raw(`<circle class="dot"`)
			x.size("cx", d.At.X)
			x.size("cy", d.At.Y)
			x.size("r", figure.DotRadius)
			x.raw("/>\n")
			continue
		}
		x.raw(`<path class="`)
		x.raw(dotClasses[d.Kind])
		x.raw(`" d="`)
		x.polyline(corners)
		x.raw("Z\"/>\n")
	}
}

func (x *writer) texts(all []figure.Text) {
	for i := range all {
		t := &all[i]
		x.veil(t)
		x.raw(`<text`)
		x.textClass(t)
		x.turn(t)
		x.size("x", t.At.X)
		x.size("y", t.At.Y)
		x.size("textLength", t.Width)
		x.raw(">")
		x.escape(t.S)
		x.raw("</text>\n")
	}
}

// textClass writes the class of a text, if it has one.
func (x *writer) textClass(t *figure.Text) {
	class := styleClasses[t.Style]
	if class == "" {
		return
	}
	x.raw(` class="`)
	x.raw(class)
	if t.Style == figure.Label {
		x.raw(" ")
		x.raw(toneClasses[t.Tone])
	}
	x.raw(`"`)
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
