//go:build !unix

package terminal

import (
	"io"
	"os"

	"github.com/gdamore/tcell/v3"
)

// HeedStops does nothing: no signal stops a program here.
func HeedStops(chan os.Signal) (undo func()) { return func() {} }

// AskForStop does nothing.
func AskForStop(chan<- os.Signal) {}

// Stopped is never called.
func Stopped(os.Signal, tcell.Screen, <-chan os.Signal) {}

// lent returns the terminal.
func lent(t tcell.Tty, _ io.Reader) (tcell.Tty, error) { return t, nil }
