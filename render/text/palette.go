package text

import (
	"github.com/fatih/color"

	"wireladder/render"
	"wireladder/render/sheet"
)

// paint is what a cell looks like, by meaning.
type paint struct {
	kind    sheet.TextKind
	tone    render.Tone
	text    bool // part of a text, of kind
	line    bool // part of a lifeline
	waiting bool // of one whose call waits
}

// palette gives each paint a colour. The zero value has none.
type palette struct{ on bool }

// tones are the colours of messages. Each is told by its label as well. They
// are those that can be read on white and on black: a projector shows either.
var tones = map[render.Tone]color.Attribute{
	render.Opens:   color.FgGreen,
	render.Carries: color.FgCyan,
	render.Closes:  color.FgMagenta,
	render.Aborts:  color.FgRed,
}

// looks are those of the kinds of texts.
var looks = map[sheet.TextKind][]color.Attribute{
	sheet.Heading: {color.Bold},
	sheet.Name:    {color.Bold},
	sheet.Faint:   {color.Faint},
	sheet.Warning: {color.Bold, color.FgRed},
	sheet.KeyMark: {color.Bold, color.ReverseVideo},
}

// apply returns s with the colours of p.
func (pal palette) apply(p paint, s string) string {
	attributes := pal.attributes(p)
	if !pal.on || len(attributes) == 0 {
		return s
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(s)
}

func (pal palette) attributes(p paint) []color.Attribute {
	switch {
	case p.waiting:
		return []color.Attribute{color.Bold}
	case p.line:
		return nil
	case p.kind == sheet.Label:
		if c, ok := tones[p.tone]; ok {
			return []color.Attribute{color.Bold, c}
		}
		return nil
	}
	return looks[p.kind]
}
