package text

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"

	"wireladder/render/sheet"
)

// medium is a terminal, or a file that will be shown on one. It is large, and asked for each character.
type medium struct {
	ascii bool
	chars charset
	cells *runewidth.Condition
}

var _ sheet.Medium = (*medium)(nil)

func newMedium(ascii bool) *medium {
	m := &medium{ascii: ascii, chars: unicodeSet(), cells: &runewidth.Condition{StrictEmojiNeutral: true}}
	if ascii {
		m.chars = asciiSet()
	}
	return m
}

// Encode returns s with every character escaped that would move the cursor,
// change the terminal's state, or take a number of cells on which terminals
// disagree: controls, format characters, combining marks, and scripts that
// run from right to left.
func (m *medium) Encode(s string) string {
	s = m.chars.spell.Replace(s)
	if m.plain(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == unicode.ReplacementChar && s[i] != 0xEF:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case m.shows(r):
			b.WriteRune(r)
		default:
			b.WriteString(escape(r))
		}
	}
	return b.String()
}

func (m *medium) plain(s string) bool {
	for _, r := range s {
		if r == unicode.ReplacementChar || !m.shows(r) {
			return false
		}
	}
	return true
}

// shows reports whether r can be put on the screen as it is.
func (m *medium) shows(r rune) bool {
	if r < unicode.MaxASCII || m.ascii {
		return r >= ' ' && r < unicode.MaxASCII
	}
	return unicode.IsPrint(r) && !unicode.Is(unicode.M, r) && !rightToLeft(r) && m.cells.RuneWidth(r) > 0
}

// rightToLeft reports whether a terminal may turn the line around r: the
// blocks that Unicode reserves for characters of bidirectional classes R and
// AL (DerivedBidiClass.txt, "@missing" lines).
func rightToLeft(r rune) bool {
	return r >= 0x0590 && r <= 0x08FF || r >= 0xFB1D && r <= 0xFDFF || r >= 0xFE70 && r <= 0xFEFF ||
		r >= 0x10800 && r <= 0x10FFF || r >= 0x1E800 && r <= 0x1EFFF
}

// escape writes r as Go would between quotes.
func escape(r rune) string {
	switch {
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// Cells returns the cells that an encoded string takes: wide characters two.
func (m *medium) Cells(s string) int {
	n := 0
	for _, r := range s {
		n += m.width(r)
	}
	return n
}

// width returns the cells that a character takes.
func (m *medium) width(r rune) int {
	if ' ' <= r && r < unicode.MaxASCII {
		return 1 // as nearly all
	}
	return m.cells.RuneWidth(r)
}
