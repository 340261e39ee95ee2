package text

import (
	"bufio"
	"io"

	"wireladder/render"
	"wireladder/render/layout"
)

// Painter draws diagrams as text. The zero value draws 80 cells wide with
// box-drawing characters, without colour.
type Painter struct {
	Width   int           // cells, as layout.Options
	Detail  render.Detail // how much is explained
	ASCII   bool          // draw with printable ASCII alone
	Color   bool          // set colours by ANSI escape sequences
	Growing bool          // as layout.Options
}

var _ render.Painter = (*Painter)(nil)

// Paint writes d to w, a line a row, without blanks at the ends of lines.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	m := newMedium(p.ASCII)
	c := draw(layout.Of(d, layout.Options{Width: p.Width, Detail: p.Detail, Growing: p.Growing, Medium: m}), m)
	out, pal := bufio.NewWriter(w), palette{on: p.Color}
	for y := range c.rows {
		c.row(y, func(p paint, s string) { out.WriteString(pal.apply(p, s)) }) //nolint:errcheck // Flush tells
		out.WriteByte('\n')                                                    //nolint:errcheck // Flush tells
	}
	return out.Flush()
}
