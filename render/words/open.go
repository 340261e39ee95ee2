package words

import (
	"fmt"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// ofSYN speaks of the segment that asks for a connection.
func ofSYN(m *run.Moment) Sentence {
	h, f, from := m.Packet.TCP, &m.Facts, m.Observation.From
	s := Sentence{
		"asks to connect; the SYN uses up number 0",
		fmt.Sprintf("The %s asks to open a connection. It numbers its bytes from %d on (shown as 0); the SYN itself uses up number 0, so that the first byte will be number 1 and the SYN can be acknowledged.", from, h.Seq),
	}
	switch {
	case f.Open.Has(facts.ToItself):
		s = Sentence{"asks to connect to its own address and port", fmt.Sprintf("The socket asks to connect to %s, which is its own address and port: the SYN comes back to itself, and both opens meet in one socket (simultaneous open, RFC 9293 §3.5).", m.Packet.Dst)}
	case f.Open.Has(facts.Crossing):
		s = Sentence{"asks to connect, too: simultaneous open", fmt.Sprintf("The %s asks to open a connection while the %s's SYN is under way: both open at the same time (simultaneous open, RFC 9293 §3.5).", from, from.Peer())}
	case f.Open.Has(facts.DataInSYN):
		n := bytesFromTo(1, 1+int64(m.Packet.PayloadLength))
		s.Brief = "asks to connect and carries " + n + " at once"
		s.Full += fmt.Sprintf(" It carries %s already.", n)
	case f.Open.Has(facts.OldLives):
		s.Brief = "a new SYN; the ports' old connection was not closed"
		s.Full += " The same two ports had a connection before, and no packet has closed it: this SYN is for a new one."
	case m.Events.Has(flow.PortReused):
		s.Brief = "the same ports again: " + s.Brief
		s.Full += " The same two ports had a connection before; this is another one."
	}
	s.Full += offer(h.Options)
	if f.Full {
		s.add("; the accept queue is full", " The server's kernel has said that its accept queue is full: then it drops a SYN without a word, and the client's timer must send it again.")
	}
	return s
}

// offer says what the options of a SYN announce.
func offer(opt capture.TCPOptions) string {
	if opt.MSS == 0 {
		return ""
	}
	return fmt.Sprintf(" It takes segments of up to %d bytes (MSS).", opt.MSS)
}

// ofSYNACK speaks of the answer to a SYN.
func ofSYNACK(m *run.Moment) Sentence {
	h, f, from := m.Packet.TCP, &m.Facts, m.Observation.From
	switch {
	case f.Open.Has(facts.ToItself):
		return Sentence{
			"answers its own SYN: simultaneous open with itself",
			fmt.Sprintf("The socket's own SYN has reached it, and it answers that: ack=%d covers the SYN.", m.Ack) + offer(h.Options),
		}
	case m.Acked.SYN || m.Ack >= 1:
	default:
		return Sentence{
			fmt.Sprintf("SYN,ACK that covers no SYN (ack=%d)", h.Ack),
			fmt.Sprintf("The %s answers with SYN,ACK, but acknowledges a number (%d) that is not that of the SYN.", from, h.Ack),
		}
	}
	s := Sentence{
		fmt.Sprintf("agrees: ack=%d covers the SYN, and its own SYN opens the way back", m.Ack),
		fmt.Sprintf("The %s's kernel agrees: ack=%d covers the SYN: number %d is expected next. Its own SYN opens the other direction, numbered from %d on (shown as 0).", from, m.Ack, m.Ack, h.Seq),
	}
	switch {
	case f.Open.Has(facts.DataTaken):
		s = Sentence{
			fmt.Sprintf("agrees: ack=%d covers the SYN and its %s", m.Ack, count(m.Ack-1, "byte")),
			fmt.Sprintf("The %s's kernel agrees, and takes the bytes that came with the SYN: ack=%d covers the SYN and %s; number %d is expected next (Fast Open, RFC 7413). Its own SYN opens the other direction.", from, m.Ack, bytesFromTo(1, m.Ack), m.Ack),
		}
	case f.Open.Has(facts.DataNotTaken):
		s.Brief = fmt.Sprintf("agrees: ack=%d covers the SYN, not its data", m.Ack)
		s.Full += " It does not take the bytes that came with the SYN: they must be sent again."
	}
	s.Full += offer(h.Options)
	if g := f.Before; g != nil || !m.Acked.SYN && m.Facts.Again == nil {
		return s
	}
	return s
}

// option is what an option of a segment, or a bit of its header, is said to be.
var options = []struct {
	is          facts.Open
	brief, full string
}{
	{facts.AsksCookie, "asks for a Fast Open cookie", " It asks for a cookie, with which a later SYN may carry data (TCP Fast Open, RFC 7413)."},
	{facts.GivesCookie, "gives a Fast Open cookie", " It hands over a cookie: the next SYN to this address may carry data (TCP Fast Open, RFC 7413)."},
	{facts.AsksECN, "asks for ECN", " With ECE and CWR it asks for explicit congestion notification (ECN, RFC 3168 §6.1.1)."},
	{facts.AgreesECN, "agrees to ECN", " With ECE alone it agrees to explicit congestion notification (ECN, RFC 3168 §6.1.1)."},
	{facts.EchoesECN, "ECE: congestion was met on the way", " ECE echoes that a packet came marked \"congestion experienced\" (ECN, RFC 3168 §6.1.3)."},
	{facts.ReducesECN, "CWR: slows down because of ECE", " CWR tells that its sender has reduced its congestion window because of an ECE (RFC 3168 §6.1.2)."},
	{facts.MarkedCE, "marked CE: congestion on the way", " On the way a router has marked it \"congestion experienced\" (CE, RFC 3168 §5)."},
}

// noteOptions adds what a segment is besides.
func noteOptions(m *run.Moment, s Sentence) Sentence {
	open := m.Facts.Open
	if open == 0 {
		return s
	}
	for _, o := range options {
		if open.Has(o.is) {
			s.add("; "+o.brief, o.full)
		}
	}
	if open.Has(facts.Multipath) {
		name := m.Packet.TCP.Options.MPTCP
		s.add(fmt.Sprintf("; Multipath TCP: %s", name), fmt.Sprintf(" It carries an option of Multipath TCP: %s (RFC 8684 §3).", name))
	}
	if open.Has(facts.Urgent) {
		last := m.Seq + int64(m.Packet.TCP.Urgent) - 1
		s.add(fmt.Sprintf("; URG: byte %d is urgent", last), fmt.Sprintf(" URG: the urgent pointer names byte %d. A recv() without MSG_OOB does not return that byte, unless SO_OOBINLINE is set (RFC 9293 §3.8.5, tcp(7)).", last))
	}
	return s
}
