package mermaid

import (
	"fmt"
	"io"

	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/sequence"
)

// MostCharacters is how many characters a diagram may have: Mermaid's maxTextSize, where nobody
// has set another.
const MostCharacters = 50_000

// Painter draws diagrams for Mermaid. The zero value draws one that fits in one part.
type Painter struct {
	Detail render.Detail // how much is explained
	// Next returns where a further part goes, of the second part on; nil: a diagram that takes
	// several parts ends the painting with a *PartsError, and nothing is written.
	Next func(part int) (io.Writer, error)
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// PartsError is that a diagram takes several parts, and there is room for one.
type PartsError struct{ Parts int }

// Error says how many it takes.
func (e *PartsError) Error() string {
	return "the picture takes " + quantity.Count(int64(e.Parts), "diagram") + fmt.Sprintf(" of Mermaid, each of at most %d characters", MostCharacters)
}

// Paint writes d to w, and further parts of it to where Next says.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	s := sequence.Of(d, p.Detail)
	parts := split(s)
	if len(parts) > 1 && p.Next == nil {
		return &PartsError{len(parts)}
	}
	for i := range parts {
		if err := p.paint(w, s, parts, i); err != nil {
			return err
		}
	}
	return nil
}

// paint writes a part.
func (p *Painter) paint(w io.Writer, s *sequence.Script, parts []part, i int) error {
	if p.Check != nil {
		if err := p.Check(); err != nil {
			return err
		}
	}
	if i > 0 {
		next, err := p.Next(i + 1)
		if err != nil {
			return err
		}
		w = next
	}
	x := newStatements(s, parts, i)
	x.open()
	x.acts()
	_, err := io.WriteString(w, x.String())
	return err
}
