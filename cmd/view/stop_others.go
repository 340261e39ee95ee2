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

// lent returns the terminal.
func lent(t tcell.Tty, _ io.Reader) (tcell.Tty, error) { return t, nil }
