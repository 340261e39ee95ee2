package table

import (
	"strconv"

	"wireladder/capture/flow"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
)

// appendCell appends what stands in a column before the words of a conversation.
func appendCell(b []byte, column int, c *flow.Conversation, n *figures) []byte {
	switch column {
	case colStream:
		b = append(append(b, c.Proto.String()...), ':')
		return strconv.AppendInt(b, int64(c.Stream), 10)
	case colClient, colServer:
		return c.Endpoint(flow.Side(column - colClient)).AppendTo(b)
	case colPackets, colPackets + 1:
		return appendNumber(b, int64(n.packets[column-colPackets]))
	case colBytes, colBytes + 1:
		return appendNumber(b, n.bytes[column-colBytes])
	}
	if n.untimed {
		return b
	}
	return quantity.AppendSpan(b, n.span)
}

// maxPlain is the largest number that is short enough to be told as it is.
const maxPlain = 99_999

// appendNumber appends n as it is while it is short.
func appendNumber(b []byte, n int64) []byte {
	if n <= maxPlain {
		return strconv.AppendInt(b, n, 10)
	}
	return quantity.AppendScaled(b, n)
}

// row writes a conversation.
func (s *lineWriter) row(c *flow.Conversation) {
	n := s.table.figures(c)
	s.words = s.lives.Append(s.words[:0], c, s.table.Unreachable[c])
	if s.lay.single {
		for column := range colWords {
			s.column(column, c, &n)
		}
		s.spread(s.words)
		return
	}
	words := s.words
	for side := range c.Packets {
		s.side(side, c, &n)
		words = s.wordsBeside(words)
		s.endLine(sheet.Body)
	}
	if len(words) > 0 {
		s.spread(words)
	}
}

// column appends a column of a conversation.
func (s *lineWriter) column(column int, c *flow.Conversation, n *figures) {
	switch column {
	case colPackets, colPackets + 1:
		s.number(column, int64(n.packets[column-colPackets]))
	case colBytes, colBytes + 1:
		s.number(column, n.bytes[column-colBytes])
	default:
		begin := len(s.line)
		s.line = appendCell(s.line, column, c, n)
		s.cell(column, begin)
	}
}

// number appends a cell that holds n. A short one is written from its end, as
// its digits come.
func (s *lineWriter) number(column int, n int64) {
	width, begin := s.widths[column], len(s.line)
	if n < 0 || n > maxPlain || width < len("99999") {
		s.line = appendNumber(s.line, n)
		s.cell(column, begin)
		return
	}
	s.line = appendBlanks(s.line, width+gap)
	s.cells += width + gap
	for i := len(s.line) - gap; ; n /= 10 {
		i--
		if s.line[i] = byte('0' + n%10); n < 10 {
			return
		}
	}
}

// side appends the columns of one side. Those of both stand with the first.
func (s *lineWriter) side(side int, c *flow.Conversation, n *figures) {
	if side == int(flow.Initiator) {
		s.column(colStream, c, n)
	} else {
		s.text(colStream, "")
	}
	s.column(colClient+side, c, n)
	s.mark("><"[side])
	s.column(colPackets+side, c, n)
	s.column(colBytes+side, c, n)
	if side == int(flow.Initiator) {
		s.column(colTime, c, n)
	}
}

// mark appends a mark, behind the gap.
func (s *lineWriter) mark(mark byte) {
	s.line[len(s.line)-1] = mark
	s.line = appendBlanks(s.line, gap)
	s.cells += gap
}

// wordsBeside appends what has room of the words, and returns the rest.
func (s *lineWriter) wordsBeside(words []byte) []byte {
	if s.lay.below || len(words) == 0 {
		return words
	}
	s.pad(s.lay.words)
	head, rest := breakLine(words, s.lay.room)
	s.line = append(s.line, head...)
	return rest
}

// spread writes words in as many lines as they need, and ends the last.
func (s *lineWriter) spread(words []byte) {
	for {
		s.pad(s.lay.words)
		head, rest := breakLine(words, s.lay.room)
		s.line = append(s.line, head...)
		s.endLine(sheet.Body)
		if words = rest; len(words) == 0 {
			return
		}
	}
}
