package table

import (
	"unicode/utf8"

	"wireladder/render"
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
func (p *printer) arrange() {
	for i := range p.widths {
		p.widths[i] = max(p.measured[i], len(headings[i]))
	}
	p.measured[colStream], p.measured[colTime] = p.widths[colStream], p.widths[colTime]
	total := 0
	for _, w := range p.widths[:colWords] {
		total += w + gap
	}
	width := p.style.Width
	if width == 0 || total+min(singleWords, p.widths[colWords]) <= width {
		p.lay = layout{single: true, words: total, room: max(width-total, 0)}
		return
	}
	p.pair(width)
}

// sides is the heading over the addresses of both sides.
const sides = "client, server"

// pair arranges rows of a line for each side: the columns of both sides are one.
func (p *printer) pair(width int) {
	w := &p.measured
	w[colClient] = max(w[colClient], w[colServer], len(sides))
	w[colPackets] = max(w[colPackets], w[colPackets+1], len("packets"))
	w[colBytes] = max(w[colBytes], w[colBytes+1], len("bytes"))
	// Behind the address stands a mark.
	others := w[colStream] + gap + 1 + 1 + gap + w[colPackets] + gap + w[colBytes] + gap + w[colTime] + gap
	w[colClient] = min(w[colClient], width-others)
	p.widths = *w
	begin := others + w[colClient]
	if width-begin < minWords {
		p.lay = layout{words: w[colStream] + gap, room: width - w[colStream] - gap, below: true}
		return
	}
	p.lay = layout{words: begin, room: width - begin}
}

// heading writes the headings.
func (p *printer) heading() {
	if p.lay.single {
		for i := range headings {
			p.cell(i, []byte(headings[i]))
		}
	} else {
		p.side(" ", []byte("stream"), []byte(sides), []byte("packets"), []byte("bytes"), []byte("time"))
		if !p.lay.below {
			p.pad(p.lay.words)
			p.line = append(p.line, "what was seen"...)
		}
	}
	p.endLine(render.Name)
}

// cell appends a cell and the gap behind it.
func (p *printer) cell(column int, content []byte) {
	if column == colWords {
		p.line = append(p.line, content...)
		return
	}
	p.line = appendCell(p.line, content, p.widths[column], rightAligned(column))
	p.line = append(p.line, "  "...)
}

// print writes the row.
func (p *printer) print() {
	if p.lay.single {
		for i := range p.row[:colWords] {
			p.cell(i, p.row[i])
		}
		p.spread(p.row[colWords])
		return
	}
	r := &p.row
	words := r[colWords]
	p.side(">", r[colStream], r[colClient], r[colPackets], r[colBytes], r[colTime])
	words = p.wordsBeside(words)
	p.endLine(render.Body)
	p.side("<", nil, r[colServer], r[colPackets+1], r[colBytes+1], nil)
	words = p.wordsBeside(words)
	p.endLine(render.Body)
	if len(words) > 0 {
		p.spread(words)
	}
}

// side appends the cells of one side.
func (p *printer) side(mark string, stream, address, packets, octets, time []byte) {
	p.cell(colStream, stream)
	p.line = append(appendCell(p.line, address, p.widths[colClient], false), ' ')
	p.line = append(append(p.line, mark...), "  "...)
	p.cell(colPackets, packets)
	p.cell(colBytes, octets)
	p.cell(colTime, time)
}

// wordsBeside appends what has room of the words, and returns the rest.
func (p *printer) wordsBeside(words []byte) []byte {
	if p.lay.below || len(words) == 0 {
		return words
	}
	p.pad(p.lay.words)
	head, rest := breakLine(words, p.lay.room)
	p.line = append(p.line, head...)
	return rest
}

// spread writes words in as many lines as they need, and ends the last.
func (p *printer) spread(words []byte) {
	for {
		p.pad(p.lay.words)
		head, rest := breakLine(words, p.lay.room)
		p.line = append(p.line, head...)
		p.endLine(render.Body)
		if words = rest; len(words) == 0 {
			return
		}
	}
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
