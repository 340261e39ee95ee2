package svg

import (
	"io"
	"math"
	"strconv"
	"unicode/utf8"

	"wireladder/render/figure"
)

// writer writes XML. The first error is kept, and ends the writing.
type writer struct {
	out    io.Writer
	buffer []byte
	check  func() error // whether to go on; nil: always
	err    error
}

// bufferSize is how many octets are written at once, as a rule.
const bufferSize = 64 << 10

// raw writes markup.
func (x *writer) raw(s string) {
	if x.buffer = append(x.buffer, s...); len(x.buffer) >= bufferSize {
		x.flush()
	}
}

func (x *writer) flush() {
	if x.err == nil {
		_, x.err = x.out.Write(x.buffer)
	}
	if x.err == nil && x.check != nil {
		x.err = x.check()
	}
	x.buffer = x.buffer[:0]
}

// escape writes text: as it is, but for what is markup, and for what XML 1.0 §2.2 does not
// have.
func (x *writer) escape(s string) {
	for _, r := range s {
		switch {
		case r == '<':
			x.raw("&lt;")
		case r == '>':
			x.raw("&gt;")
		case r == '&':
			x.raw("&amp;")
		case r == '"':
			x.raw("&quot;")
		case isCharacter(r):
			x.buffer = utf8.AppendRune(x.buffer, r)
		default:
			x.buffer = utf8.AppendRune(x.buffer, utf8.RuneError)
		}
	}
}

// isCharacter reports whether XML has the character.
func isCharacter(r rune) bool {
	return r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

// number writes a number with at most one decimal.
func (x *writer) number(v float64) {
	n := int64(math.Round(v * 10))
	if n < 0 {
		x.buffer, n = append(x.buffer, '-'), -n
	}
	x.buffer = strconv.AppendInt(x.buffer, n/10, 10)
	if n%10 != 0 {
		x.buffer = append(x.buffer, '.', byte('0'+n%10))
	}
}

func (x *writer) integer(n int) { x.buffer = strconv.AppendInt(x.buffer, int64(n), 10) }

// size writes an attribute that is a number.
func (x *writer) size(name string, v float64) {
	x.buffer = append(x.buffer, ' ')
	x.buffer = append(x.buffer, name...)
	x.buffer = append(x.buffer, '=', '"')
	x.number(v)
	x.raw(`"`)
}

// rect writes a rectangle.
func (x *writer) rect(class string, r figure.Rect, rounding float64) {
	x.raw(`<rect class="`)
	x.raw(class)
	x.raw(`"`)
	x.area(r)
	if rounding > 0 {
		x.size("rx", rounding)
	}
	x.raw("/>\n")
}

// area writes the attributes of a rectangle.
func (x *writer) area(r figure.Rect) {
	x.size("x", r.X)
	x.size("y", r.Y)
	x.size("width", r.W)
	x.size("height", r.H)
}

// path begins a path with a line; its attribute is still open.
func (x *writer) path(class string, from, to figure.Point) {
	x.raw(`<path class="`)
	x.raw(class)
	x.raw(`" d="`)
	x.point('M', from)
	x.point('L', to)
}

// polyline writes a line through points.
func (x *writer) polyline(points []figure.Point) {
	for i, p := range points {
		command := byte('L')
		if i == 0 {
			command = 'M'
		}
		x.point(command, p)
	}
}

// point writes a command with its point.
func (x *writer) point(command byte, p figure.Point) {
	x.buffer = append(x.buffer, command)
	x.number(p.X)
	x.buffer = append(x.buffer, ' ')
	x.number(p.Y)
}
