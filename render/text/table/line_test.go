package table

import (
	"testing"

	"wireladder/render"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// TestCell checks how cells fill columns, and what becomes of too wide ones.
func TestCell(t *testing.T) {
	for _, tt := range []struct {
		column, width int
		content, want string
	}{
		{colClient, 6, "10.0", "10.0    "},
		{colClient, 4, "10.0", "10.0  "},
		{colClient, 40, "10.0", "10.0                                      "},
		{colClient, 6, "10.0.0.1:80", "10~:80  "},
		{colClient, 3, "10.0.0.1:80", "1~0  "},
		{colClient, 2, "10.0.0.1:80", "10.0.0.1:80  "},
		{colClient, -9, "10.0.0.1:80", "10.0.0.1:80  "},
		{colTime, 8, "1.00 s", "  1.00 s  "},
		{colTime, 9, "20.0 µs", "  20.0 µs  "},
		{colTime, 30, "1.00 s", "                        1.00 s  "},
		{colPackets, 7, "100k", "   100k  "},
	} {
		s := lineWriter{line: []byte("|")}
		s.widths[tt.column] = tt.width
		s.text(tt.column, tt.content)
		if got := string(s.line); got != "|"+tt.want || s.cells != len([]rune(tt.want)) {
			t.Errorf("%q in %d: %q, of %d cells", tt.content, tt.width, got, s.cells)
		}
	}
}

// TestNumber checks that a number stands as any other cell does.
func TestNumber(t *testing.T) {
	for _, n := range []int64{0, 7, 10, 99, 100, 12345, 99_999, 100_000, 1_234_567, 1<<63 - 1, -3} {
		for _, width := range []int{0, 3, 4, 5, 7, 20} {
			var got, want lineWriter
			got.widths[colBytes], want.widths[colBytes] = width, width
			got.number(colBytes, n)
			want.text(colBytes, string(appendNumber(nil, n)))
			if string(got.line) != string(want.line) || got.cells != want.cells {
				t.Errorf("%d in %d: %q, want %q", n, width, got.line, want.line)
			}
		}
	}
}

// TestEndLine checks what a line becomes: it ends where it shows nothing more, has
// only what can be shown, and is styled but for the body.
func TestEndLine(t *testing.T) {
	for _, tt := range []struct {
		line   string
		style  sheet.TextKind
		screen text.Style
		want   string
	}{
		{"20 µs  ", sheet.Body, text.Style{}, "20 µs\n"},
		{"20 µs  ", sheet.Body, text.Style{ASCII: true}, "20 us\n"},
		{"20 ms  ", sheet.Body, text.Style{ASCII: true}, "20 ms\n"},
		{"20 µs", sheet.Name, text.Style{ASCII: true}, "20 us\n"},
		{"   ", sheet.Body, text.Style{}, "\n"},
		{"20 µs", sheet.Name, text.Style{Color: true}, text.Styled(true, sheet.Name, render.Plain, "20 µs") + "\n"},
	} {
		s := lineWriter{style: tt.screen, medium: text.Medium(tt.screen.ASCII), line: []byte(tt.line), cells: 7}
		s.endLine(tt.style)
		if got := string(s.buffer); got != tt.want || len(s.line) > 0 || s.cells != 0 {
			t.Errorf("%q in %v of %+v: %q, and %d cells", tt.line, tt.style, tt.screen, got, s.cells)
		}
	}
}
