// Package letters looks at octets as texts: headers without an end, and answers in which the letters
// of ASCII alone have become capitals.
package letters

import (
	"bytes"
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// message finds the first line of a request or an answer of HTTP.
var message = regexp.MustCompile(`^([A-Z]+ \S+ HTTP/1\.[01]|HTTP/1\.[01] \d{3}[^\r\n]*)\r?\n`)

// IsMessage reports whether octets begin as a message of HTTP does.
func IsMessage(b []byte) bool { return message.Match(b) }

// IsHeadless reports whether octets begin as a message of HTTP does, and lack the blank line that
// ends its header (RFC 9112 §2.1).
func IsHeadless(b []byte) bool {
	return IsMessage(b) && !bytes.Contains(b, []byte("\r\n\r\n")) && !bytes.Contains(b, []byte("\n\n"))
}

// IsBinary reports whether octets hold some that no text does, as a number in binary or zeros do.
func IsBinary(b []byte) bool {
	return bytes.ContainsFunc(b, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) })
}

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
	return utf8.Valid(b) && !IsBinary(b)
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
