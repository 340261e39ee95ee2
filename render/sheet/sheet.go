package sheet

import (
	"slices"

	"wireladder/render"
)

// Medium says how text comes out in the medium that a sheet is for.
type Medium interface {
	// Encode returns s as the medium will show it: on one line, with everything
	// escaped that the medium must not see.
	Encode(s string) string
	// Cells returns how many character cells an encoded string takes.
	Cells(s string) int
}

// TextKind says what a text is, so that a painter can set it off.
type TextKind uint8

// The kinds of texts.
const (
	Body      TextKind = iota // explanations
	Heading                   // titles
	Name                      // who a lifeline is
	Faint                     // addresses, numbers of frames, legends
	CallName                  // a socket call
	Label                     // what stands on an arrow
	StateName                 // a TCP state
	Warning                   // what the reader must not overlook
	KeyMark                   // in the margin of a row that is key
)

// Sheet is a diagram with everything in its place: X counts cells from the
// left, Y rows from the top. What is listed later lies on top. A sheet may be one of
// several, one below the other, which together are the diagram.
type Sheet struct {
	Top           int // its first row: those above it are on the sheets before
	Width, Height int // cells, and rows from Top on
	Verticals     []Vertical
	Rules         []Rule
	Arrows        []Arrow
	Slopes        []Slope
	Branches      []Branch
	Leaders       []Leader
	Junctions     []Junction
	Braces        []Brace
	Texts         []Text
	Steps         []StepPlace
	Heads         []HeadRows
}

// Clone returns a copy that shares nothing with s.
func (s *Sheet) Clone() *Sheet {
	own := *s
	own.Verticals, own.Rules, own.Arrows = slices.Clone(s.Verticals), slices.Clone(s.Rules), slices.Clone(s.Arrows)
	own.Slopes, own.Branches, own.Leaders = slices.Clone(s.Slopes), slices.Clone(s.Branches), slices.Clone(s.Leaders)
	own.Junctions, own.Braces, own.Texts = slices.Clone(s.Junctions), slices.Clone(s.Braces), slices.Clone(s.Texts)
	own.Steps, own.Heads = slices.Clone(s.Steps), slices.Clone(s.Heads)
	for i := range own.Slopes {
		own.Slopes[i].Points = slices.Clone(own.Slopes[i].Points)
	}
	return &own
}

// StepPlace is where a step of a diagram stands: in row Y, from cell Lo up to Hi, both included.
type StepPlace struct {
	Ref       render.StepRef
	Lo, Hi, Y int
}

// HeadRows are the rows that name the lifelines of a ladder: from From up to, not including, To.
type HeadRows struct{ Ladder, From, To int }

// VerticalKind says what a piece of a lifeline stands for.
type VerticalKind uint8

// The kinds of pieces.
const (
	Alive     VerticalKind = iota // the socket is open
	Waiting                       // a call on it waits
	Finishing                     // the program has closed it, the kernel goes on
	Queued                        // a connection that accept() has not returned yet
	Nobody                        // no socket is there: the kernel of that host answers by itself
)

// Vertical is a piece of a lifeline, from row From to row To, both included.
type Vertical struct {
	X, From, To int
	Kind        VerticalKind
}

// RuleKind says what a rule sets apart.
type RuleKind uint8

// The kinds of rules.
const (
	Part RuleKind = iota // a phase begins
	Gap                  // nothing happened for a while
)

// Rule is a horizontal line with a heading, from From to To.
type Rule struct {
	From, To, Y int
	Kind        RuleKind
}

// ArrowEnd says how an arrow ends.
type ArrowEnd uint8

// The ends of arrows.
const (
	Head   ArrowEnd = iota // at the receiver's lifeline
	Broken                 // in a mark on the way: lost
	Open                   // on the way: it has not arrived (yet)
)

// Arrow is a message between the lifelines at From and To. Unless it ends in a
// head, To is the cell on the way where it ends.
type Arrow struct {
	From, To, Y int
	Tone        render.Tone
	End         ArrowEnd
	Both        bool // it has a head at From, too: packets go both ways
}

// Point is a cell.
type Point struct{ X, Y int }

// Slope is a message that was on its way while other things happened, or for
// long: a line of level and upright pieces through its points, from beside the
// sender's lifeline down to beside the receiver's, where its head is. Where the
// lines of two messages meet they cross; two slopes that begin at the same point
// are copies of one message.
type Slope struct {
	Points []Point
	Tone   render.Tone
}

// Branch is the dotted line from the listening socket to the one that accept
// returned.
type Branch struct{ From, To, Y int }

// Leader is the dotted line that leads from the label of a call past other lifelines to its own: from From to To, both
// included.
type Leader struct{ From, To, Y int }

// BraceKind says what of a brace a Brace is.
type BraceKind uint8

// The kinds of pieces of braces.
const (
	Piece    BraceKind = iota // of its upright, with the ends of it that are there
	Labelled                  // what leads to its label
)

// Brace is a piece of a brace in the margin: its upright at X from row Top to row Bottom, both
// included, whose ends lead to the cell To on the right; or what leads from there to its label, which
// ends before the cell To on the left.
type Brace struct {
	X, Top, Bottom, To int
	Kind               BraceKind
	Begins, Ends       bool // it has its upper end, its lower one
}

// JunctionKind says how a call meets its lifeline.
type JunctionKind uint8

// The kinds of junctions.
const (
	Tee   JunctionKind = iota // the lifeline goes on
	Start                     // it begins here
	Stop                      // it ends here
	Seen                      // the kernel was asked about it
	Past                      // it has ended before: what is left of it is seen beside the label
)

// Junction is where a call's label meets its lifeline: the label stands on the
// right of it, or on the left if Left is set.
type Junction struct {
	X, Y int
	Kind JunctionKind
	Left bool
}

// Text is one line of encoded text that begins at X.
type Text struct {
	X, Y int
	S    string
	Kind TextKind
	Tone render.Tone // of a Label
}
