// Package glossary prints explained terms: one of them as a page, or all as a list.
package glossary

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"wireladder/render"
	"wireladder/render/sheet"
	"wireladder/render/terms"
	"wireladder/render/text"
)

// Width is how wide rows are where nobody says: lines that are longer are hard to read.
const Width = 80

// leastRoom is how many cells a text gets, however narrow the row is.
const leastRoom = 20

// printer prints rows to a writer.
type printer struct {
	w      *bufio.Writer
	style  text.Style
	medium sheet.Medium
}

func newPrinter(w io.Writer, s text.Style) *printer {
	if s.Width == 0 {
		s.Width = Width
	}
	return &printer{w: bufio.NewWriter(w), style: s, medium: text.Medium(s.ASCII)}
}

// Page prints a term: what it means, in a line and in paragraphs, how it is drawn, where
// it is defined, and what else to read. It returns the error of w.
func Page(w io.Writer, t *terms.Term, s text.Style) error {
	p := newPrinter(w, s)
	p.paragraph(sheet.Heading, t.Name+": "+t.Line)
	if len(t.Aliases) > 0 {
		p.paragraph(sheet.Faint, "Also: "+strings.Join(t.Aliases, "; "))
	}
	for _, paragraph := range t.Text {
		p.row("")
		p.paragraph(sheet.Body, paragraph)
	}
	if t.Picture != "" {
		p.row("")
		p.paragraph(sheet.Body, "In the picture: "+t.Picture)
	}
	p.row("")
	p.paragraph(sheet.Body, "Sources: "+strings.Join(t.Sources, "; "))
	p.paragraph(sheet.Body, "See also: "+strings.Join(t.See, "; "))
	return p.w.Flush()
}

// List prints terms under the headings of their groups, each with its line. It returns
// the error of w.
func List(w io.Writer, all []terms.Term, s text.Style) error {
	p := newPrinter(w, s)
	for len(all) > 0 {
		n := slices.IndexFunc(all, func(t terms.Term) bool { return t.Group != all[0].Group })
		if n < 0 {
			n = len(all)
		}
		p.group(all[:n])
		all = all[n:]
		p.row("")
	}
	p.paragraph(sheet.Body, "What is meant, in full: wireladder explain TERM")
	return p.w.Flush()
}

// group prints the terms of one group: names on the left, lines on the right.
func (p *printer) group(group []terms.Term) {
	p.paragraph(sheet.Heading, group[0].Group)
	widest := 0
	for i := range group {
		widest = max(widest, p.medium.Cells(p.medium.Encode(group[i].Name)))
	}
	for i := range group {
		p.entry(&group[i], widest)
	}
}

// entry prints a term of a list; its line goes on below itself. Where the row has no
// room for both beside each other, the line stands below the name.
func (p *printer) entry(t *terms.Term, widest int) {
	name, margin := p.medium.Encode(t.Name), 2+widest+2
	left := "  " + name + strings.Repeat(" ", widest-p.medium.Cells(name)+2)
	if p.style.Width-margin < leastRoom {
		p.row("  " + name)
		left, margin = "      ", 6
	}
	for _, line := range p.wrapped(t.Line, p.style.Width-margin) {
		p.row(left + line)
		left = strings.Repeat(" ", margin)
	}
}

// paragraph prints s in as many rows as it needs.
func (p *printer) paragraph(style sheet.TextKind, s string) {
	for _, line := range p.wrapped(s, p.style.Width) {
		p.row(text.Styled(p.style.Color, style, render.Plain, line))
	}
}

func (p *printer) wrapped(s string, width int) []string {
	return sheet.Wrap(p.medium, p.medium.Encode(s), max(width, leastRoom))
}

func (p *printer) row(s string) { p.w.WriteString(s + "\n") } //nolint:errcheck // Flush tells
