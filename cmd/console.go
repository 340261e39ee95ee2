package cmd

import (
	"io"
	"os"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// console is what the program was started with: its streams and environment.
type console struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
}

// terminal reports whether w is a terminal, and how many cells wide.
func terminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, true
	}
	return width, true
}

// screen returns how many cells wide and rows high stdout is, if it is a terminal on
// which rows can be drawn again; else zeros.
func (c *console) screen() (width, height int) {
	f, isFile := c.stdout.(*os.File)
	if !isFile || c.getenv("TERM") == "dumb" {
		return 0, 0
	}
	width, height, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, 0
	}
	return width, height
}

// printable returns s without what a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}
