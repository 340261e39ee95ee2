package text

import (
	"bufio"
	"io"

	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/sheet"
)

// Painter draws diagrams as text. The zero value draws 80 cells wide with
// box-drawing characters, without colour.
type Painter struct {
	Width   int           // cells, as layout.Options
	Detail  render.Detail // how much is explained
	ASCII   bool          // draw with printable ASCII alone
	Color   bool          // set colours by ANSI escape sequences
	Growing bool          // as layout.Options
	Screen  int           // rows, as layout.Options
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting, behind what is painted.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// Paint writes d to w, a line a row, without blanks at the ends of lines. Rows are written as
// soon as they are complete.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	m, row := newMedium(p.ASCII), []byte(nil)
	out, c := bufio.NewWriterSize(w, bufferSize), &canvas{medium: m}
	return layout.Each(d, layout.Options{Width: p.Width, Detail: p.Detail, Growing: p.Growing, Screen: p.Screen, Medium: m}, func(s *sheet.Sheet) error {
		c.draw(s)
		for y := range c.rows {
			row = append(c.appendRow(row[:0], y, palette{on: p.Color}), '\n')
			out.Write(row) //nolint:errcheck // Flush tells
		}
		if err := out.Flush(); err != nil || p.Check == nil {
			return err
		}
		return p.Check()
	})
}

// bufferSize is how many octets are written at once, as a rule.
const bufferSize = 32 << 10
