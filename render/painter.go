package render

import "io"

// Painter draws a diagram in one medium. It reads no clock, environment or
// terminal, and escapes every string of the diagram for its medium.
type Painter interface {
	// Paint writes d to w.
	Paint(w io.Writer, d *Diagram) error
}
