package view

import (
	"os"

	"github.com/gdamore/tcell/v3"

	"wireladder/cmd/view/terminal"
	"wireladder/render/text/fullscreen"
)

// keyNames are the names that a display has for keys that are no characters.
var keyNames = map[tcell.Key]string{
	tcell.KeyUp: "up", tcell.KeyDown: "down", tcell.KeyLeft: "left", tcell.KeyRight: "right",
	tcell.KeyPgUp: "pageup", tcell.KeyPgDn: "pagedown", tcell.KeyHome: "home", tcell.KeyEnd: "end",
	tcell.KeyTab: "tab", tcell.KeyBacktab: "backtab", tcell.KeyEnter: "enter", tcell.KeyEscape: "escape",
	tcell.KeyBackspace: "backspace", tcell.KeyBackspace2: "backspace", tcell.KeyF1: "f1",
	tcell.KeyCtrlC: "ctrl-c", tcell.KeyCtrlD: "ctrl-d", tcell.KeyCtrlU: "ctrl-u",
}

// pressed takes a key, and reports whether it ends all.
func pressed(screen tcell.Screen, v *fullscreen.Display, e *tcell.EventKey, stops chan<- os.Signal) bool {
	switch e.Key() {
	case tcell.KeyRune:
		return v.Key(e.Str())
	case tcell.KeyCtrlZ:
		terminal.AskForStop(stops)
	case tcell.KeyCtrlL:
		screen.Sync()
	default:
		if name, known := keyNames[e.Key()]; known {
			return v.Key(name)
		}
	}
	return false
}
