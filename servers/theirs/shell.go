package theirs

import (
	"slices"
	"strings"
)

// builtins are words that only a shell knows, and no program is called (POSIX.1-2017, XCU 2.4,
// 2.14 and 4).
var builtins = strings.Fields(`! . : [[ alias bg break case cd command continue declare eval exec exit export fc fg for
	function getopts hash if jobs let local read readonly return select set shift source time times trap type typeset
	ulimit umask unalias unset until wait while`)

// direct returns a line for the shell by which the program takes the shell's place, where
// it is one program.
func direct(line string) string {
	words := strings.Fields(line)
	if len(words) == 0 || strings.ContainsAny(line, ";&|<>(){}\n`#") || strings.ContainsAny(words[0], "=$") || slices.Contains(builtins, words[0]) {
		return line
	}
	return "exec " + line
}
