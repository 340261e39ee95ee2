// Package terminal takes the whole screen of the terminal, and gives it back as it was: at the end, and whenever
// the program is stopped.
package terminal

import (
	"io"
	"time"

	"github.com/gdamore/tcell/v3"
)

// patience is how long a key may take to come: a slow line brings its octets one by one, and the first of many
// keys is that of Esc.
const patience = 200 * time.Millisecond

// Open takes the terminal.
func Open(stdin io.Reader) (tcell.Screen, error) {
	terminal, err := tcell.NewStdIoTty()
	if err != nil {
		return nil, err
	}
	if terminal, err = lent(terminal, stdin); err != nil {
		return nil, err
	}
	screen, err := tcell.NewTerminfoScreenFromTty(terminal, tcell.OptSanitizeContent(true), tcell.OptEscapeTimeout(patience))
	if err != nil {
		return nil, err
	}
	return screen, screen.Init()
}
