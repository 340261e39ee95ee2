package figure

import (
	"wireladder/render"
	"wireladder/render/typeface"
)

// Figure is a diagram with everything in its place: X counts points from the left, Y from the
// top. What stands in a later list lies on top, and within a list what comes later.
type Figure struct {
	Width, Height float64
	Title         string // what it is of
	Summary       string // what is in it, for those who can't see it

	Stems    []Stem
	Areas    []LadderArea
	Rows     []StepRow
	Wholes   []Rect    // what is best kept in one piece besides steps: tables, the legend
	Breaks   []float64 // heights at which a page begins, from the top down
	Bands    []Band
	Uprights []Upright
	Lines    []Line
	Bars     []Bar
	Arrows   []Arrow
	Panels   []Panel
	Dots     []Dot
	Curves   []Curve
	Texts    []Text
}

// Point is a place.
type Point struct{ X, Y float64 }

// Rect is an area that has no turn.
type Rect struct{ X, Y, W, H float64 }

// Right returns the X of the right edge.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom returns the Y of the bottom edge.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Corners returns the corners, one after the other around it.
func (r Rect) Corners() []Point {
	return []Point{{r.X, r.Y}, {r.Right(), r.Y}, {r.Right(), r.Bottom()}, {r.X, r.Bottom()}}
}

// StepID says which step of which ladder a mark is of. Step -1 is none.
type StepID struct{ Ladder, Step int }

// Stem is where a lifeline stands, from below its head down: painters repeat the head where it
// is out of sight. It is no mark.
type Stem struct {
	Ladder, Lifeline int
	X, Top, Bottom   float64
	Head             Rect // its panel
}

// LadderArea is what the rows of a ladder take. It is no mark.
type LadderArea struct {
	Ladder int
	Rect
}

// StepRow is the height that a step takes, with what is told below it. It is no mark.
type StepRow struct {
	StepID
	Top, Bottom float64
}

// Band is the part of a ladder that a phase takes. Neighbours differ in Odd.
type Band struct {
	Rect
	Odd bool
}

// UprightKind says what a piece of a lifeline stands for.
type UprightKind uint8

// The kinds of uprights.
const (
	Open  UprightKind = iota // the socket is open
	After                    // the program has closed it, the kernel goes on
	Ahead                    // it is named above, and not made yet
	Brace                    // in the margin, and no lifeline: something waits
)

// Upright is a piece of a lifeline, from Top to Bottom.
type Upright struct {
	X, Top, Bottom float64
	Kind           UprightKind
}

// LineKind says what a line is.
type LineKind uint8

// The kinds of lines.
const (
	Part     LineKind = iota // a phase, or a part of a table, begins
	Gap                      // nothing happened for a while
	Branch                   // from a listening socket to the one that accept() made
	Foot                     // where a lifeline ends
	BraceEnd                 // an end of a brace, or what leads to its label
)

// Line is a line that is no arrow.
type Line struct {
	StepID
	From, To Point
	Kind     LineKind
}

// PanelKind says what a panel is.
type PanelKind uint8

// The kinds of panels.
const (
	HeadPanel    PanelKind = iota // who a lifeline is
	StatePanel                    // a TCP state that an end enters
	FindingPanel                  // something went wrong
)

// Bar is a part of a lifeline in which a call waits.
type Bar struct {
	StepID
	Rect
}

// Panel is a box. It hides what lies below it.
type Panel struct {
	StepID
	Rect
	Kind PanelKind
}

// ArrowEnd says how an arrow ends.
type ArrowEnd uint8

// The ends of arrows.
const (
	Head   ArrowEnd = iota // at the receiver's lifeline
	Broken                 // in a cross on the way: lost
	Loose                  // on the way: it has not arrived (yet)
	Onward                 // at the edge of a page: it goes on on the next one
)

// Arrow is a packet: a line through its points, two as a rule.
type Arrow struct {
	StepID
	Points []Point
	Tone   render.Tone
	End    ArrowEnd
	Copy   bool // of a packet that another arrow shows
}

// DotKind says what a dot stands for.
type DotKind uint8

// The kinds of dots.
const (
	CallDot   DotKind = iota // a call is made or returns
	KernelDot                // the kernel was asked
	KeyDot                   // the row must not be overlooked
)

// Dot is a small mark around its place.
type Dot struct {
	StepID
	At   Point
	Kind DotKind
}

// DotSize is the width and height of a dot.
const DotSize = 7.0

// Style says what a text is, so that a painter can set it off.
type Style uint8

// The styles of texts.
const (
	Sentence  Style = iota // explanations
	Title                  // of the whole
	Heading                // of a ladder or a table
	Name                   // who a lifeline is
	Address                // more of it
	CallName               // a socket call
	KernelSay              // what the kernel says
	Label                  // what stands on an arrow
	StateName              // a TCP state
	Number                 // of a packet
	PhaseName
	Faint   // what is beside the point
	Warning // what must not be overlooked
)

// Font is a face in a size, in points.
type Font struct {
	Face typeface.Face
	Size float64
}

// Font returns the font of a style.
func (s Style) Font() Font {
	switch s {
	case Title:
		return Font{typeface.Bold, 19}
	case Heading:
		return Font{typeface.Bold, 15}
	case Name:
		return Font{typeface.Bold, 12.5}
	case Address:
		return Font{typeface.Mono, 11}
	case CallName, KernelSay, Label:
		return Font{typeface.Mono, 12}
	case StateName, Number:
		return Font{typeface.Mono, 10.5}
	case PhaseName:
		return Font{typeface.Bold, 11}
	case Warning:
		return Font{typeface.Bold, 12}
	}
	return Font{typeface.Sans, 12}
}

// Text is one line of text. At is where its baseline begins; it runs on for Width.
type Text struct {
	StepID
	At    Point
	Width float64
	S     string
	Style Style
	Tone  render.Tone // of a Label
	Angle float64     // degrees, clockwise around At
	Veil  Veil
}

// Veil says what hides the lines that pass behind a text.
type Veil uint8

// The veils.
const (
	Bare     Veil = iota // none: nothing passes behind it
	PageVeil             // one in the colour of the page
	BandVeil             // one in the colour of an odd band
)

// Cover returns what a veil covers, before it is turned as the text is.
func (t *Text) Cover() Rect {
	size := t.Style.Font().Size
	return Rect{t.At.X - 2, t.At.Y - Ascent*size - 1, t.Width + 4, (Ascent+Descent)*size + 2}
}

// Has reports whether a text stands in the head of the lifeline.
func (s *Stem) Has(t *Text) bool {
	return (t.Style == Name || t.Style == Address) && t.At.X >= s.Head.X && t.At.X+t.Width <= s.Head.Right() &&
		t.At.Y >= s.Head.Y && t.At.Y <= s.Head.Bottom()
}
