package table

import (
	"unicode/utf8"

	"wireladder/render/sheet"
)

// gap is what stands between two columns.
const gap = 2

// layout is how rows are arranged.
type layout struct {
	single bool // a line for both sides
	words  int  // where the words begin
	room   int  // cells for the words; 0: as many as they need
	below  bool // the words stand under the other columns
}

// arrange decides on the layout, by what the columns take.
func (s *lineWriter) arrange() {
	for i := range s.widths {
		s.widths[i] = max(s.measured[i], len(headings[i]))
	}
	s.measured[colStream], s.measured[colTime] = s.widths[colStream], s.widths[colTime]
	total := 0
	for _, w := range s.widths[:colWords] {
		total += w + gap
	}
	width := s.style.Width
	if width == 0 || total+min(singleWords, s.widths[colWords]) <= width {
		s.lay = layout{single: true, words: total, room: max(width-total, 0)}
		return
	}
	s.pair(width)
}

// sides is the heading over the addresses of both sides.
const sides = "client, server"

// pair arranges rows of a line for each side: the columns of both sides are one.
func (s *lineWriter) pair(width int) {
	w := &s.measured
	w[colClient] = max(w[colClient], w[colServer], len(sides))
	w[colPackets] = max(w[colPackets], w[colPackets+1], len("packets"))
	w[colBytes] = max(w[colBytes], w[colBytes+1], len("bytes"))
	// Behind the address stands a mark.
	others := w[colStream] + gap + 1 + 1 + gap + w[colPackets] + gap + w[colBytes] + gap + w[colTime] + gap
	w[colClient] = min(w[colClient], width-others)
	w[colServer], w[colPackets+1], w[colBytes+1] = w[colClient], w[colPackets], w[colBytes]
	s.widths = *w
	begin := others + w[colClient]
	if width-begin < minWords {
		s.lay = layout{words: w[colStream] + gap, room: width - w[colStream] - gap, below: true}
		return
	}
	s.lay = layout{words: begin, room: width - begin}
}

// heading writes the headings.
func (s *lineWriter) heading() {
	if s.lay.single {
		for i, heading := range headings {
			s.text(i, heading)
		}
	} else {
		s.text(colStream, "stream")
		s.text(colClient, sides)
		s.mark(' ')
		s.text(colPackets, "packets")
		s.text(colBytes, "bytes")
		s.text(colTime, "time")
		if !s.lay.below {
			s.pad(s.lay.words)
			s.line = append(s.line, "what was seen"...)
		}
	}
	s.endLine(sheet.Name)
}

// breakLine returns what of words fits room cells, and the rest: it breaks
// between words, but not behind a number, which its unit follows; and inside a
// word only if that is all there is. Room 0 has room for everything.
func breakLine(words []byte, room int) (head, rest []byte) {
	if room == 0 || utf8.RuneCount(words) <= room {
		return words, nil
	}
	space, cells, before := 0, 0, ' '
	for i, r := range string(words) {
		if r == ' ' && before != ' ' && (before < '0' || before > '9') {
			space = i
		}
		if cells++; cells > room {
			if space == 0 {
				return words[:i], words[i:]
			}
			break
		}
		before = r
	}
	return words[:space], words[space+1:]
}
