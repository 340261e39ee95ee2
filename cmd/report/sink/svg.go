package sink

import (
	"io"

	"wireladder/capture"
	"wireladder/render/quantity"
	"wireladder/render/svg"
)

// TooLargeError is that a picture would have more than can be taken in, and that its format has
// nothing to show instead.
type TooLargeError struct {
	Limit int
	Noun  string // what there is more of
}

// Error says what there is too much of.
func (e *TooLargeError) Error() string {
	return "a picture would have more than " + quantity.Count(int64(e.Limit), e.Noun)
}

// conversationsBeside is how many conversations an SVG can tell apart.
const conversationsBeside = 32

// NewSVG returns a sink that draws on w as SVG, so many points wide; 0 is the format's own
// width. What it finds too large for a picture ends it with a *TooLargeError.
func (p *Subject) NewSVG(w io.Writer, points float64) Sink {
	return newPicture(p, drawing{
		paint: &svg.Painter{Width: points, Detail: p.Detail, Check: p.goOn}, w: w, beside: conversationsBeside,
		giveUp:  func(limit int, noun string) error { return &TooLargeError{limit, noun} },
		instead: func(capture.Drops, *judgement) error { return nil },
	})
}
