package sheet

import "strings"

// Wrap breaks an encoded string into lines of at most width cells, between
// words where it can.
func Wrap(m Medium, s string, width int) []string {
	if m.Cells(s) <= width && spaced(s) {
		return []string{s} // as most
	}
	var lines []string
	line := ""
	for _, word := range unbroken(s) {
		switch {
		case line == "":
			line = word
		case m.Cells(line)+1+m.Cells(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		for m.Cells(line) > width {
			head := cut(m, line, width)
			if head == "" {
				break
			}
			lines, line = append(lines, head), line[len(head):]
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Balanced breaks an encoded string into as few lines as Wrap does, which are about as long as each other.
func Balanced(m Medium, s string, width int) []string {
	lines := Wrap(m, s, width)
	for ; width > 1 && len(lines) > 1; width-- {
		narrower := Wrap(m, s, width-1)
		if len(narrower) > len(lines) {
			break
		}
		lines = narrower
	}
	return lines
}

// Hanging breaks an encoded string into lines as Wrap does, of which those after the first are indented by some cells: the
// whole takes no more than width. The lines are without the blanks.
func Hanging(m Medium, s string, width, indent int) []string {
	s = strings.Join(strings.Fields(s), " ")
	lines := Wrap(m, s, width)
	if len(lines) < 2 {
		return lines
	}
	rest := strings.TrimLeft(strings.TrimPrefix(s, lines[0]), " ")
	return append(lines[:1], Wrap(m, rest, width-indent)...)
}

// spaced reports whether a string has words, and nothing but one space between two of them.
func spaced(s string) bool {
	return s != "" && s[0] != ' ' && s[len(s)-1] != ' ' && !strings.Contains(s, "  ")
}

// units are those of times, which stay beside their number. A painter of ASCII has
// "us" for "µs".
var units = map[string]bool{"s": true, "ms": true, "µs": true, "us": true, "min": true}

// numbered are what stays beside its number: "client 2" is a name.
var numbered = map[string]bool{"client": true, "server": true, "packet": true, "number": true}

// unbroken splits s into what is not to be broken: words, times with their unit, and programs with their number.
func unbroken(s string) []string {
	var all []string
	for _, word := range strings.Fields(s) {
		last := len(all) - 1
		if last >= 0 && (endsInDigit(all[last]) && units[strings.TrimRight(word, ".,;:)")] || numbered[strings.ToLower(strings.TrimLeft(all[last], "("))] && isNumber(word)) {
			all[last] += " " + word
			continue
		}
		all = append(all, word)
	}
	return all
}

// isNumber reports whether a word is a number, whatever stands behind it: "2's".
func isNumber(word string) bool {
	digits := strings.TrimRight(word, ".,;:)'s")
	return digits != "" && strings.Trim(digits, "0123456789") == ""
}

func endsInDigit(word string) bool {
	end := word[len(word)-1]
	return '0' <= end && end <= '9'
}

// cut returns the longest beginning of s that takes at most width cells.
func cut(m Medium, s string, width int) string {
	cells := 0
	for i, r := range s {
		if cells += m.Cells(string(r)); cells > width {
			return s[:i]
		}
	}
	return s
}

// Shorten cuts an encoded string to width cells and marks the cut.
func Shorten(m Medium, s string, width int) string {
	if m.Cells(s) <= width {
		return s
	}
	mark := m.Encode("…")
	return cut(m, s, max(0, width-m.Cells(mark))) + mark
}
