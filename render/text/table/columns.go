package table

import (
	"strconv"
	"unicode/utf8"

	"wireladder/capture/flow"
	"wireladder/render/text"
)

// The columns before the words, by index into row and widths. Those of the two
// sides follow each other.
const (
	colStream = iota
	colClient
	colServer
	colPackets // of the client; the server's is the next
	_
	colBytes // of the client; the server's is the next
	_
	colTime
	colWords
	columns
)

// headings stand over the columns where each conversation has one line.
var headings = [columns]string{"stream", "client >", "< server", "packets>", "<packets", "bytes>", "<bytes", "time", "what was seen"}

// row is the cells of one conversation. Its memory is used again.
type row [columns][]byte

// fill puts a conversation into the row.
func (r *row) fill(t *Table, c *flow.Conversation) {
	for i := range r {
		r[i] = r[i][:0]
	}
	counts := t.counts(c)
	r[colStream] = append(append(r[colStream], c.Proto.String()...), ':')
	r[colStream] = strconv.AppendInt(r[colStream], int64(c.Stream), 10)
	for side := range c.Endpoints {
		r[colClient+side] = c.Endpoints[side].AppendTo(r[colClient+side])
		r[colPackets+side] = appendNumber(r[colPackets+side], int64(counts.Packets[side]))
		r[colBytes+side] = appendNumber(r[colBytes+side], counts.Bytes[side])
	}
	r[colTime] = text.AppendSpan(r[colTime], counts.Last.Sub(counts.First))
	r[colWords] = AppendWords(r[colWords], c, t.Unreachable[c])
}

// appendNumber appends n as it is while it is short.
func appendNumber(b []byte, n int64) []byte {
	if n < 100_000 {
		return strconv.AppendInt(b, n, 10)
	}
	return text.AppendScaled(b, n)
}

// widths are the cells that the columns take.
type widths [columns]int

// maxMeasured is how many rows are measured. Of more, the columns are as wide
// as can be, so that a long table begins at once.
const maxMeasured = 1000

// measure returns the widths of the columns of the rows.
func measure(t *Table, rows []*flow.Conversation) widths {
	var w widths
	if len(rows) > maxMeasured {
		w = widths{colStream: 11, colClient: 47, colServer: 47, colPackets: 5, colPackets + 1: 5, colBytes: 5, colBytes + 1: 5, colTime: 11, colWords: 40}
		if onlyIPv4(rows) {
			w[colClient], w[colServer] = 21, 21
		}
		return w
	}
	var r row
	for _, c := range rows {
		r.fill(t, c)
		for i := range r {
			w[i] = max(w[i], utf8.RuneCount(r[i]))
		}
	}
	return w
}

// onlyIPv4 reports whether no row has an IPv6 address.
func onlyIPv4(rows []*flow.Conversation) bool {
	for _, c := range rows {
		if !c.Endpoints[0].Addr().Is4() || !c.Endpoints[1].Addr().Is4() {
			return false
		}
	}
	return true
}

// rightAligned are the columns of numbers.
func rightAligned(column int) bool { return column >= colPackets && column <= colTime }

// appendCell appends a cell of a column. A cell that is too wide is shortened
// in its middle.
func appendCell(b, cell []byte, width int, right bool) []byte {
	room := width - utf8.RuneCount(cell)
	if room < 0 && width > 2 {
		head := (width - 1) / 2
		b = append(append(b, cell[:head]...), '~')
		return append(b, cell[len(cell)-(width-1-head):]...)
	}
	if !right {
		b = append(b, cell...)
	}
	for range room {
		b = append(b, ' ')
	}
	if right {
		b = append(b, cell...)
	}
	return b
}
