package screen

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Row is the line that a program has begun to print, as its terminal would show it.
type Row struct {
	Terminal bool   // it is on one, which takes escape sequences for itself
	cells    []rune // all of them are printable
	at       int    // where the next one goes
	rest     []byte // of a rune that has not come whole
	escape   rune   // the rune before, within an escape sequence; 0: there is none
}

// maxLine is how many runes of a line are shown.
const maxLine = 400

// tabWidth is how far apart tab stops are.
const tabWidth = 8

// Put takes octets that the program prints, up to the end of a line. It returns what a real
// terminal at the end of the row is to be sent so that it shows the same, what is left of the
// octets, and whether the row has ended.
func (r *Row) Put(octets []byte) (sent string, rest []byte, ended bool) {
	var b strings.Builder
	octets = append(r.rest, octets...)
	r.rest = nil
	for len(octets) > 0 {
		c, n := utf8.DecodeRune(octets)
		if c == utf8.RuneError && n < 2 {
			if !utf8.FullRune(octets) {
				r.rest = append(r.rest, octets...)
				return b.String(), nil, false
			}
			b.WriteString(r.write(inside(strconv.Quote(string(octets[:1])))))
			octets = octets[1:]
			continue
		}
		octets = octets[n:]
		if c == '\n' || len(r.cells) >= maxLine {
			if c != '\n' {
				b.WriteString(r.rune(c))
			}
			return b.String(), octets, true
		}
		b.WriteString(r.rune(c))
	}
	return b.String(), nil, false
}

// rune takes a rune, and returns what is sent for it.
func (r *Row) rune(c rune) string {
	switch {
	case r.escaped(c):
		return ""
	case c == '\r':
		return r.back(r.at)
	case c == '\b' && r.Terminal:
		return r.back(min(1, r.at))
	case c == '\t':
		return r.write(strings.Repeat(" ", tabWidth-r.at%tabWidth))
	case c == '\a' && r.Terminal:
		return ""
	case unicode.IsPrint(c):
		return r.write(string(c))
	}
	return r.write(inside(strconv.QuoteRune(c)))
}

// escaped reports whether a rune belongs to an escape sequence (ECMA-48 §5.4): ESC and one
// more, or ESC [ up to a letter or the like.
func (r *Row) escaped(c rune) bool {
	before := r.escape
	switch {
	case !r.Terminal:
		return false
	case c == '\x1b':
		r.escape = c
	case before == 0:
		return false
	case before == '\x1b' && c == '[', before == '[' && c < '@':
		r.escape = '['
	default:
		r.escape = 0
	}
	return true
}

// inside returns what stands in quotes.
func inside(quoted string) string { return quoted[1 : len(quoted)-1] }

// write puts text where the cursor is.
func (r *Row) write(text string) string {
	for _, c := range text {
		if r.at < len(r.cells) {
			r.cells[r.at] = c
		} else {
			r.cells = append(r.cells, c)
		}
		r.at++
	}
	return text
}

// back moves the cursor to the left.
func (r *Row) back(n int) string {
	r.at -= n
	return strings.Repeat("\b", n)
}

// Text returns the row.
func (r *Row) Text() string { return string(r.cells) }

// Clear begins another row.
func (r *Row) Clear() { r.cells, r.at = r.cells[:0], 0 }
