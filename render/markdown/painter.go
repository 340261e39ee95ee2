package markdown

import (
	"bytes"
	"io"
	"strings"

	"wireladder/render"
	"wireladder/render/text"
)

// Painter draws diagrams as Markdown. The zero value has a picture of 80 cells.
type Painter struct {
	Width  int           // cells, as text.Painter
	ASCII  bool          // as text.Painter
	Detail render.Detail // how much is explained
	// Check is asked every now and then whether to go on; nil: always. Its error ends the
	// painting.
	Check func() error
}

var _ render.Painter = (*Painter)(nil)

// Paint writes d to w.
func (p *Painter) Paint(w io.Writer, d *render.Diagram) error {
	var b bytes.Buffer
	heading(&b, d)
	findings(&b, d.Findings, p.Detail)
	if err := p.pictures(&b, d); err != nil {
		return err
	}
	totals(&b, &d.Totals)
	notes(&b, d.Notes)
	_, err := b.WriteTo(w)
	return err
}

// heading says what it is of, and how it was observed.
func heading(b *bytes.Buffer, d *render.Diagram) {
	first := render.Diagram{Title: d.Title}
	if all := parts(d.Ladders); len(all) > 0 {
		first.Ladders = all[0]
	}
	if title := first.Heading(); title != "" && !d.Untold {
		b.WriteString("# " + escape(title) + "\n\n")
		for _, line := range d.About {
			b.WriteString(escape(line) + "\n\n")
		}
	}
	for _, c := range d.Captions {
		b.WriteString(escape(c) + "\n\n")
	}
}

// findings says what went wrong, and what is to be done.
func findings(b *bytes.Buffer, all []render.Finding, detail render.Detail) {
	if len(all) == 0 {
		return
	}
	b.WriteString("## What went wrong\n\n")
	for i := range all {
		f := &all[i]
		b.WriteString("- **" + escape(f.Rule) + "**: " + escape(f.Brief) + "\n")
		if detail != render.None && f.Full != "" {
			b.WriteString("\n  " + escape(f.Full) + "\n")
		}
		if detail != render.None && f.Repair != "" {
			b.WriteString("\n  **Repair:** " + escape(f.Repair) + "\n")
		}
	}
	b.WriteString("\n")
}

// pictures paints the ladders as text, each part under a heading and with a legend of its own.
func (p *Painter) pictures(b *bytes.Buffer, d *render.Diagram) error {
	for i, part := range parts(d.Ladders) {
		title := "What happened"
		if i > 0 {
			title = part[0].Title
		}
		b.WriteString("## " + escape(title) + "\n\n")
		if err := p.picture(b, &render.Diagram{Ladders: part, Aligned: d.Aligned}); err != nil {
			return err
		}
	}
	return nil
}

// parts returns ladders in order, a part for each that begins a page of its own.
func parts(ladders []render.Ladder) (all [][]render.Ladder) {
	begin := 0
	for i := range ladders {
		if i > 0 && ladders[i].Apart {
			all, begin = append(all, ladders[begin:i]), i
		}
	}
	if len(ladders) > 0 {
		all = append(all, ladders[begin:])
	}
	return all
}

// picture paints ladders as text, with their legend.
func (p *Painter) picture(b *bytes.Buffer, d *render.Diagram) error {
	var painted strings.Builder
	t := text.Painter{Width: p.Width, Detail: p.Detail, ASCII: p.ASCII, Check: p.Check}
	if err := t.Paint(&painted, d); err != nil {
		return err
	}
	mark := fence(painted.String())
	b.WriteString(mark + "text\n" + strings.TrimRight(painted.String(), "\n") + "\n" + mark + "\n\n")
	return nil
}

// totals writes what the ladders come to as a table.
func totals(b *bytes.Buffer, t *render.Table) {
	if len(t.Rows) == 0 {
		return
	}
	b.WriteString("## " + escape(t.Title) + "\n\n")
	for i, cells := range t.Rows {
		row(b, cells, len(t.Rows[0]))
		if i == 0 {
			b.WriteString("|" + strings.Repeat("---|", len(cells)) + "\n")
		}
	}
	b.WriteString("\n")
}

// row writes a row of so many cells.
func row(b *bytes.Buffer, cells []string, width int) {
	b.WriteString("|")
	for i := range width {
		cell := ""
		if i < len(cells) {
			cell = escape(cells[i])
		}
		b.WriteString(" " + cell + " |")
	}
	b.WriteString("\n")
}

// notes says what the reader must not overlook.
func notes(b *bytes.Buffer, all []string) {
	for _, n := range all {
		b.WriteString("- " + escape(n) + "\n")
	}
}
