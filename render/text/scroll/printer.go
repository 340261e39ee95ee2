package scroll

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/labels"
	"wireladder/render/layout"
	"wireladder/render/quantity"
	"wireladder/render/rhythm"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/words"
)

// Options say how rows are drawn.
type Options struct {
	Style  text.Style
	Detail render.Detail // how much is said of each packet
}

// Printer draws moments as they come. Make one with NewPrinter.
type Printer struct {
	out     *text.Sheets
	medium  sheet.Medium
	options Options
	width   int // of a sheet, in cells
	digits  int // of the numbers of packets, as far as they have come
	right   int // the last column of the ladder
	notes   int // the first of what stands beside it; 0: sentences stand below the arrows
	lanes   *lanes
	rhythm  rhythm.Rhythm
	since   int // rows since the last heads
}

// Widths, in cells.
const (
	firstDigits = 4
	notesFrom   = 112 // from here on sentences stand beside the ladder
	leastGap    = 30  // between the two sides
	mostLanes   = 12  // a side
)

// NewPrinter returns a Printer that writes to w.
func NewPrinter(w io.Writer, o Options) *Printer {
	p := &Printer{out: text.NewSheets(w, o.Style), medium: text.Medium(o.Style.ASCII), options: o, width: layout.SheetWidth(o.Style.Width), digits: firstDigits}
	p.arrange()
	return p
}

// arrange finds out where everything stands. No lifeline is open then.
func (p *Printer) arrange() {
	p.right, p.notes = p.width-2, 0
	if p.width >= notesFrom && p.options.Detail != render.None {
		p.right = p.width*3/5 - 2
		p.notes = p.right + 3
	}
	left := p.digits + 2
	n := min(max((p.right-left-leastGap)/(2*between), 1), mostLanes)
	p.lanes = newLanes(n, left, p.right)
}

// Moment draws a packet. What is no packet, and a copy of one, has no row.
func (p *Printer) Moment(m *run.Moment) error {
	if m.Kind != run.Packet && m.Kind != run.Stray || m.CopyOf > 0 {
		return nil
	}
	if err := p.pause(m.Time); err != nil {
		return err
	}
	if n := len(strconv.Itoa(m.Packet.Number)); n > p.digits {
		p.digits = n
		p.arrange() // lifelines begin anew, further right
	}
	if m.From == nil || m.To == nil {
		return p.remark(m)
	}
	from, begins := p.lanes.take(m.From, m.Time)
	to, begun := p.lanes.take(m.To, m.Time)
	if err := p.heads(m, from, begins, to, begun); err != nil {
		return err
	}
	if from.side == to.side {
		return p.remark(m)
	}
	err := p.arrow(m, from, to)
	p.end(m)
	return err
}

// pause tells of a time in which nothing came.
func (p *Printer) pause(now time.Time) error {
	gone, told := p.rhythm.Told(now)
	if !told {
		return nil
	}
	return p.across(" … " + quantity.Duration(gone) + " later … ")
}

// across draws a row with a few words in its middle.
func (p *Printer) across(said string) error {
	said = sheet.Shorten(p.medium, p.medium.Encode(said), p.right-p.digits-1)
	lo := p.digits + 2
	s := p.begin(1)
	s.Rules = append(s.Rules, sheet.Rule{From: lo, To: p.right, Kind: sheet.Gap})
	s.Texts = append(s.Texts, sheet.Text{X: lo + (p.right-lo-p.medium.Cells(said))/2, S: said, Kind: sheet.Faint})
	return p.put(s)
}

// Skipped says that so many packets have no rows.
func (p *Printer) Skipped(packets int) error {
	return p.across(" … " + quantity.Count(packets, "packet") + " not drawn: more came than could be drawn … ")
}

// Forgot says that what was known of conversations is known no longer, for want of room or
// because packets were passed over: all lifelines begin anew.
func (p *Printer) Forgot(why string) error {
	p.arrange()
	return p.across(" … " + why + " … ")
}

// Say writes a paragraph that is about no single packet, so many cells from the left.
func (p *Printer) Say(kind sheet.TextKind, indent int, said string) error {
	lines := sheet.Wrap(p.medium, p.medium.Encode(said), p.width-1-indent)
	s := &sheet.Sheet{Width: p.width, Height: len(lines)}
	for y, line := range lines {
		s.Texts = append(s.Texts, sheet.Text{X: indent, Y: y, S: line, Kind: kind})
	}
	return p.put(s)
}

// Flush writes what was gathered.
func (p *Printer) Flush() error { return p.out.Flush() }

// remark tells of a packet that is no arrow.
func (p *Printer) remark(m *run.Moment) error {
	said := labels.Packet(m)[0]
	if brief := words.Brief(m); brief != "" && p.options.Detail != render.None {
		said += ": " + brief
	}
	left := p.digits + 2
	lines := sheet.Wrap(p.medium, p.medium.Encode(said), p.right-left)
	s := &sheet.Sheet{Width: p.width, Height: len(lines)}
	p.number(s, m)
	for y, line := range lines {
		s.Texts = append(s.Texts, sheet.Text{X: left, Y: y, S: line, Kind: sheet.Warning})
	}
	return p.put(s)
}

// number puts the number of a packet into the margin.
func (p *Printer) number(s *sheet.Sheet, m *run.Moment) {
	s.Texts = append(s.Texts, sheet.Text{S: fmt.Sprintf("%*d", p.digits, m.Packet.Number), Kind: sheet.Faint})
}

// begin returns a sheet with the lifelines that are open.
func (p *Printer) begin(rows int) *sheet.Sheet {
	s := &sheet.Sheet{Width: p.width, Height: rows}
	for _, one := range p.lanes.open() {
		s.Verticals = append(s.Verticals, sheet.Vertical{X: one.x, To: rows - 1})
	}
	return s
}

// put writes a sheet.
func (p *Printer) put(s *sheet.Sheet) error {
	p.since += s.Height
	return p.out.Put(s)
}

// end closes the lifelines of a connection that is over.
func (p *Printer) end(m *run.Moment) {
	if m.Conversation == nil || m.Conversation.Proto != capture.TCP || !isOver(m.After[flow.Initiator]) || !isOver(m.After[flow.Responder]) {
		return
	}
	p.lanes.close(m.From)
	p.lanes.close(m.To)
}

// isOver reports whether a side in that state sends nothing of its own any more.
func isOver(s flow.State) bool { return s == flow.Closed || s == flow.TimeWait }
