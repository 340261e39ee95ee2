package detail

import (
	"wireladder/capture/flow"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// PrintedRow is a row of what is printed: encoded text, and of which kind.
type PrintedRow struct {
	Kind sheet.TextKind
	S    string
}

// Rows returns what a Printer prints of the headers and the bytes of a packet, for a screen that has
// its name and what is said of it already.
func Rows(o *flow.Observation, style text.Style) (rows []PrintedRow) {
	p := NewPrinter(nil, Options{Style: style})
	p.rows = &rows
	p.headers(o)
	p.dump(o.Packet.Data)
	return rows[:len(rows)-1] // without the empty one
}
