package order

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// ranked is what one packet tells of its place among the others of its connection.
type ranked struct {
	number    int
	from      flow.Side
	seq, next int64 // relative, as flow.Observation has them
	ack       int64
	acks      bool
	opens     bool // SYN or SYN,ACK
	ends      bool // it is the first to acknowledge the SYN,ACK
	answers   int  // of a RST: the packet that it answers; 0: none is known
	cause     string
}

// Clues are what is known of the packets of a run. Make them with NewClues.
type Clues struct {
	connections []*succession // that have packets, in order of appearance
	of          map[*flow.Conversation]*succession
	calls       map[*run.Socket]*calls
	last        *run.Moment // that was noted
}

// succession is what is known of one connection: its packets in the order in which they were captured.
type succession struct {
	packets []ranked
	unfit   bool // something is repeated, lost or missing: of it nothing is asked
}

// calls are those of one socket that can cause packets.
type calls struct {
	opens string // connect(), or what opens fast
	sent  []sent
	octet int64 // of the stream: behind what was sent so far
	ends  string
}

// sent is a call that has sent octets: up to, not including, one of the stream.
type sent struct {
	name string
	to   int64
}

// NewClues returns Clues that know nothing.
func NewClues() *Clues {
	return &Clues{of: map[*flow.Conversation]*succession{}, calls: map[*run.Socket]*calls{}}
}

// Note takes notice of what a moment tells. Moments come in their order, and may come again at once.
func (f *Clues) Note(m *run.Moment) {
	if m == f.last {
		return
	}
	f.last = m
	switch {
	case m.Kind == run.Packet && m.Packet.Proto == capture.TCP:
		f.packet(m)
	case (m.Kind == run.Call || m.Kind == run.Enter) && m.Socket != nil:
		f.call(m)
	}
}

// packet notes a packet of a connection.
func (f *Clues) packet(m *run.Moment) {
	c := f.of[m.Conversation]
	if c == nil {
		c = &succession{}
		f.of[m.Conversation] = c
		f.connections = append(f.connections, c)
	}
	k := m.Facts
	c.unfit = c.unfit || m.CopyOf > 0 || k.Again != nil || k.Fate.Lost() || k.Old != nil || k.Probe != nil || k.Unseen != nil || k.Before != nil
	p := ranked{
		number: m.Packet.Number, from: m.Observation.From, seq: m.Seq, next: m.Next, ack: m.Ack, acks: m.Packet.TCP.Flags.Has(capture.ACK),
		opens: m.Events.Has(flow.SYN) || m.Events.Has(flow.SYNACK), ends: m.Acked.SYN && m.Observation.From == flow.Initiator,
	}
	if r := k.Reset; r != nil {
		p.answers = r.Answers
	}
	p.cause = f.cause(m)
	c.packets = append(c.packets, p)
}

// call notes a call that may cause packets. It stands before them.
func (f *Clues) call(m *run.Moment) {
	c := m.Call
	of := f.calls[m.Socket]
	if of == nil {
		of = &calls{octet: 1}
		f.calls[m.Socket] = of
	}
	switch {
	case c.Does(capture.Connects):
		of.opens = "connect()"
	case c.Does(capture.Sends) && c.Returned() && c.Errno == "":
		of.octet += c.Result
		of.sent = append(of.sent, sent{fmt.Sprintf("%s() no. %d", c.Name, len(of.sent)+1), of.octet})
		if run.OpensFast(c) {
			of.opens = of.sent[0].name
		}
	case of.ends == "" && (c.Does(capture.Closes) || c.Does(capture.Ends) || c.Does(capture.ShutsDown) && c.Args.How&capture.ShutWrite != 0):
		of.ends = c.Name + "()"
	}
}

// kernel is the cause of what no call has caused.
const kernel = "no call: its kernel"

// cause names the calls that have caused a packet, as far as the calls of its socket show it; "" where none of them is
// in the recording.
func (f *Clues) cause(m *run.Moment) string {
	of := f.calls[m.From]
	switch {
	case m.From == nil || m.From.FD < 0 || m.Facts.Reset != nil && m.Facts.Reset.Why == facts.Aborts && of == nil:
		return ""
	case of == nil:
		return kernel
	}
	var all string
	add := func(name string) {
		if name == "" {
			return
		}
		if all != "" {
			all += " and "
		}
		all += name
	}
	if m.Events.Has(flow.SYN) {
		add(of.opens)
	}
	begin, end := m.Seq, m.Seq+int64(m.Packet.PayloadLength)
	if m.Events.Has(flow.SYN) || m.Events.Has(flow.SYNACK) {
		begin, end = begin+1, end+1
	}
	first := int64(1)
	for _, s := range of.sent {
		if first < end && begin < s.to && (s.name != of.opens || !m.Events.Has(flow.SYN)) {
			add(s.name)
		}
		first = s.to
	}
	if m.Events.Has(flow.FIN) || m.Facts.Reset != nil && m.Facts.Reset.Why == facts.Aborts {
		add(of.ends)
	}
	if all == "" {
		return kernel
	}
	return all
}
