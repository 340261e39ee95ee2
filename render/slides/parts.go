package slides

import (
	"fmt"
	"io"

	"wireladder/render"
	"wireladder/render/figure"
)

// ManyError is that a diagram takes several slides, and there is room for one.
type ManyError struct{ Parts int }

// Error says how many it takes.
func (e *ManyError) Error() string {
	return fmt.Sprintf("the picture takes %d slides, and each is a file of its own", e.Parts)
}

// Write has each slide of a diagram painted: the first one on w, further ones where next says; nil:
// a diagram that takes several ends it with a *ManyError, and nothing is painted.
func Write(w io.Writer, d *render.Diagram, detail render.Detail, next func(part int) (io.Writer, error), paint func(io.Writer, *figure.Figure) error) error {
	all, err := Of(d, detail)
	if err != nil {
		return err
	}
	if len(all) > 1 && next == nil {
		return &ManyError{len(all)}
	}
	for i, f := range all {
		if i > 0 {
			if w, err = next(i + 1); err != nil {
				return err
			}
		}
		if err := paint(w, f); err != nil {
			return err
		}
	}
	return nil
}
