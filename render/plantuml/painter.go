package plantuml

import (
	"bytes"
	"io"

	"wireladder/render"
	"wireladder/render/sequence"
)

// Painter draws diagrams for PlantUML. The zero value explains in brief.
type Painter struct {
	Detail render.Detail // how much is explained
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// Paint writes d to w.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	x := &statements{script: sequence.Of(d, p.Detail)}
	x.open()
	for i := range x.script.Acts {
		x.act(&x.script.Acts[i])
		if err := p.pass(w, &x.Buffer); err != nil {
			return err
		}
	}
	x.close()
	_, err := w.Write(x.Bytes())
	return err
}

// bufferSize is how many octets are written at once, as a rule.
const bufferSize = 64 << 10

// pass writes what was gathered, if that is worth it.
func (p *Painter) pass(w io.Writer, b *bytes.Buffer) error {
	if b.Len() < bufferSize {
		return nil
	}
	if p.Check != nil {
		if err := p.Check(); err != nil {
			return err
		}
	}
	_, err := b.WriteTo(w)
	return err
}
