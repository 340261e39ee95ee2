package typeface

import (
	"fmt"
	"math"
	"slices"

	"github.com/mattn/go-runewidth"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Typeset is a line of text, character by character, in the unit of the size that it was set
// in: for painters that draw letters themselves.
type Typeset struct {
	Glyphs []Glyph
	Tofus  []Tofu // around characters that no font has, whose number in Unicode stands in it
}

// Glyph is a character in its place: X from the beginning of the line, Y from its baseline down.
type Glyph struct {
	Rune  rune
	Face  Face // that has it
	X, Y  float64
	Size  float64
	Width float64 // of its place
	Own   float64 // its width in its font, which may be another one's than the line's
}

// Tofu is the empty box in the place of a character.
type Tofu struct{ X, Y, W, H float64 }

// Set sets a line of legible text. What its face does not have is taken from Sans.
func (m *Metrics) Set(f Face, size float64, s string) *Typeset {
	line := &Typeset{Glyphs: make([]Glyph, 0, len(s))}
	x := 0.0
	for _, r := range s {
		width := m.rune(f, r) * size
		g := Glyph{Rune: r, Face: f, X: x, Size: size, Width: width, Own: width}
		switch {
		case m.has(f, r):
			line.Glyphs = append(line.Glyphs, g)
		case m.has(Sans, r):
			g.Face, g.Own = Sans, m.rune(Sans, r)*size
			line.Glyphs = append(line.Glyphs, g)
		default:
			m.frame(line, r, x, width, size)
		}
		x += width
	}
	return line
}

// frame sets the number of a character in a box, in two rows.
func (m *Metrics) frame(line *Typeset, r rune, x, width, size float64) {
	const top, bottom = -0.74, 0.14 // of the box, at size 1
	line.Tofus = append(line.Tofus, Tofu{x + 0.05*size, top * size, width - 0.1*size, (bottom - top) * size})
	digits := fmt.Sprintf("%04X", r)
	half := (len(digits) + 1) / 2
	room := (width - 0.2*size) / float64(half)
	small := min(room/m.rune(Mono, '0'), 0.42*size)
	for i, d := range digits {
		g := Glyph{Rune: d, Face: Mono, Size: small, Width: small * m.rune(Mono, '0')}
		g.Own = g.Width
		row := i / half
		columns := float64(half)
		if row == 1 {
			columns = float64(len(digits) - half)
		}
		g.X = x + (width-columns*g.Width)/2 + float64(i%half)*g.Width
		g.Y = (-0.36 + 0.42*float64(row)) * size
		line.Glyphs = append(line.Glyphs, g)
	}
}

// has reports whether a face has a character.
func (m *Metrics) has(f Face, r rune) bool {
	if r < 0x7F {
		return true
	}
	glyph, err := m.fonts[f].GlyphIndex(&m.buffer, r)
	return err == nil && glyph != 0 && runewidth.RuneWidth(r) > 0
}

// Lettering is a part of a line that one face has all of, and one half of Unicode: characters of 16
// bits, or those beyond.
type Lettering struct {
	Face       Face
	X, Y, Size float64
	S          string
}

// Letterings returns the glyphs as texts.
func (s *Typeset) Letterings() []Lettering {
	var all []Lettering
	for i := range s.Glyphs {
		g := &s.Glyphs[i]
		if i > 0 && s.Glyphs[i-1].leadsTo(g) {
			all[len(all)-1].S += string(g.Rune)
			continue
		}
		all = append(all, Lettering{Face: g.Face, X: g.X, Y: g.Y, Size: g.Size, S: string(g.Rune)})
	}
	return all
}

// leadsTo reports whether the font itself would place the next glyph where it is.
func (g *Glyph) leadsTo(next *Glyph) bool {
	const near = 1e-6
	return g.Face == next.Face && (g.Rune > math.MaxUint16) == (next.Rune > math.MaxUint16) && g.Size == next.Size && g.Y == next.Y && math.Abs(g.X+g.Own-next.X) < near
}

// OutlineScale is how many units of an outline a size of 1 has.
const OutlineScale = 64 * perEm

// Outline returns the shape of a character of a face, from its place on the baseline, Y down:
// so many units as OutlineScale at size 1. It is nil where the face has none.
func (m *Metrics) Outline(f Face, r rune) sfnt.Segments {
	if known, ok := m.outlines[f][r]; ok {
		return known
	}
	var outline sfnt.Segments
	if glyph, err := m.fonts[f].GlyphIndex(&m.buffer, r); err == nil && glyph != 0 {
		if loaded, err := m.fonts[f].LoadGlyph(&m.buffer, glyph, fixed.I(perEm), nil); err == nil {
			outline = slices.Clone(loaded) // they are the buffer's
		}
	}
	m.outlines[f][r] = outline
	return outline
}

// TTF returns a face as the file of a font, for painters whose medium holds fonts.
func TTF(f Face) []byte { return slices.Clone(files()[f]) }
