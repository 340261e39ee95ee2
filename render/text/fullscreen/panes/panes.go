// Package panes parts a screen: the ladder, the details below or beside it, a bar that says where one is, and
// a row of hints at the bottom.
package panes

// Pane is a part of the screen, in cells.
type Pane struct{ Left, Top, Width, Height int }

// Has reports whether a cell of the screen lies in it.
func (a Pane) Has(x, y int) bool {
	return x >= a.Left && x < a.Left+a.Width && y >= a.Top && y < a.Top+a.Height
}

// Share is how much of the screen the details have.
type Share uint8

// The shares.
const (
	Some Share = iota
	Most
	None
	Shares // how many there are
)

// Sizes of panes, in cells.
const (
	besideFrom  = 150 // a screen this wide has the details beside the ladder
	besideWidth = 60
	leastRows   = 10 // a screen of fewer rows has no details
)

// Parted is a screen that is parted.
type Parted struct {
	Width, Height int // in cells
	Share         Share
	Compared      bool // ladders stand beside each other: the details don't
}

// IsBeside reports whether the details stand beside the ladder.
func (s Parted) IsBeside() bool { return s.Width >= besideFrom && s.Share != None && !s.Compared }

// Ladder is where the ladder is.
func (s Parted) Ladder() Pane {
	a := Pane{Width: s.Width, Height: max(1, s.Height-2-s.rows())}
	if s.IsBeside() {
		a.Width -= besideWidth + 1
	}
	return a
}

// rows is how many rows are below the ladder for the details.
func (s Parted) rows() int {
	switch {
	case s.IsBeside(), s.Share == None, s.Height < leastRows:
		return 0
	case s.Share == Most:
		return (s.Height - 2) * 2 / 3
	}
	return max(4, (s.Height-2)*2/5)
}

// Details is where the details are.
func (s Parted) Details() Pane {
	l := s.Ladder()
	if s.IsBeside() {
		return Pane{Left: l.Width + 1, Width: besideWidth, Height: l.Height}
	}
	return Pane{Top: l.Height + 1, Width: s.Width, Height: s.rows()}
}
