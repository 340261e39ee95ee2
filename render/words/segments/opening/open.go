package opening

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// SYN speaks of the segment that asks for a connection.
func SYN(m *run.Moment) sentence.Sentence {
	h, f, from := m.Packet.TCP, m.Facts, sentence.From(m)
	s := sentence.New(
		"asks to connect; the SYN uses up number 0",
		fmt.Sprintf("%s asks to open a connection. It numbers its bytes from %d on (shown as 0); the SYN itself uses up number 0, so that the first byte will be number 1 and the SYN can be acknowledged.", sentence.Capital(from), h.Seq),
	)
	switch {
	case f.Open.Has(facts.Crossing):
		s = sentence.New("asks to connect, too: simultaneous open", fmt.Sprintf("%s asks to open a connection while %s's SYN is under way: both open at the same time (simultaneous open, RFC 9293 §3.5).", sentence.Capital(from), sentence.Peer(m)))
	case f.Open.Has(facts.DataInSYN):
		n := sentence.BytesFromTo(1, 1+int64(m.Packet.PayloadLength))
		s.Brief = "asks to connect and carries " + n + " at once"
		s.Full += fmt.Sprintf(" It carries %s already.", n)
		if f.Open.Has(facts.HasCookie) {
			s.Add(" (Fast Open cookie)", " That is Fast Open (RFC 7413): the cookie that it brings shows that it had been there before.")
		}
	case f.Open.Has(facts.OldLives):
		s.Brief = "a new SYN; the ports' old connection was not closed"
		s.Full += " The same ports had a connection before, and no packet has closed it: this SYN is for a new one."
	case m.Events.Has(flow.PortReused):
		s.Brief = "the same ports again: " + s.Brief
		s.Full += " The same ports had a connection before; this is another one."
	}
	if f.Opened > 0 {
		s.Add(fmt.Sprintf("; packet %d, above, answers it", f.Opened), fmt.Sprintf(" Packet %d, which stands above it, answers it: the order of the capture is not that of the wire.", f.Opened))
	}
	s.Full += offer(h.Options)
	s.AddDropped(m)
	return s
}

// offer says what the options of a SYN announce.
func offer(opt capture.TCPOptions) string {
	if opt.MSS == 0 {
		return ""
	}
	return fmt.Sprintf(" It takes segments of up to %d bytes (MSS).", opt.MSS)
}

// SYNACK speaks of the answer to a SYN.
func SYNACK(m *run.Moment) sentence.Sentence {
	h, f, from := m.Packet.TCP, m.Facts, sentence.From(m)
	if f.Open.Has(facts.WrongACK) || !m.Acked.SYN && m.Ack < 1 {
		return sentence.New(
			fmt.Sprintf("SYN,ACK with a wrong ack: not that of the SYN (%d)", h.Ack),
			fmt.Sprintf("%s answers with SYN,ACK, but acknowledges a number (%d) that is not the one behind the SYN: its receiver takes it for one of another connection and answers with a RST (RFC 9293 §3.10.7.3).", sentence.Capital(from), h.Ack),
		)
	}
	s := sentence.New(
		fmt.Sprintf("agrees: %s covers the SYN, and its own SYN opens the way back", sentence.Ack(m.Ack)),
		fmt.Sprintf("%s's kernel agrees: %s covers the SYN: %s is expected next. Its own SYN opens the other direction, numbered from %d on (shown as 0).", sentence.Capital(from), sentence.Ack(m.Ack), sentence.Number(m.Ack), h.Seq),
	)
	switch {
	case f.Open.Has(facts.DataTaken):
		s = sentence.New(
			fmt.Sprintf("agrees: ack=%d covers the SYN and its %s", m.Ack, quantity.Count(m.Ack-1, "byte")),
			fmt.Sprintf("%s's kernel agrees, and takes the bytes that came with the SYN: ack=%d covers the SYN and %s; number %d is expected next (Fast Open, RFC 7413). Its own SYN opens the other direction.%s", sentence.Capital(from), m.Ack, sentence.BytesFromTo(1, m.Ack), m.Ack, sentence.Counted(m, "TCPFastOpenPassive")),
		)
	case f.Open.Has(facts.Crossing):
		s = sentence.New(
			fmt.Sprintf("%s covers the other SYN, which has crossed its own: simultaneous open", sentence.Ack(m.Ack)),
			fmt.Sprintf("The SYN of %s has come while its own was under way: %s answers it with the number of its own SYN and with %s, which covers the other one (simultaneous open, RFC 9293 §3.5). %s is expected next.", sentence.Peer(m), from, sentence.Ack(m.Ack), sentence.Capital(sentence.Number(m.Ack))),
		)
	case f.Open.Has(facts.DataNotTaken):
		s.Brief = fmt.Sprintf("agrees: ack=%d covers the SYN, not its data", m.Ack)
		s.Full += " It does not take the bytes that came with the SYN: they must be sent again."
	}
	if f.Rival > 0 {
		s.Brief = fmt.Sprintf("agrees, too, and with another number than packet %d: not the same TCP", f.Rival)
		s.Full += fmt.Sprintf(" The same SYN has a SYN,ACK with another number already, packet %d, and no TCP sends two: two hosts may have this address, or a box on the way answers, too.", f.Rival)
	}
	if n := int64(m.Packet.PayloadLength); n > 0 {
		s.Add("; carries "+sentence.BytesFromTo(1, 1+n), fmt.Sprintf(" It carries %s of the answer already.", sentence.BytesFromTo(1, 1+n)))
	}
	s.Full += offer(h.Options)
	if e := f.Elsewhere; e != nil {
		s.Brief = fmt.Sprintf("agrees to a SYN that had asked another: packet %d asked %v", e.Asked, e.At)
		s.Full += fmt.Sprintf(" Its ack is that of the SYN in packet %d, which went to %v: the answer comes from another address, %v, with which %s's TCP has no connection. So it is where addresses are translated one way alone, and on a host with several.", e.Asked, e.At, m.Packet.Src, sentence.Peer(m))
	}
	addCookie(m, &s)
	switch {
	case f.SYN > 0:
		s.Add(fmt.Sprintf("; the SYN, packet %d, comes later", f.SYN), fmt.Sprintf(" The SYN that it answers, packet %d, was captured later: the order of the capture is not that of the wire.", f.SYN))
	case m.Counts[m.Observation.From.Peer()] == 0 && f.Elsewhere == nil:
		s.Add("; the SYN was not captured", " The SYN itself was not captured.")
	}
	return s
}
