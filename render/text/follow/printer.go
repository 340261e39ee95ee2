package follow

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/text"
	"wireladder/render/words"
)

// Options say how a stream is printed.
type Options struct {
	text.Style
	Hex bool // in hexadecimal, with the bytes' offsets
}

// Printer prints one stream. After an error of the io.Writer every further call
// returns that error.
type Printer struct {
	out        *writer
	hex        bool
	begun      bool
	proto      capture.Protocol
	directions [2]direction // by flow.Side
	printed    [2]int64     // octets, by flow.Side
	missing    [2]int64     // octets that were not captured
	packets    [2]int       // with payload, or datagrams
	reset      bool
}

// NewPrinter returns a Printer to w.
func NewPrinter(w io.Writer, o Options) *Printer {
	return &Printer{out: newWriter(w, o.Style), hex: o.Hex}
}

// Packet prints what a packet of the stream adds to it. One that was captured before
// adds nothing.
func (p *Printer) Packet(m *run.Moment) error {
	o := &m.Observation
	if o.Conversation == nil || o.CopyOf > 0 || m.Facts.Old != nil {
		return p.out.err
	}
	p.begin(o)
	switch o.Packet.Proto {
	case capture.TCP:
		p.segment(m)
	case capture.UDP:
		p.datagram(o)
	default:
		p.out.remark(o.From, words.Brief(m))
	}
	return p.out.err
}

// begin prints who speaks, once.
func (p *Printer) begin(o *flow.Observation) {
	if p.begun {
		return
	}
	c := o.Conversation
	p.begun, p.proto = true, c.Proto
	p.out.title(c.Proto.String() + ":" + strconv.Itoa(c.Stream))
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		p.out.remark(side, c.Endpoint(side).String()+", the "+side.String())
	}
}

// segment takes a TCP segment: what it carries, and what it acknowledges.
func (p *Printer) segment(m *run.Moment) {
	o := &m.Observation
	sent, flags := &p.directions[o.From], o.Packet.TCP.Flags
	from := o.Seq
	if flags.Has(capture.SYN) {
		from++
	}
	if !flags.Has(capture.RST) {
		p.carried(m, sent, from)
	}
	if flags.Has(capture.ACK) && !flags.Has(capture.RST) {
		p.print(o.From.Peer(), p.directions[o.From.Peer()].ack(o.Ack))
	}
	if flags.Has(capture.RST) && !p.reset {
		p.reset = true
		said := words.Brief(m)
		if !strings.Contains(said, "RST") {
			said = "RST: " + said
		}
		p.out.remark(o.From, said)
	}
}

// carried takes what a segment carries.
func (p *Printer) carried(m *run.Moment, sent *direction, from int64) {
	o := &m.Observation
	if !sent.known && from > 1 {
		from = o.Seq
	}
	sent.begin(from)
	n := int64(o.Packet.PayloadLength)
	if n > 0 {
		p.packets[o.From]++
		p.octets(m, sent, received{from, from + n, captured(o.Packet)})
	}
	if o.Packet.TCP.Flags.Has(capture.FIN) && !sent.fin {
		sent.fin, sent.end = true, from+n
	}
}

// octets takes the octets of a segment. One that is urgent stands apart: a program
// that does not ask for it (MSG_OOB) does not read it among the others (tcp(7)).
func (p *Printer) octets(m *run.Moment, sent *direction, s received) {
	from := m.Observation.From
	if a := m.Facts.Again; a != nil && a.Conflict.Len() > 0 {
		p.out.remark(from, fmt.Sprintf("packet %d has other content for %s: what came first is shown", m.Packet.Number, words.Bytes(a.Conflict)))
	}
	at := s.from + int64(m.Packet.TCP.Urgent) - 1
	if !m.Facts.Open.Has(facts.Urgent) || at < s.from || at-s.from >= int64(len(s.data)) || at < sent.next {
		p.print(from, sent.add(s))
		return
	}
	p.print(from, sent.add(received{s.from, at, s.data[:at-s.from]}))
	if sent.next == at {
		sent.next++
		p.printed[from]++
		p.out.remark(from, fmt.Sprintf("urgent: %q", s.data[at-s.from:at-s.from+1]))
	}
	p.print(from, sent.add(received{at + 1, s.to, s.data[at-s.from+1:]}))
}

// captured returns the payload as far as it was captured.
func captured(p *capture.Packet) []byte { return p.Payload[:min(len(p.Payload), p.PayloadLength)] }

// datagram prints a datagram, which begins a line of its own.
func (p *Printer) datagram(o *flow.Observation) {
	p.packets[o.From]++
	data := captured(o.Packet)
	switch {
	case o.Packet.PayloadLength == 0:
		p.out.remark(o.From, "an empty datagram")
	case p.hex:
		p.out.hex(o.From, data, 0)
	default:
		p.out.datagram(o.From, data)
	}
	p.printed[o.From] += int64(len(data))
	p.gap(o.From, int64(o.Packet.PayloadLength-len(data)))
}

// print prints pieces of a TCP stream.
func (p *Printer) print(side flow.Side, pieces []piece) {
	for _, piece := range pieces {
		if piece.missing > 0 {
			p.gap(side, piece.missing)
			continue
		}
		if p.hex {
			p.out.hex(side, piece.data, p.printed[side]+p.missing[side])
		} else {
			p.out.text(side, piece.data)
		}
		p.printed[side] += int64(len(piece.data))
	}
}

// gap says that octets were not captured.
func (p *Printer) gap(side flow.Side, n int64) {
	if n <= 0 {
		return
	}
	p.missing[side] += n
	p.out.remark(side, quantity.Count(n, "byte")+" not captured")
}

// Flush writes what was gathered.
func (p *Printer) Flush() error { return p.out.flush() }

// Close prints what is left, and what each side has sent. It does not close the
// io.Writer.
func (p *Printer) Close() error {
	if !p.begun {
		return p.out.flush()
	}
	for side := range p.directions {
		p.print(flow.Side(side), p.directions[side].finish()) //nolint:gosec // two of them
	}
	for _, side := range []flow.Side{flow.Initiator, flow.Responder} {
		p.out.remark(side, p.sum(side))
	}
	return p.out.flush()
}

// sum says what a side has sent.
func (p *Printer) sum(side flow.Side) string {
	s := "sent " + quantity.Count(p.printed[side]+p.missing[side], "byte")
	if p.proto == capture.UDP {
		s += " in " + quantity.Count(int64(p.packets[side]), "datagram")
	}
	if n := p.missing[side]; n > 0 {
		s += ", " + quantity.Count(n, "byte") + " not captured"
	}
	switch {
	case p.proto == capture.UDP:
		return s
	case p.directions[side].fin:
		return s + ", and its FIN"
	}
	return s + ", and no FIN"
}
