package table

import (
	"io"
	"unicode/utf8"

	"wireladder/capture/flow"
	"wireladder/render"
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
	p := printer{w: w, style: style, medium: text.Medium(style.ASCII)}
	p.line = append(appendCount(append(p.line, "More than "...), limit, noun), ": a table in place of a picture"...)
	p.endLine(render.Heading)
	p.endLine(render.Body)
	return p.flush()
}

// Print writes the table to w: conversations, totals, and how to draw one.
//
// Where a row has Width cells or more than it needs, it takes one line, and so
// it does where nobody says how wide a line is. Else it takes one for each side.
func Print(w io.Writer, t *Table, o Options) error {
	p := &printer{w: w, style: o.Style, medium: text.Medium(o.ASCII), table: t}
	if o.Terminal && o.Width == 0 {
		p.style.Width = 80
	}
	rows := p.pick(o)
	if len(rows) > 0 {
		p.measured = measure(t, rows)
		p.arrange()
		p.heading()
		for _, c := range rows {
			p.row.fill(t, c)
			p.print()
		}
		p.rest(len(t.Conversations)-len(rows), o.Order)
		p.endLine(render.Body)
	}
	p.totals()
	return p.flush()
}

// printer writes a table. It gathers lines, and remembers the first error.
type printer struct {
	w        io.Writer
	style    text.Style
	medium   render.Medium
	table    *Table
	measured widths // what the cells take
	widths   widths // what the columns take
	lay      layout
	row      row
	line     []byte // the one in hand
	buffer   []byte // whole lines
	err      error
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
	p.line = append(appendCount(append(p.line, "and "...), n, "more conversation"), "; these are the first by "...)
	p.line = append(append(p.line, order...), ", --all prints all"...)
	p.endParagraph(render.Faint)
}

// maxBuffer is how many octets are gathered before they are written.
const maxBuffer = 64 << 10

// endLine ends the line in hand, which is in a style.
func (p *printer) endLine(style render.Style) {
	line := p.line
	for len(line) > 0 && line[len(line)-1] == ' ' {
		line = line[:len(line)-1]
	}
	if style == render.Body && !p.style.ASCII {
		p.buffer = append(p.buffer, line...)
	} else {
		p.buffer = append(p.buffer, text.Styled(p.style.Color, style, render.Plain, p.ascii(string(line)))...)
	}
	p.buffer, p.line = append(p.buffer, '\n'), p.line[:0]
	if len(p.buffer) >= maxBuffer {
		p.err = p.flush()
	}
}

// endParagraph ends the line in hand, in as many lines as it needs.
func (p *printer) endParagraph(style render.Style) {
	words := append([]byte(nil), p.line...)
	for margin := ""; len(words) > 0; margin = "    " {
		var head []byte
		head, words = breakLine(words, max(p.style.Width-len(margin), 0))
		p.line = append(append(p.line[:0], margin...), head...)
		p.endLine(style)
	}
}

// ascii returns s as it can be shown; it holds nothing that must not be.
func (p *printer) ascii(s string) string {
	if !p.style.ASCII {
		return s
	}
	return p.medium.Encode(s)
}

// flush writes what was gathered.
func (p *printer) flush() error {
	if p.err == nil && len(p.buffer) > 0 {
		_, p.err = p.w.Write(p.buffer)
	}
	p.buffer = p.buffer[:0]
	return p.err
}

// pad fills the line in hand up to a number of cells.
func (p *printer) pad(cells int) {
	for n := utf8.RuneCount(p.line); n < cells; n++ {
		p.line = append(p.line, ' ')
	}
}
