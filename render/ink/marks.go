package ink

import (
	"wireladder/render"
	"wireladder/render/figure"
)

// Stroke is how a line is drawn.
type Stroke struct {
	Hue   Hue
	Width float64   // points
	Dash  []float64 // how much is drawn and left out, in turn, in points; nil: nothing is left out
}

// Box is how an area with an edge is drawn.
type Box struct {
	Fill     Hue
	Edge     Stroke
	Rounding float64 // radius of its corners, in points
}

// Cross is the width of the strokes of the cross in which a lost packet ends, in points.
const Cross = 2.2

// Uprights are the strokes of lifelines.
var Uprights = [...]Stroke{
	figure.Open: {Lines, 1.5, nil}, figure.After: {Lines, 1.5, []float64{2, 3}}, figure.Ahead: {Lines, 1, []float64{1, 4}},
	figure.Brace: {Lines, 1, nil},
}

// Rules are the strokes of lines that are no arrows.
var Rules = [...]Stroke{
	figure.Part: {Lines, 1, nil}, figure.Gap: {Lines, 1, []float64{5, 5}}, figure.Branch: {Lines, 1.2, []float64{3, 3}}, figure.Foot: {Lines, 1.5, nil},
	figure.BraceEnd: {Lines, 1, nil},
}

// Bar is the bar of a call that waits.
var Bar = Box{Fill: Wait, Edge: Stroke{Lines, 1, nil}}

// Panels are the boxes of panels.
var Panels = [...]Box{
	figure.HeadPanel:  {Head, Stroke{Lines, 1, nil}, 4},
	figure.StatePanel: {Page, Stroke{Lines, 1, nil}, 8}, figure.FindingPanel: {Finding, Stroke{Warning, 1, nil}, 4},
}

// Tones are the colours of arrows and their labels.
var Tones = [...]Hue{
	render.Plain: Letters, render.Opens: Opens, render.Carries: Carries, render.Confirms: Confirms, render.Closes: Closes, render.Aborts: Aborts,
}

// ArrowWidth is how wide arrows are drawn, CopyDash and LooseDash how those of copies are, and
// of packets that do not arrive, in points.
const ArrowWidth = 1.5

// Dashes of arrows.
var (
	CopyDash  = []float64{7, 3}
	LooseDash = []float64{2, 4}
)

// Arrow returns the stroke of an arrow.
func Arrow(a *figure.Arrow) Stroke {
	s := Stroke{Hue: Tones[a.Tone], Width: ArrowWidth}
	switch {
	case a.Copy:
		s.Dash = CopyDash
	case a.End == figure.Loose:
		s.Dash = LooseDash
	}
	return s
}

// Dots are the colours of small marks.
var Dots = [...]Hue{figure.CallDot: Letters, figure.KernelDot: Letters, figure.KeyDot: Warning}

// Veils are the colours of what hides lines behind texts.
var Veils = [...]Hue{figure.PageVeil: Page, figure.BandVeil: Band}

// Text returns the colour of a text.
func Text(t *figure.Text) Hue {
	switch t.Style {
	case figure.Label:
		return Tones[t.Tone]
	case figure.Faint, figure.Number, figure.PhaseName:
		return Faint
	case figure.Warning:
		return Warning
	}
	return Letters
}

// CurveInk is how curves of a kind are drawn: lines, or shapes that are filled.
type CurveInk struct {
	Stroke
	Fill   Hue
	Filled bool // of a line not
}

// Widths of the lines of a plot, in points.
const (
	thinLine, plotLine, strongLine, edgeLine = 0.6, 1.2, 2.2, 1.1
)

// line, full and hollow are the inks of lines, and of shapes with their own colour or that of
// the page in them.
func line(h Hue, width float64, dash ...float64) CurveInk {
	return CurveInk{Stroke: Stroke{h, width, dash}}
}
func full(h Hue) CurveInk   { return CurveInk{Stroke{h, edgeLine, nil}, h, true} }
func hollow(h Hue) CurveInk { return CurveInk{Stroke{h, edgeLine, nil}, Page, true} }

// Curves are the inks of what plots show. What matters has a shape of its own, too.
var Curves = [...]CurveInk{
	figure.GridCurve: line(Wait, thinLine), figure.FrameCurve: line(Lines, 1),
	figure.SentCurve: line(Letters, plotLine), figure.RepeatedCurve: line(Warning, strongLine),
	figure.AckedCurve: line(Carries, plotLine), figure.WindowCurve: line(Opens, plotLine, 5, 2), figure.CoveredCurve: line(Carries, strongLine, 4, 3),
	figure.HeldCurve: line(Aborts, plotLine), figure.TwiceCurve: line(Aborts, strongLine, 2, 2),
	figure.SampleMark: full(Letters),
	figure.FastMark:   full(Warning), figure.TailMark: hollow(Warning), figure.TimeoutMark: full(Warning), figure.NothingMark: hollow(Warning),
	figure.AgainMark: hollow(Warning), figure.CauseMark: hollow(Warning), figure.LateMark: hollow(Closes),
	figure.LostMark: line(Aborts, strongLine), figure.ClosedMark: full(Opens), figure.ProbeMark: line(Opens, plotLine),
	figure.SYNMark: hollow(Opens), figure.FINMark: hollow(Closes), figure.RSTMark: full(Aborts),
}
