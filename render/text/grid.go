package text

import (
	"github.com/fatih/color"

	"wireladder/render"
	"wireladder/render/sheet"
)

// Appearance is what a cell of a screen looks like. The zero value is plain.
type Appearance struct {
	Bold, Faint, Reverse bool
	Color                int // 1 to 7, as ANSI numbers colours from red on; 0: the terminal's own
}

// Grid is a sheet as cells, for a screen that takes them one by one. Make one with NewGrid.
type Grid struct {
	Top, Width, Height int // as those of the sheet
	canvas             *canvas
}

// NewGrid returns what is on a sheet, which may be changed then.
func NewGrid(s *sheet.Sheet, ascii bool) *Grid {
	return &Grid{Top: s.Top, Width: s.Width, Height: s.Height, canvas: draw(s, newMedium(ascii))}
}

// At returns the character in a cell, by its place on the sheet, and what it looks like; 0 for the
// second cell of a wide character, and a blank where there is nothing.
func (g *Grid) At(x, y int) (rune, Appearance) {
	here := g.canvas.at(x, y)
	switch {
	case here == nil:
		return ' ', Appearance{}
	case here.behind:
		return 0, here.paint.appearance()
	}
	return here.visible(), here.paint.appearance()
}

// appearance returns what a paint looks like where there are colours.
func (p paint) appearance() (a Appearance) {
	for _, one := range (palette{on: true}).attributes(p) {
		switch one {
		case color.Bold:
			a.Bold = true
		case color.Faint:
			a.Faint = true
		case color.ReverseVideo:
			a.Reverse = true
		default:
			a.Color = int(one - color.FgBlack)
		}
	}
	return a
}

// Appears returns what a text of a kind looks like.
func Appears(kind sheet.TextKind) Appearance {
	return paint{kind: kind, tone: render.Plain, text: true}.appearance()
}
