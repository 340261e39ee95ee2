package detail

import (
	"fmt"
	"io"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/message"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/words"
)

// Options say how packets are printed.
type Options struct {
	text.Style
	Detail render.Detail // how much is explained
}

// maxBuffer is how many octets are gathered before they are written.
const maxBuffer = 64 << 10

// Printer prints packets and calls. After an error of the io.Writer every
// further call returns that error.
type Printer struct {
	w      io.Writer
	o      Options
	medium sheet.Medium
	start  time.Time // of the first packet
	buffer []byte
	rows   *[]PrintedRow // where rows go instead; nil: they are written
	err    error
}

// NewPrinter returns a Printer to w.
func NewPrinter(w io.Writer, o Options) *Printer {
	if o.Terminal && o.Width == 0 {
		o.Width = 80
	}
	return &Printer{w: w, o: o, medium: text.Medium(o.ASCII)}
}

// Packet prints a packet: when it came, its headers from the outermost to the
// innermost, what it means, what is said about it, and its bytes.
func (p *Printer) Packet(m *run.Moment) error {
	o, packet := &m.Observation, m.Packet
	if p.start.IsZero() {
		p.start = packet.Time
	}
	p.line(sheet.Heading, 0, p.heading(packet))
	p.headers(o)
	p.said(o, words.Of(m))
	p.dump(packet.Data)
	return p.flushFull()
}

// headers prints the headers of a packet.
func (p *Printer) headers(o *flow.Observation) {
	packet := o.Packet
	link, ip := linkHeader(packet.Link, packet.Data)
	if link != "" {
		link = ": " + link
	}
	p.line(sheet.Body, 1, linkName(packet.Link)+link)
	if header := networkHeader(ip); header != "" {
		p.line(sheet.Body, 1, header)
	}
	for _, line := range wrapping(packet) {
		p.line(sheet.Body, 1, line)
	}
	for _, line := range transportHeader(o) {
		p.line(sheet.Body, 1, line)
	}
}

// heading names a packet.
func (p *Printer) heading(packet *capture.Packet) string {
	captured := ""
	if n := len(packet.Data); n < packet.Length {
		captured = fmt.Sprintf(", %d captured", n)
	}
	at := "no time"
	if !packet.Time.IsZero() {
		at = packet.Time.UTC().Format("2006-01-02 15:04:05.000000000") + " · +" + quantity.Span(packet.Time.Sub(p.start))
	}
	return fmt.Sprintf("packet %d · %s · %d octets%s", packet.Number, at, packet.Length, captured)
}

// said prints what a packet means and what is said about it.
func (p *Printer) said(o *flow.Observation, said words.Sentence) {
	if s := meaning(o); s != "" {
		p.line(sheet.StateName, 1, s)
	}
	if o.Packet.Problem != "" {
		p.line(sheet.Warning, 1, "problem: "+o.Packet.Problem)
	}
	sentence := ""
	switch p.o.Detail {
	case render.Brief:
		sentence = said.Brief
	case render.Full:
		sentence = said.Full
	}
	if sentence != "" && (o.Packet.Problem == "" || !strings.Contains(sentence, o.Packet.Problem)) {
		p.line(sheet.Body, 1, sentence)
	}
	if c := o.Packet.Comment; c != "" && c != words.Comment(o.Packet.Number, said) {
		p.line(sheet.Body, 1, "comment: "+c)
	}
}

// dump prints bytes in hexadecimal, and an empty line.
func (p *Printer) dump(data []byte) {
	var row []byte
	for offset := int64(0); len(data) > 0; offset += 16 {
		row, data = text.AppendHexRow(row[:0], offset, data)
		if p.rows != nil {
			*p.rows = append(*p.rows, PrintedRow{sheet.Body, "  " + string(row)})
			continue
		}
		p.buffer = append(append(append(p.buffer, "  "...), row...), '\n')
	}
	p.put(sheet.Body, "")
}

// Call prints a socket call.
func (p *Printer) Call(c *capture.Call) error {
	who := c.Process.Name
	if who == "" {
		who = "call"
	}
	p.line(sheet.CallName, 0, fmt.Sprintf("%s · %s · %s", who, c.Key().UTC().Format("2006-01-02 15:04:05.000000000"), c.Message()))
	p.buffer = append(p.buffer, '\n')
	return p.flushFull()
}

// Delivery prints what became of a packet on the wire.
func (p *Printer) Delivery(d *capture.Delivery) error { return p.remark(d.Time, message.Delivery(d)) }

// Snapshot prints what the kernel said of its sockets.
func (p *Printer) Snapshot(s *capture.Snapshot) error { return p.remark(s.Time, message.Snapshot(s)) }

// Counters prints what the kernel has counted.
func (p *Printer) Counters(c *capture.Counters) error { return p.remark(c.Time, message.Counters(c)) }

// remark prints what has no frame.
func (p *Printer) remark(at time.Time, what string) error {
	p.line(sheet.Faint, 0, at.UTC().Format("2006-01-02 15:04:05.000000000")+" · "+what)
	p.buffer = append(p.buffer, '\n')
	return p.flushFull()
}

// line prints s, indented, in as many rows as it needs.
func (p *Printer) line(style sheet.TextKind, indent int, s string) {
	margin := strings.Repeat("  ", indent)
	for i, row := range sheet.Wrap(p.medium, p.medium.Encode(s), p.room(2*indent+2)) {
		if i == 1 {
			margin += "  "
		}
		p.put(style, margin+row)
	}
}

// put prints a row.
func (p *Printer) put(kind sheet.TextKind, row string) {
	if p.rows != nil {
		*p.rows = append(*p.rows, PrintedRow{kind, row})
		return
	}
	p.buffer = append(p.buffer, text.Styled(p.o.Color, kind, render.Plain, row)...)
	p.buffer = append(p.buffer, '\n')
}

// room returns the cells of a row beside a margin; where nobody says how wide
// rows are, they have no end.
func (p *Printer) room(margin int) int {
	if p.o.Width == 0 {
		return 1 << 30
	}
	return max(p.o.Width-margin, 20)
}

func (p *Printer) flushFull() error {
	if p.err == nil && len(p.buffer) < maxBuffer {
		return nil
	}
	return p.Flush()
}

// Flush writes what was gathered.
func (p *Printer) Flush() error {
	if p.err == nil && len(p.buffer) > 0 {
		_, p.err = p.w.Write(p.buffer)
	}
	p.buffer = p.buffer[:0]
	return p.err
}
