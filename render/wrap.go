package render

import "strings"

// Wrap breaks an encoded string into lines of at most width cells, between
// words where it can.
func Wrap(m Medium, s string, width int) []string { return wrap(m, s, width) }

// wrap breaks s into lines of at most width cells, between words where it can.
func wrap(m Medium, s string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(s) {
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

// cut returns the longest beginning of s that takes at most width cells.
func cut(m Medium, s string, width int) string {
	end := 0
	for i := range s {
		if m.Cells(s[:i]) > width {
			return s[:end]
		}
		end = i
	}
	if m.Cells(s) <= width {
		return s
	}
	return s[:end]
}

// shorten cuts s to width cells and marks the cut.
func shorten(m Medium, s string, width int) string {
	if m.Cells(s) <= width {
		return s
	}
	mark := m.Encode("…")
	return cut(m, s, max(0, width-m.Cells(mark))) + mark
}
