//go:build !unix

package view

import (
	"io"
	"os"

	"github.com/gdamore/tcell/v3"
)

// heedStops does nothing: no signal stops a program here.
func heedStops(chan os.Signal) (undo func()) { return func() {} }

// askForStop does nothing.
func askForStop(chan<- os.Signal) {}

// stopped is never called.
func stopped(os.Signal, tcell.Screen, <-chan os.Signal) {}

// restoring returns the terminal: it is left as it was.
func restoring(t tcell.Tty, _ io.Reader) tcell.Tty { return t }
