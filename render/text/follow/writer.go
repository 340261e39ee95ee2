package follow

import (
	"io"
	"unicode/utf8"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// marks stand before what each side sent, by flow.Side.
var marks = [2]string{">", "<"}

// tones are the colours of what each side sent; the marks say the same.
var tones = [2]render.Tone{render.Carries, render.Closes}

// maxBuffer is how many octets are gathered before they are written.
const maxBuffer = 64 << 10

// writer writes rows, each with the mark of its side. What belongs to one line
// of a stream may come in pieces: a row stays open until its end has come, or
// something else.
type writer struct {
	w      io.Writer
	style  text.Style
	medium sheet.Medium
	err    error // of w
	buffer []byte

	open    bool      // a row is
	side    flow.Side // whose row it is
	cells   int       // of the row so far
	piece   []byte    // of the row, not in the buffer yet
	cr      bool      // a carriage return was held back: a line feed may follow
	partial []byte    // the beginning of a character
}

func newWriter(w io.Writer, style text.Style) *writer {
	if style.Terminal && style.Width == 0 {
		style.Width = 80
	}
	return &writer{w: w, style: style, medium: text.Medium(style.ASCII)}
}

// title writes the heading.
func (w *writer) title(s string) {
	w.buffer = append(w.buffer, text.Styled(w.style.Color, sheet.Heading, render.Plain, w.medium.Encode(s))...)
	w.buffer = append(w.buffer, '\n')
}

// remark writes what is said about a side.
func (w *writer) remark(side flow.Side, s string) {
	w.endRow()
	line := "-- " + marks[side] + " " + w.medium.Encode(s)
	w.buffer = append(w.buffer, text.Styled(w.style.Color, sheet.Faint, render.Plain, line)...)
	w.buffer = append(w.buffer, '\n')
	w.flushFull()
}

// text writes bytes of a stream: a row for each of its lines.
func (w *writer) text(side flow.Side, data []byte) { w.lines(side, data, " ") }

// datagram writes one message, whose further lines are marked as such.
func (w *writer) datagram(side flow.Side, data []byte) {
	w.endRow()
	w.lines(side, data, "+")
	w.endRow()
}

// lines writes bytes; further is what marks a row after the end of a line. A
// row begins with its first character: what ends with the end of a line leaves
// no empty one.
func (w *writer) lines(side flow.Side, data []byte, further string) {
	if w.open && w.side != side {
		w.endRow()
	}
	w.side = side
	if len(w.partial) > 0 {
		data = append(w.partial, data...)
		w.partial = nil
	}
	begin := " "
	for len(data) > 0 {
		if !utf8.FullRune(data) {
			w.beginRow(begin)
			w.partial = append([]byte(nil), data...)
			return
		}
		r, size := utf8.DecodeRune(data)
		w.beginRow(begin)
		w.char(r, data[:size])
		if r == '\n' {
			begin = further
		}
		data = data[size:]
	}
}

// beginRow opens a row, unless one is.
func (w *writer) beginRow(second string) {
	if w.open {
		return
	}
	w.open, w.cells = true, 2
	w.piece = append(append(w.piece, marks[w.side]...), second...)
}

// char writes one character, which raw encodes.
func (w *writer) char(r rune, raw []byte) {
	switch {
	case r == '\n':
		w.cr = false
		w.endRow()
		return
	case w.cr:
		w.cr = false
		w.put(`\r`)
	}
	switch {
	case r == '\r':
		w.cr = true
	case r == '\t':
		w.put(`\t`)
	case r == '\\':
		w.put(`\\`)
	case r >= ' ' && r < 0x7f:
		w.putASCII(raw)
	default:
		w.put(w.medium.Encode(string(raw)))
	}
}

// putASCII writes a printable character that stands for itself.
func (w *writer) putASCII(c []byte) {
	if w.wraps() && w.cells+1 > w.style.Width {
		w.wrap()
	}
	w.piece = append(w.piece, c...)
	w.cells++
	w.emitLong()
}

// put writes what a character is shown as, on one row.
func (w *writer) put(s string) {
	cells := w.medium.Cells(s)
	if w.wraps() && w.cells+cells > w.style.Width {
		w.wrap()
	}
	w.piece = append(w.piece, s...)
	w.cells += cells
	w.emitLong()
}

// wraps reports whether rows have an end: those of a file have none.
func (w *writer) wraps() bool { return w.style.Width >= 20 }

// wrap goes on in a row of its own.
func (w *writer) wrap() {
	w.emit()
	w.buffer = append(w.buffer, '\n')
	w.cells = 2
	w.piece = append(append(w.piece, marks[w.side]...), '+')
}

// endRow ends the row that is open, if one is.
func (w *writer) endRow() {
	if !w.open {
		return
	}
	for _, b := range w.partial {
		w.put(w.medium.Encode(string([]byte{b})))
	}
	if w.cr {
		w.put(`\r`)
	}
	w.partial, w.cr, w.open = nil, false, false
	w.emit()
	w.buffer = append(w.buffer, '\n')
	w.flushFull()
}

// emit moves the piece in hand to the buffer.
func (w *writer) emit() {
	if len(w.piece) > 0 {
		w.buffer = append(w.buffer, text.Styled(w.style.Color, sheet.Label, tones[w.side], string(w.piece))...)
		w.piece = w.piece[:0]
	}
}

// emitLong moves a long piece to the buffer: a row may have no end.
func (w *writer) emitLong() {
	if len(w.piece) >= 4096 {
		w.emit()
		w.flushFull()
	}
}

func (w *writer) flushFull() {
	if len(w.buffer) >= maxBuffer {
		w.write()
	}
}

// flush writes everything, also the row that is open.
func (w *writer) flush() error {
	w.emit()
	w.write()
	return w.err
}

func (w *writer) write() {
	if w.err == nil && len(w.buffer) > 0 {
		_, w.err = w.w.Write(w.buffer)
	}
	w.buffer = w.buffer[:0]
}
