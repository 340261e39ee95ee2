package text

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// Medium returns the medium of this package's painters, for what else is
// written to a terminal. With ascii it has printable ASCII alone.
func Medium(ascii bool) sheet.Medium { return newMedium(ascii) }

// Styled returns s as a text of a kind, or in a message's tone, set by ANSI escape
// sequences; s as it is where on is false.
func Styled(on bool, kind sheet.TextKind, tone render.Tone, s string) string {
	return palette{on: on}.apply(paint{kind: kind, tone: tone, text: true}, s)
}

// Style says how text is written that is no picture.
type Style struct {
	Width    int  // cells of a row; 0: nobody says, as in a file
	Rows     int  // of the terminal's screen; 0: nobody says
	Terminal bool // it goes to a terminal
	Color    bool // with ANSI escape sequences
	ASCII    bool // with printable ASCII alone
}
