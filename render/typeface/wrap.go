package typeface

import "strings"

// Wrap breaks a text into lines that are at most so wide, between words where it can. Blanks
// between words are one.
func (m *Metrics) Wrap(f Face, size float64, s string, width float64) []string {
	w := wrapping{m: m, face: f, room: width / size, s: oneSpaced(s)}
	for at := 0; at < len(w.s); {
		end := wordEnd(w.s, at)
		w.word(at, end)
		at = end + 1
	}
	if w.end > w.begin {
		w.lines = append(w.lines, w.s[w.begin:w.end])
	}
	return w.lines
}

// wrapping is a text that is being broken into lines.
type wrapping struct {
	m     *Metrics
	face  Face
	room  float64 // at size 1
	s     string
	lines []string

	begin, end int     // of the line in hand
	used       float64 // its width
}

// word adds a word to the line in hand if it has room, else it begins a line. One that is wider
// than a line is broken anywhere.
func (w *wrapping) word(at, end int) {
	width := w.m.Width(w.face, 1, w.s[at:end])
	space := w.m.rune(w.face, ' ')
	switch {
	case w.end == w.begin:
		w.begin, w.end, w.used = at, end, width
	case w.used+space+width <= w.room:
		w.end, w.used = end, w.used+space+width
	default:
		w.lines = append(w.lines, w.s[w.begin:w.end])
		w.begin, w.end, w.used = at, end, width
	}
	for w.used > w.room {
		head, width := w.m.cut(w.face, w.s[w.begin:w.end], w.room)
		if head == "" || len(head) == w.end-w.begin {
			return
		}
		w.lines = append(w.lines, head)
		w.begin += len(head)
		w.used -= width
	}
}

// oneSpaced returns s without blanks but single spaces between words.
func oneSpaced(s string) string {
	for i := range len(s) {
		blank := s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ')
		if blank || s[i] < ' ' || s[i] >= 0x80 {
			return strings.Join(strings.Fields(s), " ")
		}
	}
	return s
}

// units are those of times, which stay beside their number.
var units = map[string]bool{"s": true, "ms": true, "µs": true, "min": true}

// wordEnd returns where what is not to be broken ends that begins at at: a word, or a number
// with the unit of a time.
func wordEnd(s string, at int) int {
	end := nextSpace(s, at)
	if end == len(s) || s[end-1] < '0' || s[end-1] > '9' {
		return end
	}
	if unit := nextSpace(s, end+1); units[strings.TrimRight(s[end+1:unit], ".,;:)")] {
		return unit
	}
	return end
}

// nextSpace returns where the next space is, or the end.
func nextSpace(s string, from int) int {
	if i := strings.IndexByte(s[from:], ' '); i >= 0 {
		return from + i
	}
	return len(s)
}

// Shorten cuts a text to a width and marks the cut.
func (m *Metrics) Shorten(f Face, size float64, s string, width float64) string {
	if m.Width(f, size, s) <= width {
		return s
	}
	head, _ := m.cut(f, s, width/size-m.rune(f, '…'))
	return head + "…"
}

// cut returns the longest beginning of s that is at most so wide at size 1, and its width.
func (m *Metrics) cut(f Face, s string, width float64) (head string, used float64) {
	for i, r := range s {
		next := used + m.rune(f, r)
		if next > width {
			return s[:i], used
		}
		used = next
	}
	return s, used
}
