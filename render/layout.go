package render

// Distances between what stands side by side, in cells.
const (
	between     = 4  // two ladders
	spaceBeside = 22 // two lifelines of one side, with the labels of calls
)

// Layout places a diagram on a sheet.
func Layout(d *Diagram, o Options) *Sheet {
	p := &page{Sheet: &Sheet{}, medium: o.Medium, detail: o.Detail, growing: o.Growing, width: sheetWidth(o.Width)}
	p.heading(d.Title)
	p.captions(d.Captions)
	p.ladders(d)
	if !o.Growing {
		p.table(&d.Totals)
		p.legend()
		p.notes(d.Notes)
	}
	p.finish()
	return p.Sheet
}

func sheetWidth(width int) int {
	if width == 0 {
		width = defaultWidth
	}
	return min(max(width, MinWidth), MaxWidth)
}

// page is a sheet that is being filled from the top down.
type page struct {
	*Sheet
	medium  Medium
	detail  Detail
	growing bool
	width   int // cells that may be used
	y       int // the next free row
	used    usage
}

// usage notes what the legend must explain.
type usage struct{ states, observed, kernel, waiting, finishing, slopes, lost bool }

// text puts an encoded string at a place.
func (p *page) text(x, y int, s string, style Style) {
	if s != "" {
		p.Texts = append(p.Texts, Text{X: x, Y: y, S: s, Style: style})
	}
}

// paragraph puts a string into as many rows from y on as it takes, none wider
// than width, and returns the row after them.
func (p *page) paragraph(x, y, width int, s string, style Style) int {
	for _, line := range wrap(p.medium, p.medium.Encode(s), width) {
		p.text(x, y, line, style)
		y++
	}
	return y
}

func (p *page) heading(title string) {
	if title == "" {
		return
	}
	p.text(0, p.y, p.medium.Encode(title), Heading)
	p.y += 2
}

// captions says above the ladders how they were observed.
func (p *page) captions(lines []string) {
	for _, c := range lines {
		p.y = p.paragraph(0, p.y, p.width, c, Faint)
	}
	if len(lines) > 0 {
		p.y++
	}
}

// ladders places the ladders: side by side if they are to be compared and
// there is room, else one under the other.
func (p *page) ladders(d *Diagram) {
	if widths, ok := p.besides(d); ok {
		p.besideEachOther(d.Ladders, widths)
		return
	}
	for i := range d.Ladders {
		l := newLadderLayout(p, &d.Ladders[i], 0, p.width)
		l.draw(p.y, nil)
		p.y = l.y + 1
	}
}

// besides divides the width among ladders that are to stand side by side, by
// what each needs, and reports whether there is room.
func (p *page) besides(d *Diagram) ([]int, bool) {
	if !d.Aligned || len(d.Ladders) < 2 {
		return nil, false
	}
	room, widths := p.width-between*(len(d.Ladders)-1), []int{}
	for i := range d.Ladders {
		widths = append(widths, needed(&d.Ladders[i]))
		room -= widths[i]
	}
	if room < 0 {
		return nil, false
	}
	for i := range widths {
		widths[i] += room / len(widths)
	}
	return widths, true
}

// needed returns the cells that a ladder takes when it stands beside another.
func needed(l *Ladder) int {
	return gutter(l) + goodGap + spaceBeside*max(0, len(l.Lifelines)-2)
}

// besideEachOther places ladders so that their phases begin in the same rows:
// once to see how long each phase gets, once for good.
func (p *page) besideEachOther(ladders []Ladder, widths []int) {
	var rows starts
	top, bottom := p.y, p.y
	for pass := range 2 {
		x, lengths := 0, []starts{}
		for i := range ladders {
			on := p
			if pass == 0 {
				on = &page{Sheet: &Sheet{}, medium: p.medium, detail: p.detail, width: p.width}
			}
			l := newLadderLayout(on, &ladders[i], x, widths[i])
			l.draw(top, rows)
			x += widths[i] + between
			bottom = max(bottom, l.y)
			lengths = append(lengths, l.starts)
		}
		rows = align(ladders, lengths)
	}
	p.y = bottom + 1
}

// begin is that a phase begins, for the n-th time.
type begin struct {
	phase string
	n     int
}

// starts are the rows in which phases begin.
type starts map[begin]int

// align returns the rows in which phases begin, late enough for every ladder.
func align(ladders []Ladder, begins []starts) starts {
	rows, shift := starts{}, make([]int, len(ladders))
	for _, b := range inOrder(begins) {
		row := 0
		for i := range begins {
			if at, ok := begins[i][b]; ok {
				row = max(row, at+shift[i])
			}
		}
		for i := range begins {
			if at, ok := begins[i][b]; ok {
				shift[i] = row - at
			}
		}
		rows[b] = row
	}
	return rows
}

// inOrder returns all beginnings in the order of the phases of an exchange: requests and
// replies by turns, and the close last.
func inOrder(all []starts) []begin {
	rounds := 0
	for _, s := range all {
		for b := range s {
			rounds = max(rounds, b.n)
		}
	}
	order := []begin{{phaseSetup, 1}}
	for n := 1; n <= rounds; n++ {
		order = append(order, begin{phaseRequest, n}, begin{phaseReply, n})
	}
	return append(order, begin{phaseClose, 1})
}

// table places a table: the first column as wide as it must be, the others
// alike.
func (p *page) table(t *Table) {
	if len(t.Rows) == 0 {
		return
	}
	p.text(0, p.y, p.medium.Encode(t.Title), Heading)
	p.y++
	widths := p.columnWidths(t)
	for r, row := range t.Rows {
		x, height := 2, 1
		for c, cell := range row {
			lines := wrap(p.medium, p.medium.Encode(cell), widths[c])
			for i, line := range lines {
				p.text(x, p.y+i, line, cellStyle(r, c))
			}
			x, height = x+widths[c]+2, max(height, len(lines))
		}
		p.y += height
	}
	p.y++
}

func cellStyle(row, column int) Style {
	switch {
	case row == 0:
		return Name
	case column == 0:
		return Faint
	}
	return Body
}

// columnWidths gives each column what its longest cell takes, and what is left
// to the last if that is less.
func (p *page) columnWidths(t *Table) []int {
	var widths []int
	for _, row := range t.Rows {
		for c, cell := range row {
			if c == len(widths) {
				widths = append(widths, 0)
			}
			widths[c] = max(widths[c], p.medium.Cells(p.medium.Encode(cell)))
		}
	}
	room := p.width - 2 - 2*len(widths)
	for i := range widths {
		share := max(10, room/(len(widths)-i))
		if i < len(widths)-1 && widths[i] > share {
			widths[i] = share
		}
		room -= widths[i]
	}
	last := len(widths) - 1
	widths[last] = max(10, min(widths[last], widths[last]+room))
	return widths
}

// legendIndent is where the meanings of the signs begin, in cells.
const legendIndent = 11

// legend explains the signs that were used, and only those.
func (p *page) legend() {
	if p.used.states {
		p.text(2, p.y, p.medium.Encode("(STATE)"), Faint)
		p.meaning("a TCP state that this end enters, inferred from the packets")
	}
	if p.used.observed {
		p.text(2, p.y, p.medium.Encode("[STATE]"), Faint)
		p.meaning(sameState(p.used.states) + "the kernel said so when it was asked (sock_diag)")
	}
	if p.used.kernel {
		p.Junctions = append(p.Junctions, Junction{X: 5, Y: p.y, Kind: Seen, Left: true})
		p.meaning("what the kernel said of this socket (sock_diag); no packet or call tells it")
	}
	p.sign(p.used.waiting, Waiting, "a call waits")
	p.sign(p.used.finishing, Finishing, "the program has closed the socket; its kernel goes on for it")
	p.mark(p.used.slopes, "──╮", "a packet on its way over the wire; the arrowhead with the same number is its arrival")
	p.mark(p.used.lost, "──✗", "a packet that the wire loses")
}

// sameState begins the meaning of an observed state, after that of an inferred
// one if there is any.
func sameState(inferred bool) string {
	if inferred {
		return "the same, and "
	}
	return "a TCP state that this end enters; "
}

func (p *page) sign(used bool, kind VerticalKind, meaning string) {
	if !used {
		return
	}
	p.Verticals = append(p.Verticals, Vertical{X: 5, From: p.y, To: p.y, Kind: kind})
	p.meaning(meaning)
}

// mark explains what is drawn in characters.
func (p *page) mark(used bool, sign, meaning string) {
	if used {
		p.text(4, p.y, p.medium.Encode(sign), Faint)
		p.meaning(meaning)
	}
}

func (p *page) meaning(text string) {
	p.y = p.paragraph(legendIndent, p.y, p.width-legendIndent, text, Faint)
}

func (p *page) notes(notes []string) {
	for _, n := range notes {
		p.y = p.paragraph(0, p.y, p.width, n, Warning)
	}
}

// finish measures the sheet.
func (p *page) finish() {
	p.Height = p.y
	p.Width = p.width
	for i := range p.Texts {
		p.Width = max(p.Width, p.Texts[i].X+p.medium.Cells(p.Texts[i].S))
	}
	for i := range p.Verticals {
		p.Width = max(p.Width, p.Verticals[i].X+1)
	}
}
