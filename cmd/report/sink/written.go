package sink

import (
	"io"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/markdown"
	"wireladder/render/mermaid"
	"wireladder/render/plantuml"
	"wireladder/render/text"
)

// Language is what a picture is written in, for another program to draw or to show.
type Language uint8

// The languages.
const (
	_ Language = iota
	Mermaid
	PlantUML
	Markdown
)

// PartsError is that a picture takes several diagrams of its language, and has room for one.
type PartsError = mermaid.PartsError

// NewWritten returns a sink that writes a picture on w in a language, and further diagrams of it
// where next says; nil: there is room for one, and more end the sink with a *PartsError. What it
// finds too large for a picture ends it with a *TooLargeError.
func (p *Subject) NewWritten(w io.Writer, in Language, style text.Style, next func(part int) (io.Writer, error)) Sink {
	return newPicture(p, drawing{
		paint: p.writer(in, style, next), w: w, says: p.Detail, beside: conversationsBeside,
		giveUp:  func(limit int, noun string) error { return &TooLargeError{limit, noun} },
		instead: func(capture.Drops, *judgement) error { return nil },
	})
}

// writer returns what writes a language.
func (p *Subject) writer(in Language, style text.Style, next func(part int) (io.Writer, error)) render.Painter {
	switch in {
	case Mermaid:
		return &mermaid.Painter{Detail: p.Detail, Next: next, Check: p.goOn}
	case PlantUML:
		return &plantuml.Painter{Detail: p.Detail, Check: p.goOn}
	}
	return &markdown.Painter{Width: style.Width, ASCII: style.ASCII, Detail: p.Detail, Check: p.goOn}
}
