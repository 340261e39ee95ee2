package mermaid

import (
	"strconv"
	"strings"
)

// escape returns legible text as Mermaid shows it. What it would obey has a number between # and
// ; instead: what ends a statement (; #), a directive or comment (%), markup of HTML (< > &), a
// formula ($), the end of a line (\n, two characters), and the marks by which Mermaid remembers
// such numbers (ﬂ ¶).
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		if obeyed(r) || begins(s, i) {
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// obeyed reports whether Mermaid may take the character for something else than text.
func obeyed(r rune) bool { return strings.ContainsRune("#;%<>&$\\`{}@~ﬂ¶", r) }

// begins reports whether a word begins or ends at i that is one of Mermaid's: behind style and
// classDef it leaves out a semicolon, and wrap: is an order at the beginning.
func begins(s string, i int) bool {
	if s[i] != 's' && s[i] != 'c' && s[i] != ':' {
		return false
	}
	rest := s[i:]
	return strings.HasPrefix(rest, "style") || strings.HasPrefix(rest, "classDef") ||
		rest[0] == ':' && strings.HasSuffix(strings.ToLower(s[:i]), "wrap")
}

// title returns text for a title, which can have no numbers of characters.
func title(s string) string {
	return strings.Map(func(r rune) rune {
		if obeyed(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}
