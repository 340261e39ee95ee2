package scroll

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/labels"
	"wireladder/render/sheet"
	"wireladder/render/words"
)

// heads writes the names of lifelines that begin with a packet; of all that are open if the
// last ones have scrolled away.
func (p *Printer) heads(m *run.Moment, from *post, fromBegins bool, to *post, toBegins bool) error {
	named := p.named(m.From, from) || fromBegins
	if p.named(m.To, to) || toBegins {
		if named {
			return p.names(from, to)
		}
		return p.names(to)
	}
	if named {
		return p.names(from)
	}
	if rows := p.options.Style.Rows; rows > 0 && p.since >= rows-mostHeads {
		p.since = 0
		return p.namesOfAll()
	}
	return nil
}

// named takes notice of who has the socket of a lane, if that is known just now.
func (p *Printer) named(k *run.Socket, at *post) bool {
	if at.shared || k.Process == "" {
		return false
	}
	name := nameOf(k)
	news := at.name != name
	at.name = name
	return news
}

// mostHeads is how many rows heads take that are repeated.
const mostHeads = 6

// namesOfAll writes the names of the lifelines that are open, those in the middle last.
func (p *Printer) namesOfAll() error {
	var sides [2][]*post
	for _, one := range p.lanes.open() {
		sides[one.side] = append(sides[one.side], one)
	}
	for i := range min(max(len(sides[0]), len(sides[1])), mostHeads) {
		var row []*post
		for _, side := range sides {
			if i < len(side) {
				row = append(row, side[i])
			}
		}
		if err := p.names(row...); err != nil {
			return err
		}
	}
	return nil
}

// names writes names at lifelines, those of two in one row if there is room.
func (p *Printer) names(all ...*post) error {
	if len(all) > 1 && !p.haveRoom(all[0], all[1]) {
		for _, one := range all {
			if err := p.names(one); err != nil {
				return err
			}
		}
		return nil
	}
	s := p.begin(1)
	for _, one := range all {
		p.name(s, one)
	}
	if len(all) == len(s.Verticals) {
		p.since = 0 // these are all
	}
	return p.put(s)
}

// haveRoom reports whether the names of two lifelines stand beside each other.
func (p *Printer) haveRoom(a, b *post) bool {
	cells := func(one *post) int { return p.medium.Cells(p.medium.Encode(one.name)) }
	return a.side != b.side && cells(a)+cells(b)+2 <= max(a.x, b.x)-min(a.x, b.x)
}

// name puts a name at its lifeline: flush left on the initiators' side, flush right on the
// responders'. Lifelines beneath it are not seen in that row.
func (p *Printer) name(s *sheet.Sheet, one *post) {
	name := sheet.Shorten(p.medium, p.medium.Encode(one.name), p.right-p.digits-2)
	cells := p.medium.Cells(name)
	x, padded := one.x, name+" "
	if one.side == flow.Responder {
		x, padded = one.x-cells, " "+name
		if x < p.digits+1 {
			x = p.digits + 1
		}
	} else if x+cells > p.right {
		x = p.right - cells
	}
	s.Texts = append(s.Texts, sheet.Text{X: x, S: padded, Kind: sheet.Name})
}

// arrow draws a packet: its arrow, the states that it leads to, and what is said of it.
func (p *Printer) arrow(m *run.Moment, from, to *post) error {
	lo, hi := min(from.x, to.x), max(from.x, to.x)
	gap := p.gap(lo, hi)
	left, right := p.states(m, from.x < to.x)
	said := p.said(m)
	rows, below := 1, 1
	if left != "" || right != "" {
		rows, below = 2, 2
	}
	var lines []string
	switch {
	case said == "":
	case p.notes > 0:
		lines = sheet.Wrap(p.medium, said, p.width-p.notes-1)
		rows = max(rows, len(lines))
	default:
		lines = sheet.Wrap(p.medium, said, gap.Width()-2)
		rows += len(lines)
	}
	s := p.begin(rows)
	p.number(s, m)
	s.Arrows = append(s.Arrows, sheet.Arrow{From: from.x, To: to.x, Tone: tone(m)})
	p.label(s, m, gap, sheet.Span{Lo: lo + 1, Hi: hi})
	if below == 2 {
		s.Texts = append(s.Texts, sheet.Text{X: gap.Lo + 1, Y: 1, S: left, Kind: sheet.StateName}, sheet.Text{X: gap.Hi - 1 - p.medium.Cells(right), Y: 1, S: right, Kind: sheet.StateName})
	}
	for i, line := range lines {
		x, y := gap.Lo+1, below+i
		if p.notes > 0 {
			x, y = p.notes, i
		}
		s.Texts = append(s.Texts, sheet.Text{X: x, Y: y, S: line})
	}
	return p.put(s)
}

// gap returns the widest span between two columns that no lifeline crosses.
func (p *Printer) gap(lo, hi int) sheet.Span {
	columns := []int{lo, hi}
	for _, one := range p.lanes.open() {
		if lo < one.x && one.x < hi {
			columns = append(columns, one.x)
		}
	}
	slices.Sort(columns)
	widest := sheet.Span{Lo: lo + 1, Hi: lo + 1}
	for i := 1; i < len(columns); i++ {
		if one := (sheet.Span{Lo: columns[i-1] + 1, Hi: columns[i]}); one.Width() > widest.Width() {
			widest = one
		}
	}
	return widest
}

// arrowEnds is what a label leaves of its arrow, in cells: some shaft and the head.
const arrowEnds = 6

// label puts the label on the arrow: the longest form that has room.
func (p *Printer) label(s *sheet.Sheet, m *run.Moment, gap, all sheet.Span) {
	whose := p.whose(m)
	forms := labels.Packet(m)
	label, in := "", gap
	for _, form := range forms {
		if form = p.medium.Encode(whose + form); p.medium.Cells(form) <= gap.Width()-arrowEnds {
			label = form
			break
		}
	}
	if label == "" {
		in = all
		label = sheet.Shorten(p.medium, p.medium.Encode(whose+forms[len(forms)-1]), max(all.Width()-arrowEnds, 1))
	}
	x := in.Lo + (in.Width()-p.medium.Cells(label)-2)/2
	s.Texts = append(s.Texts, sheet.Text{X: x, S: " " + label + " ", Kind: sheet.Label, Tone: tone(m)})
}

// whose says whose packet it is where a lane has several.
func (p *Printer) whose(m *run.Moment) string {
	for _, k := range []*run.Socket{m.From, m.To} {
		if one := p.lanes.of[keyOf(k)]; one != nil && one.shared {
			return fmt.Sprintf(":%d>:%d ", m.Packet.Src.Port(), m.Packet.Dst.Port())
		}
	}
	return ""
}

// states returns the states that the ends enter, that of the left one first.
func (p *Printer) states(m *run.Moment, rightward bool) (left, right string) {
	if m.Conversation == nil || m.Conversation.Proto != capture.TCP {
		return "", ""
	}
	from := m.Observation.From
	left, right = m.Enters(from), m.Enters(from.Peer())
	if !rightward {
		left, right = right, left
	}
	return bracketed(left), bracketed(right)
}

func bracketed(state string) string {
	if state == "" {
		return ""
	}
	return "[" + state + "]"
}

// said returns as much of the explanation as is wanted, encoded.
func (p *Printer) said(m *run.Moment) string {
	switch p.options.Detail {
	case render.None:
		return ""
	case render.Full:
		return p.medium.Encode(words.Of(m).Full)
	}
	return p.medium.Encode(words.Brief(m))
}

// tone says what matters most in a packet.
func tone(m *run.Moment) render.Tone {
	switch e := m.Events; {
	case e.Has(flow.RST), e.Has(flow.Unreachable):
		return render.Aborts
	case e.Has(flow.SYN), e.Has(flow.SYNACK):
		return render.Opens
	case e.Has(flow.FIN):
		return render.Closes
	case e.Has(flow.Data):
		return render.Carries
	case e.Has(flow.ACK):
		return render.Confirms
	}
	return render.Plain
}
