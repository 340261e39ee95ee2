// Package letters tells answers in which the letters of ASCII alone have become capitals.
package letters

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// LeavesLetters reports whether an answer is a text in UTF-8 with the letters of ASCII in
// capitals, and others that have some as they were.
func LeavesLetters(asked, answer []byte) bool {
	if len(asked) != len(answer) || bytes.Equal(asked, answer) || !isLetters(asked) {
		return false
	}
	for i, b := range asked {
		if 'a' <= b && b <= 'z' {
			b -= 'a' - 'A'
		}
		if b != answer[i] {
			return false
		}
	}
	return slices.ContainsFunc([]rune(string(asked)), func(r rune) bool { return r >= utf8.RuneSelf && unicode.ToUpper(r) != r })
}

// isLetters reports whether octets are a text in UTF-8, and hold nothing else.
func isLetters(b []byte) bool {
	return utf8.Valid(b) && !bytes.ContainsFunc(b, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) })
}

// IsText reports whether octets are a text that is not ASCII: in UTF-8, or in Latin-1, most of
// which are letters of ASCII all the same.
func IsText(b []byte) bool {
	if utf8.Valid(b) {
		return utf8.RuneCount(b) < len(b)
	}
	var ascii int
	for _, c := range b {
		switch {
		case c == '\n', c == '\r', c == '\t', ' ' <= c && c < 0x7f:
			ascii++
		case c < 0xa0:
			return false
		}
	}
	return 2*ascii > len(b)
}
