package sequence

import (
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"wireladder/render/sheet"
	"wireladder/render/typeface"
)

// LabelWidth is how wide a line on an arrow is at most, in cells, and mostHead one that heads a
// participant.
const (
	LabelWidth = 60
	mostHead   = 46
)

// Lines breaks what a script has into lines of at most width cells, between words where it can.
func Lines(s string, width int) []string {
	if (plain{}).Cells(s) <= width {
		return []string{s} // also blanks as they are
	}
	return sheet.Wrap(plain{}, s, width)
}

// shorten cuts s to width cells.
func shorten(s string, width int) string { return sheet.Shorten(plain{}, s, width) }

// legible returns s as it can be shown.
func legible(s string) string { return typeface.Legible(s) }

// plain measures text that is legible already.
type plain struct{}

var _ sheet.Medium = plain{}

// Encode returns s.
func (plain) Encode(s string) string { return s }

// Cells returns the cells of s, whose characters stand by themselves.
func (plain) Cells(s string) int {
	n := 0
	for _, r := range s {
		if r < utf8.RuneSelf {
			n++
		} else {
			n += runewidth.RuneWidth(r)
		}
	}
	return n
}
