package step

import (
	"strings"
	"testing"
)

// terminalScreen is as much of a terminal as growth needs, with what has scrolled away.
type terminalScreen struct {
	t      *testing.T
	height int
	lines  []string // from the first that was ever written; the cursor's may be the last
	row    int
	column int
}

// top returns the line at the upper edge.
func (s *terminalScreen) top() int { return max(0, len(s.lines)-s.height) }

// Write obeys as a VT100 does, as far as growth goes.
func (s *terminalScreen) Write(p []byte) (int, error) {
	for rest := string(p); rest != ""; {
		switch {
		case strings.HasPrefix(rest, "\x1b["):
			end := strings.IndexAny(rest[2:], "ABCHJKm") + 3
			s.sequence(rest[2:end])
			rest = rest[end:]
		case rest[0] == '\r':
			s.column, rest = 0, rest[1:]
		case rest[0] == '\n':
			s.row, rest = s.row+1, rest[1:]
			s.reach()
		default:
			s.put(rest[0])
			rest = rest[1:]
		}
	}
	return len(p), nil
}

func (s *terminalScreen) reach() {
	for len(s.lines) <= s.row {
		s.lines = append(s.lines, "")
	}
}

func (s *terminalScreen) put(b byte) {
	s.reach()
	line := s.lines[s.row]
	for len(line) < s.column {
		line += " "
	}
	s.lines[s.row] = line[:s.column] + string(b) + line[min(len(line), s.column+1):]
	s.column++
}

// sequence obeys what follows ESC [.
func (s *terminalScreen) sequence(c string) {
	switch {
	case strings.HasSuffix(c, "A"):
		n := 0
		for _, r := range c[:len(c)-1] {
			n = 10*n + int(r-'0')
		}
		if s.row-n < s.top() {
			s.t.Errorf("up %d lines from %d: beyond the upper edge %d", n, s.row, s.top())
		}
		s.row = max(s.top(), s.row-n)
	case c == "J":
		s.reach()
		s.lines = s.lines[:s.row+1]
		s.lines[s.row] = s.lines[s.row][:min(s.column, len(s.lines[s.row]))]
	case c == "K":
		s.lines[s.row] = s.lines[s.row][:min(s.column, len(s.lines[s.row]))]
	case c == "H":
		s.row, s.column = s.top(), 0
	case c == "2J":
		s.lines = s.lines[:s.top()]
		s.reach()
	case strings.HasSuffix(c, "m"):
	default:
		s.t.Errorf("unknown sequence %q", c)
	}
}

// visible returns what the terminal shows.
func (s *terminalScreen) visible() []string { return s.lines[s.top():] }
