// Package console has the streams and the environment that the program was started with,
// and knows what a terminal is.
package console

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/term"
)

// Console is what the program was started with: its streams and environment.
type Console struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string
}

// Terminal reports whether w is a terminal, and how many cells wide.
func Terminal(w io.Writer) (width int, ok bool) {
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

// Size returns how many cells wide and rows high a terminal is; zeros if that is not known.
func Size(w io.Writer) (width, height int) {
	if f, isFile := w.(*os.File); isFile {
		width, height, _ = term.GetSize(int(f.Fd())) // zeros
	}
	return width, height
}

// Screen returns how many cells wide and rows high stdout is, if it is a terminal on
// which rows can be drawn again; else zeros.
func (c *Console) Screen() (width, height int) {
	f, isFile := c.Stdout.(*os.File)
	if !isFile || c.Getenv("TERM") == "dumb" {
		return 0, 0
	}
	width, height, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, 0
	}
	return width, height
}

// Printable returns s without what a terminal would obey.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '?'
	}, s)
}

// ASCIIOnly reports whether the locale says that the reader of the picture sees
// no other characters (locale(7): LC_ALL, else LC_CTYPE, else LANG). Unset says nothing.
func (c *Console) ASCIIOnly() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := c.Getenv(name); v != "" {
			v = strings.ToUpper(v)
			return !strings.Contains(v, "UTF-8") && !strings.Contains(v, "UTF8")
		}
	}
	return false
}

// IsTerminal reports whether somebody types what is read.
func IsTerminal(r any) bool {
	f, ok := r.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Say prints one line to the user, with nothing in it that a terminal obeys. What comes as
// several lines, as errors do that were joined, is told as parts of one, and each once.
func Say(w io.Writer, kind, text string) {
	var parts []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(parts, line) {
			parts = append(parts, line)
		}
	}
	fmt.Fprintf(w, "wireladder: %s: %s\n", kind, Printable(strings.Join(parts, "; "))) //nolint:errcheck // there is nobody left to tell
}
