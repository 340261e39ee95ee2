package typeface

import (
	"fmt"
	"unicode"

	"codeberg.org/go-fonts/dejavu/dejavusans"
	"codeberg.org/go-fonts/dejavu/dejavusansbold"
	"codeberg.org/go-fonts/dejavu/dejavusansmono"
	"github.com/mattn/go-runewidth"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Face is a font without a size.
type Face uint8

// The faces.
const (
	Mono Face = iota // DejaVu Sans Mono: what programs and packets say
	Sans             // DejaVu Sans: sentences
	Bold             // DejaVu Sans Bold: names and headings
	faces
)

// Metrics measures text. Make one with New; it is not for several goroutines at once.
type Metrics struct {
	fonts  [faces]*sfnt.Font
	ascii  [faces][unicode.MaxASCII]float64 // widths at size 1
	others [faces]map[rune]float64
	buffer sfnt.Buffer

	outlines [faces]map[rune]sfnt.Segments
}

// files returns the files of the fonts.
func files() [faces][]byte {
	return [...][]byte{Mono: dejavusansmono.TTF, Sans: dejavusans.TTF, Bold: dejavusansbold.TTF}
}

// perEm is the size at which fonts are measured, in pixels.
const perEm = 1000

// New reads the fonts. They are part of the program: an error is one of the program.
func New() (*Metrics, error) {
	m := &Metrics{}
	for f, data := range files() {
		parsed, err := sfnt.Parse(data)
		if err != nil {
			return nil, fmt.Errorf("can't read the font for pictures: %w", err)
		}
		m.fonts[f], m.others[f], m.outlines[f] = parsed, map[rune]float64{}, map[rune]sfnt.Segments{}
		for r := range m.ascii[f] {
			m.ascii[f][r] = m.measure(Face(f), rune(r)) //nolint:gosec // there are 3
		}
	}
	return m, nil
}

// Width returns how wide a text is, in the unit of size.
func (m *Metrics) Width(f Face, size float64, s string) float64 {
	width := 0.0
	for _, r := range s {
		width += m.rune(f, r)
	}
	return width * size
}

// rune returns the width of a character at size 1.
func (m *Metrics) rune(f Face, r rune) float64 {
	if r < unicode.MaxASCII {
		return m.ascii[f][r]
	}
	w, ok := m.others[f][r]
	if !ok {
		w = m.measure(f, r)
		m.others[f][r] = w
	}
	return w
}

// measure asks the font. What it does not have will come from another one: a character then
// takes as much as it does in a terminal.
func (m *Metrics) measure(f Face, r rune) float64 {
	glyph, err := m.fonts[f].GlyphIndex(&m.buffer, r)
	if err == nil && glyph != 0 {
		if advance, err := m.fonts[f].GlyphAdvance(&m.buffer, glyph, fixed.I(perEm), font.HintingNone); err == nil {
			return float64(advance) / 64 / perEm
		}
	}
	const cell = 0.602 // of DejaVu Sans Mono
	return cell * float64(runewidth.RuneWidth(r))
}
