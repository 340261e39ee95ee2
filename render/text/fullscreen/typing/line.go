// Package typing is a line that is typed in one row of a screen: what is searched, the name of a file; or a
// question that one key answers.
package typing

import (
	"unicode/utf8"

	"wireladder/render/sheet"
)

// endOfInput stands for a line that is none: there is no more. Terminals take the character for that (termios(3), VEOF).
const endOfInput = "\x04"

// ForProgram returns a line that is typed for a program with a name. It is given to send with its end; where the input
// ends, that is the character which a terminal takes for it.
func ForProgram(name string, send func(typed string)) *LineEntry {
	return &LineEntry{Label: "for the " + name + " (Enter: send, ^D: its input ends): ", Ends: true, Done: func(typed string) {
		if typed != endOfInput {
			typed += "\n"
		}
		send(typed)
	}}
}

// LineEntry is such a line. The zero value has no label.
type LineEntry struct {
	Label string             // stands before what is typed
	Short bool               // one key is the answer
	Ends  bool               // ^D in an empty line is the end of all
	Done  func(typed string) // is called with it when it is whole
	typed string
}

// Key takes a key, by its name, and reports whether the line is no more: then Done has been called, unless it
// was let be by Escape, or by Backspace in an empty line.
func (e *LineEntry) Key(name string) (over bool) {
	switch {
	case name == "escape", name == "backspace" && e.typed == "":
		return true
	case e.Short:
		e.Done(name)
		return true
	case name == "enter":
		e.Done(e.typed)
		return true
	case name == "ctrl-d" && e.Ends && e.typed == "":
		e.Done(endOfInput)
		return true
	case name == "backspace":
		_, last := utf8.DecodeLastRuneInString(e.typed)
		e.typed = e.typed[:len(e.typed)-last]
	case utf8.RuneCountInString(name) == 1:
		e.typed += name
	}
	return false
}

// Row is the line as a row of so many cells has it: the end of what is typed is in sight.
func (e *LineEntry) Row(m sheet.Medium, width int) string {
	typed := []rune(e.typed)
	for {
		s := m.Encode(e.Label + string(typed) + "▮")
		if m.Cells(s) <= width || len(typed) == 0 {
			return s
		}
		typed = typed[1:]
	}
}
