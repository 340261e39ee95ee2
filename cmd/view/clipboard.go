package view

import (
	"errors"
	"strings"

	"github.com/gdamore/tcell/v3"

	"wireladder/render"
	"wireladder/render/mermaid"
	"wireladder/render/quantity"
)

// mostCopied is how many octets are sent to a terminal's clipboard at most: more than these, in base64, some
// of them drop (xterm's limit, which others have taken over).
const mostCopied = 74_994

// clip returns what copies a picture, as Mermaid, to the clipboard of a terminal (OSC 52), and says so.
func clip(screen tcell.Screen) func(*render.Diagram) string {
	return func(d *render.Diagram) string {
		var b strings.Builder
		var parts *mermaid.PartsError
		switch err := (&mermaid.Painter{Detail: render.None}).Paint(&b, d); {
		case errors.As(err, &parts), err == nil && b.Len() > mostCopied:
			return "too much for a clipboard: s and z show less, w saves it as .mmd"
		case err != nil:
			return err.Error()
		}
		screen.SetClipboard([]byte(b.String()))
		said := "copied as Mermaid, " + quantity.Count(strings.Count(b.String(), "\n"), "line")
		if !screen.HasClipboard() {
			said = "sent as Mermaid; if this terminal takes it (tmux: set -g set-clipboard on)"
		}
		return said
	}
}
