// Package terminal takes the whole screen of the terminal, and gives it back as it was: at the end, and whenever
// the program is stopped.
package terminal

import (
	"io"

	"github.com/gdamore/tcell/v3"
)

// Open takes the terminal.
func Open(stdin io.Reader) (tcell.Screen, error) {
	terminal, err := tcell.NewStdIoTty()
	if err != nil {
		return nil, err
	}
	if terminal, err = lent(terminal, stdin); err != nil {
		return nil, err
	}
	screen, err := tcell.NewTerminfoScreenFromTty(terminal, tcell.OptSanitizeContent(true))
	if err != nil {
		return nil, err
	}
	return screen, screen.Init()
}
