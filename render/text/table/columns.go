package table

import (
	"unicode/utf8"

	"wireladder/capture/flow"
	"wireladder/render/words/conversations"
)

// The columns before the words, by index into widths. Those of the two
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

// widths are the cells that the columns take.
type widths [columns]int

// maxMeasured is how many rows are measured. Of more, the columns are as wide
// as can be, so that a long table begins at once.
const maxMeasured = 1000

// broad returns widths that hold nearly everything.
func broad(ipv6 bool) widths {
	w := widths{colStream: 11, colClient: 21, colServer: 21, colPackets: 5, colPackets + 1: 5, colBytes: 5, colBytes + 1: 5, colTime: 11, colWords: 40}
	if ipv6 {
		w[colClient], w[colServer] = 47, 47
	}
	return w
}

// measure returns the widths of the columns of the rows.
func measure(t *Table, rows []*flow.Conversation) widths {
	var w widths
	var cell []byte
	for _, c := range rows {
		n := t.figures(c)
		for column := range colWords {
			cell = appendCell(cell[:0], column, c, &n)
			w[column] = max(w[column], utf8.RuneCount(cell))
		}
		cell = conversations.Append(cell[:0], c, t.Unreachable[c])
		w[colWords] = max(w[colWords], utf8.RuneCount(cell))
	}
	return w
}

// rightAligned are the columns of numbers.
func rightAligned(column int) bool { return column >= colPackets && column <= colTime }
