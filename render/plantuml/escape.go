package plantuml

import (
	"fmt"
	"strings"
)

// escape returns a line of legible text as PlantUML shows it. What its preprocessor, its commands
// and Creole, its markup, make nothing of stands as it is; anything else by its number, <U+0025>,
// which is read when all of them are done.
func escape(line string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range line {
		if isWord(r) || isPlain(r) && r != last && last != 0 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "<U+%04X>", r)
		}
		last = r
	}
	return b.String()
}

// isWord reports whether the character is one of a word.
func isWord(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}

// isPlain reports whether the character is nothing but itself inside a line, where it does not
// stand beside another one of its kind: twice, or at the beginning, it may be Creole.
func isPlain(r rune) bool { return strings.ContainsRune(" .,()=:-_'", r) }
