package typeface

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// Legible returns s with every character escaped, as Go does between quotes, that a picture
// could not show as what it is: controls, what is no UTF-8, marks that would stand on their
// neighbours, and what turns a line around.
func Legible(s string) string {
	if isLegible(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == unicode.ReplacementChar && s[i] != 0xEF:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case shows(r):
			b.WriteRune(r)
		default:
			b.WriteString(escape(r))
		}
	}
	return b.String()
}

// isLegible reports whether all of s can be drawn as it is. Most texts are ASCII: that they are is soon seen.
func isLegible(s string) bool {
	at := 0
	for at < len(s) && s[at] >= ' ' && s[at] < unicode.MaxASCII {
		at++
	}
	for _, r := range s[at:] {
		if r == unicode.ReplacementChar || !shows(r) {
			return false
		}
	}
	return true
}

// shows reports whether r can be drawn as it is.
func shows(r rune) bool {
	if r < unicode.MaxASCII {
		return r >= ' '
	}
	return unicode.IsPrint(r) && !unicode.Is(unicode.M, r) && !runsLeft(r) && runewidth.RuneWidth(r) > 0
}

// runsLeft reports whether r may turn the line around: the blocks that Unicode reserves for
// characters of bidirectional classes R and AL (DerivedBidiClass.txt, "@missing" lines).
func runsLeft(r rune) bool {
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
