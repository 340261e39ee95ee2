// Package code says where something stands in the text of a program.
package code

import (
	"fmt"
	"strings"
)

// Line is a line of a program. The zero value is none.
type Line struct {
	File string // as the program names it, without folders: "server.py"
	Line int    // from 1 on; 0: not known
	// Newline says that the loop around it, or the line itself, looks for the end of a line.
	Newline bool
	CRLF    bool // that end is \r\n, and \n alone is none
	// End says that the loop around it takes all that comes until nothing does, and sends
	// nothing meanwhile; or that the line itself reads to the end of the stream.
	End bool
	// Wrote says that a line before it, in the same function, sends; Mute that none of the
	// program does.
	Wrote, Mute bool
	Text        string // without what it is indented by: "data = conn.recv(1024)"; "" if it could not be read
}

// MakesReader reports whether the text of the line makes what reads ahead, and reads from that: what it has
// taken besides is gone with it.
func (l Line) MakesReader() bool {
	for _, call := range []string{".makefile(", "bufio.NewReader(", "bufio.NewScanner("} {
		if _, rest, made := strings.Cut(l.Text, call); made && strings.Contains(rest, ").") {
			return true
		}
	}
	return false
}

// String returns the line as a compiler would name it: "server.py:14"; "" for none.
func (l Line) String() string {
	if l.Line == 0 {
		return ""
	}
	return fmt.Sprintf("%s:%d", l.File, l.Line)
}

// Says reports whether the text of the line hands over a number as it is: "recv(4)".
func (l Line) Says(n int) bool { return strings.Contains(l.Text, fmt.Sprintf("(%d", n)) }
