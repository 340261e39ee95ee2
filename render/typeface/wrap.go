package typeface

import "strings"

// Wrap breaks a text into lines that are at most so wide, between words where it can.
func (m *Metrics) Wrap(f Face, size float64, s string, width float64) []string {
	var lines []string
	line, used := "", 0.0
	space := m.Width(f, size, " ")
	for _, word := range words(s) {
		w := m.Width(f, size, word)
		switch {
		case line == "":
			line, used = word, w
		case used+space+w <= width:
			line, used = line+" "+word, used+space+w
		default:
			lines = append(lines, line)
			line, used = word, w
		}
		for used > width {
			head := m.cut(f, line, width/size)
			if head == "" || head == line {
				break
			}
			lines, line = append(lines, head), line[len(head):]
			used = m.Width(f, size, line)
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// units are those of times, which stay beside their number.
var units = map[string]bool{"s": true, "ms": true, "µs": true, "min": true}

// words splits a text into what is not to be broken: words, and times with their unit.
func words(s string) []string {
	all := strings.Fields(s)
	kept := all[:0]
	for _, word := range all {
		last := len(kept) - 1
		if last >= 0 && endsInDigit(kept[last]) && units[strings.TrimRight(word, ".,;:)")] {
			kept[last] += " " + word
			continue
		}
		kept = append(kept, word)
	}
	return kept
}

func endsInDigit(word string) bool {
	end := word[len(word)-1]
	return '0' <= end && end <= '9'
}

// Shorten cuts a text to a width and marks the cut.
func (m *Metrics) Shorten(f Face, size float64, s string, width float64) string {
	if m.Width(f, size, s) <= width {
		return s
	}
	return m.cut(f, s, width/size-m.rune(f, '…')) + "…"
}

// cut returns the longest beginning of s that is at most so wide at size 1.
func (m *Metrics) cut(f Face, s string, width float64) string {
	used := 0.0
	for i, r := range s {
		if used += m.rune(f, r); used > width {
			return s[:i]
		}
	}
	return s
}
