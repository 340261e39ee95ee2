// Package comparing says what two steps don't have in common, side by side.
package comparing

import (
	"fmt"
	"strings"

	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text/detail"
	"wireladder/render/walk"
)

// nameWidth is how wide the column of names is at most, in cells.
const nameWidth = 24

// sideBySide is rows of three columns.
type sideBySide struct {
	medium sheet.Medium
	widths [3]int // in cells
	rows   []detail.PrintedRow
}

// Rows returns what the steps of two indexes of a walk don't have in common, in so many cells.
func Rows(w *walk.Walker, o *walk.Originals, one, other int, m sheet.Medium, width int) []detail.PrintedRow {
	name := min(nameWidth, width/3)
	own := max(1, (width-name-2)/2)
	t := &sideBySide{medium: m, widths: [3]int{name, own, own}}
	all, same := walk.Compare(w.Fields(one, o), w.Fields(other, o))
	t.add(sheet.Heading, "what differs", fmt.Sprintf("step %d, marked", one+1), fmt.Sprintf("step %d", other+1))
	for _, d := range all {
		t.add(sheet.Body, d.Name, orNone(d.One), orNone(d.Other))
	}
	t.add(sheet.Faint, quantity.Count(same, "field")+" the same")
	return t.rows
}

// add adds a row.
func (t *sideBySide) add(kind sheet.TextKind, columns ...string) {
	var b strings.Builder
	for i, s := range columns {
		if i > 0 {
			b.WriteByte(' ')
		}
		s = sheet.Shorten(t.medium, t.medium.Encode(s), t.widths[i])
		b.WriteString(s + strings.Repeat(" ", max(0, t.widths[i]-t.medium.Cells(s))))
	}
	t.rows = append(t.rows, detail.PrintedRow{Kind: kind, S: strings.TrimRight(b.String(), " ")})
}

// orNone has something stand where a step does not have a field.
func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
