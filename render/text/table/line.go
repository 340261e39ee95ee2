package table

import (
	"unicode/utf8"

	"wireladder/render"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/words/conversations"
)

// lineWriter writes the lines of a table into a buffer, one after the other.
type lineWriter struct {
	style    text.Style
	medium   sheet.Medium
	table    *Table
	measured widths // what the cells take
	widths   widths // what the columns take
	lay      layout

	line   []byte // the one in hand
	cells  int    // that the columns of it take
	words  []byte // those of the row in hand
	buffer []byte // whole lines
	lives  conversations.Lives
}

// another returns an empty one for rows that are arranged as those of s. The two
// can write at the same time.
func (s *lineWriter) another() *lineWriter {
	return &lineWriter{style: s.style, medium: s.medium, table: s.table, widths: s.widths, lay: s.lay}
}

// text appends a cell that holds content.
func (s *lineWriter) text(column int, content string) {
	begin := len(s.line)
	s.line = append(s.line, content...)
	s.cell(column, begin)
}

// cell ends a cell, which is what the line has from begin on: it gets the width
// of its column, and a gap behind it. A cell that is too wide is shortened in
// its middle.
func (s *lineWriter) cell(column, begin int) {
	cell, width := s.line[begin:], s.widths[column]
	cells := len(cell)
	if column == colTime {
		cells = utf8.RuneCount(cell) // nothing else holds more than ASCII
	}
	if cells > width && width > 2 {
		s.line = s.line[:begin+shorten(cell, width)]
		cells = width
	}
	room := max(width-cells, 0)
	s.line = appendBlanks(s.line, room+gap)
	if rightAligned(column) {
		alignRight(s.line[begin:len(s.line)-gap], room)
	}
	s.cells += cells + room + gap
}

// shorten cuts what is too wide out of the middle of a cell, and returns its length.
func shorten(cell []byte, width int) int {
	head := (width - 1) / 2
	cell[head] = '~'
	tail := width - 1 - head
	return head + 1 + copy(cell[head+1:], cell[len(cell)-tail:])
}

// alignRight moves a cell behind the blanks that follow it.
func alignRight(cell []byte, room int) {
	copy(cell[room:], cell)
	for i := range room {
		cell[i] = ' '
	}
}

// pad fills the line in hand, which has columns alone, up to a number of cells.
func (s *lineWriter) pad(cells int) {
	s.line = appendBlanks(s.line, max(cells-s.cells, 0))
}

// blanks are as many as the processor moves at once.
const blanks = "                "

// appendBlanks appends n blanks.
func appendBlanks(b []byte, n int) []byte {
	for ; n > len(blanks); n -= len(blanks) {
		b = append(b, blanks...)
	}
	return append(b, blanks...)[:len(b)+n]
}

// endLine ends the line in hand, which is in a style.
func (s *lineWriter) endLine(style sheet.TextKind) {
	line := s.line
	for len(line) > 0 && line[len(line)-1] == ' ' {
		line = line[:len(line)-1]
	}
	if style == sheet.Body && s.shows(line) {
		s.buffer = append(s.buffer, line...)
	} else {
		s.buffer = append(s.buffer, text.Styled(s.style.Color, style, render.Plain, s.ascii(string(line)))...)
	}
	s.buffer, s.line, s.cells = append(s.buffer, '\n'), s.line[:0], 0
}

// endParagraph ends the line in hand, in as many lines as it needs.
func (s *lineWriter) endParagraph(style sheet.TextKind) {
	words := append([]byte(nil), s.line...)
	for margin := ""; len(words) > 0; margin = "    " {
		var head []byte
		head, words = breakLine(words, max(s.style.Width-len(margin), 0))
		s.line = append(append(s.line[:0], margin...), head...)
		s.endLine(style)
	}
}

// shows reports whether a line can be shown as it is.
func (s *lineWriter) shows(line []byte) bool {
	if !s.style.ASCII {
		return true
	}
	for _, c := range line {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// ascii returns a line as it can be shown; it holds nothing that must not be.
func (s *lineWriter) ascii(line string) string {
	if !s.style.ASCII {
		return line
	}
	return s.medium.Encode(line)
}
