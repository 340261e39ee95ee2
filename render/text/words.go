package text

import (
	"wireladder/render"
)

// Medium returns the medium of this package's painters, for what else is
// written to a terminal. With ascii it has printable ASCII alone.
func Medium(ascii bool) render.Medium { return newMedium(ascii) }

// Styled returns s in a style, or in a message's tone, set by ANSI escape
// sequences; s as it is where on is false.
func Styled(on bool, style render.Style, tone render.Tone, s string) string {
	return palette{on: on}.apply(paint{style: style, tone: tone, text: true}, s)
}

// Shorten cuts an encoded string to width cells and marks the cut.
func Shorten(m render.Medium, s string, width int) string {
	if m.Cells(s) <= width {
		return s
	}
	mark, n := m.Encode("…"), 0
	room := width - m.Cells(mark)
	for i, r := range s {
		if n += m.Cells(string(r)); n > room {
			return s[:i] + mark
		}
	}
	return s
}

// Style says how text is written that is no picture.
type Style struct {
	Width    int  // cells of a row; 0: nobody says, as in a file
	Terminal bool // it goes to a terminal
	Color    bool // with ANSI escape sequences
	ASCII    bool // with printable ASCII alone
}
