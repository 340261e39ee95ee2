package grading

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"wireladder/render"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// Rows are as wide as is easy to read.
const (
	usualWidth = 80 // where nobody says
	mostWidth  = 100
)

// The columns of a row.
const (
	statusCells = 6
	nameCells   = 12
	fieldCells  = 10
	leastRoom   = 20
)

// Printer prints grades as they come. Make one with NewPrinter.
type Printer struct {
	w      *bufio.Writer
	style  text.Style
	medium sheet.Medium
}

// NewPrinter returns a printer to w.
func NewPrinter(w io.Writer, s text.Style) *Printer {
	if s.Width == 0 {
		s.Width = usualWidth
	}
	s.Width = min(s.Width, mostWidth)
	return &Printer{w: bufio.NewWriter(w), style: s, medium: text.Medium(s.ASCII)}
}

// Grade prints how one probe has ended. It returns the error of the writer.
func (p *Printer) Grade(g *Grade) error {
	p.head(g)
	for _, f := range g.fields() {
		p.field(f)
	}
	if g.Status == Failed {
		p.printed(g.Printed)
	}
	if g.Ladder != "" {
		p.row("")
		p.w.WriteString(g.Ladder) //nolint:errcheck // Flush tells
		p.row("")
	}
	return p.w.Flush()
}

// head prints the row of a probe.
func (p *Printer) head(g *Grade) {
	word := map[Status]string{Passed: "pass", Advised: "pass", Failed: "FAIL", Skipped: "skip"}[g.Status]
	tone := map[Status]sheet.TextKind{Failed: sheet.Heading, Skipped: sheet.Faint}[g.Status]
	took := fmt.Sprintf("%.1f s", g.Seconds)
	left := pad(p.medium, word, statusCells) + pad(p.medium, p.medium.Encode(g.Probe), nameCells)
	room := max(p.style.Width-statusCells-nameCells-len(took)-2, leastRoom)
	title := sheet.Shorten(p.medium, p.medium.Encode(g.Title), room)
	p.row(text.Styled(p.style.Color && g.Status != Passed && g.Status != Advised, tone, render.Plain, left+pad(p.medium, title, room)) + "  " + took)
}

// maxPrinted is how many lines are shown of what a server has printed: the last ones.
const maxPrinted = 8

// printed prints what a server has printed.
func (p *Printer) printed(lines []string) {
	lines, name := lines[max(0, len(lines)-maxPrinted):], "printed"
	for _, line := range lines {
		left := strings.Repeat(" ", statusCells) + pad(p.medium, name, fieldCells)
		p.row(left + sheet.Shorten(p.medium, p.medium.Encode(line), max(p.style.Width-statusCells-fieldCells, leastRoom)))
		name = ""
	}
}

// field is one thing that is told of a probe.
type field struct{ name, text string }

// fields are what is told of a probe that has not just passed.
func (g *Grade) fields() []field {
	var all []field
	switch g.Status {
	case Passed:
		return nil
	case Skipped:
		return []field{{"why", g.Seen}}
	case Failed:
		all = []field{{"asked", g.Asked}, {"expected", g.Expected}, {"seen", g.Seen}}
	case Advised:
		all = []field{{"seen", g.Seen}}
	}
	for _, r := range g.Remarks {
		name := "finding"
		if g.Status == Advised {
			name = "advice"
		}
		all = append(all, field{name, r.Rule + ": " + r.Brief})
		if g.Status == Failed && r.Full != "" {
			all = append(all, field{"", r.Full})
		}
		if r.Repair != "" {
			all = append(all, field{"repair", r.Repair})
		}
	}
	if g.Picture != "" {
		all = append(all, field{"picture", g.Picture})
	}
	return all
}

// field prints one thing in as many rows as it needs.
func (p *Printer) field(f field) {
	left, margin := pad(p.medium, f.name, fieldCells), statusCells+fieldCells
	for _, line := range sheet.Wrap(p.medium, p.medium.Encode(f.text), max(p.style.Width-margin, leastRoom)) {
		p.row(strings.Repeat(" ", statusCells) + left + line)
		left = strings.Repeat(" ", fieldCells)
	}
}

// Summary prints what the battery comes to. It returns the error of the writer.
func (p *Printer) Summary(r *Report) error {
	said := r.summary()
	if r.Address != "" {
		said = fmt.Sprintf("%s over %s, at %s", said, strings.ToUpper(r.Proto), r.Address)
	}
	p.row("")
	for _, line := range sheet.Wrap(p.medium, p.medium.Encode(fmt.Sprintf("%s, in %.1f s", said, r.Seconds)), p.style.Width) {
		p.row(line)
	}
	return p.w.Flush()
}

// pad returns s with blanks behind it.
func pad(m sheet.Medium, s string, cells int) string {
	return s + strings.Repeat(" ", max(cells-m.Cells(s), 0))
}

func (p *Printer) row(s string) { p.w.WriteString(strings.TrimRight(s, " ") + "\n") } //nolint:errcheck // Flush tells
