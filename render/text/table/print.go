package table

import (
	"io"

	"wireladder/capture/flow"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// Options say how a table is printed.
type Options struct {
	text.Style
	Order string // one of Orders; "": as the conversations appeared, and on a terminal that gets only some of them by bytes
	All   bool   // every conversation, also on a terminal
}

// terminalRows is how many conversations a terminal gets unasked.
const terminalRows = 20

// The least cells that words take beside the other columns, and in which a row
// takes a single line.
const (
	minWords    = 20
	singleWords = 34
)

// Announce writes what stands over a table that comes in place of a picture:
// there is more than limit of noun.
func Announce(w io.Writer, limit int, noun string, style text.Style) error {
	p := printer{lineWriter: lineWriter{style: style, medium: text.Medium(style.ASCII)}, w: w}
	p.line = append(quantity.AppendCount(append(p.line, "More than "...), limit, noun), ": a table in place of a picture"...)
	p.endLine(sheet.Heading)
	p.endLine(sheet.Body)
	return p.flush()
}

// Print writes the table to w: conversations, totals, and how to draw one.
//
// Where a row has Width cells or more than it needs, it takes one line, and so
// it does where nobody says how wide a line is. Else it takes one for each side.
func Print(w io.Writer, t *Table, o Options) error {
	p := &printer{lineWriter: lineWriter{style: o.Style, medium: text.Medium(o.ASCII), table: t}, w: w}
	if o.Terminal && o.Width == 0 {
		p.style.Width = 80
	}
	p.census = takeCensus(t.Conversations)
	rows := p.pick(o)
	if len(rows) > 0 {
		if p.measured = broad(p.census.ipv6); len(rows) <= maxMeasured {
			p.measured = measure(t, rows)
		}
		p.arrange()
		p.heading()
		p.rows(rows)
		p.rest(len(t.Conversations)-len(rows), o.Order)
		p.endLine(sheet.Body)
	}
	p.totals()
	return p.flush()
}

// printer writes a table. It gathers lines, and remembers the first error.
type printer struct {
	lineWriter
	w      io.Writer
	census census
	err    error
}

// pick returns the conversations that are printed.
func (p *printer) pick(o Options) []*flow.Conversation {
	n := len(p.table.Conversations)
	if o.All || !o.Terminal || n <= terminalRows {
		return p.table.sorted(o.Order)
	}
	order := o.Order
	if order == "" {
		order = byBytes
	}
	return p.table.sorted(order)[:terminalRows]
}

// rest says how many conversations are not printed.
func (p *printer) rest(n int, order string) {
	if n == 0 {
		return
	}
	if order == "" {
		order = "bytes"
	}
	p.line = append(quantity.AppendCount(append(p.line, "and "...), n, "more conversation"), "; these are the first by "...)
	p.line = append(append(p.line, order...), ", --all prints all"...)
	p.endParagraph(sheet.Faint)
}

// flush writes what was gathered.
func (p *printer) flush() error {
	p.write(&p.lineWriter)
	return p.err
}

// write writes what was gathered by a line writer, which is empty then.
func (p *printer) write(s *lineWriter) {
	if p.err == nil && len(s.buffer) > 0 {
		_, p.err = p.w.Write(s.buffer)
	}
	s.buffer = s.buffer[:0]
}
