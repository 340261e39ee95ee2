package sink

import (
	"io"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/html"
	"wireladder/render/pdf"
	"wireladder/render/png"
	"wireladder/render/quantity"
	"wireladder/render/slides"
	"wireladder/render/svg"
)

// Art is what a picture of lines and letters is painted as.
type Art uint8

// The arts.
const (
	_ Art = iota
	SVG
	PNG
	PDF
	HTML
)

// Look says how pictures of lines and letters look.
type Look struct {
	Points float64 // width; 0: the picture's own
	Scale  float64 // pixels a point, of PNG; 0: its own
	Slide  bool    // on slides of 16:9, as many as it takes; of HTML: as wide as a slide
}

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

// conversationsBeside is how many conversations such a picture can tell apart.
const conversationsBeside = 32

// ManyError is that a picture takes several slides, each a file of its own, and has room for one.
type ManyError = slides.ManyError

// NewArt returns a sink that draws on w with lines and letters, and further slides where next says;
// nil: there is room for one, and more end the sink with a *ManyError. What it finds too large for
// a picture ends it with a *TooLargeError.
func (p *Subject) NewArt(w io.Writer, as Art, look Look, next func(part int) (io.Writer, error)) Sink {
	how := drawing{
		paint: p.painter(as, look, next), w: w, beside: conversationsBeside, slide: look.Slide && as != HTML,
		says:    p.says(as),
		giveUp:  func(limit int, noun string) error { return &TooLargeError{limit, noun} },
		instead: func(capture.Drops, *judgement) error { return nil },
	}
	if page, ok := how.paint.(*html.Painter); ok {
		return pageSink{newPicture(p, how), page}
	}
	return newPicture(p, how)
}

// says returns how much is said of each step: a page says of the one in hand all there is.
func (p *Subject) says(as Art) render.Detail {
	if as == HTML {
		return render.Full
	}
	return p.Detail
}

// painter returns what paints an art.
func (p *Subject) painter(as Art, look Look, next func(part int) (io.Writer, error)) render.Painter {
	switch as {
	case PNG:
		return &png.Painter{Width: look.Points, Detail: p.Detail, Scale: look.Scale, Slide: look.Slide, Next: next, Check: p.goOn}
	case HTML:
		page := &html.Painter{Width: look.Points, Detail: p.Detail, Frames: &html.Frames{}, Check: p.goOn}
		if look.Slide {
			page.Width, page.Large = slides.Width, true
		}
		return page
	case PDF:
		return &pdf.Painter{Width: look.Points, Detail: p.Detail, Slide: look.Slide, Check: p.goOn}
	}
	return &svg.Painter{Width: look.Points, Detail: p.Detail, Slide: look.Slide, Next: next, Check: p.goOn}
}
