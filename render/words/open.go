package words

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// ofSYN speaks of the segment that asks for a connection.
func ofSYN(m *run.Moment) Sentence {
	h, f, from := m.Packet.TCP, m.Facts, m.Observation.From
	s := Sentence{
		"asks to connect; the SYN uses up number 0",
		fmt.Sprintf("The %s asks to open a connection. It numbers its bytes from %d on (shown as 0); the SYN itself uses up number 0, so that the first byte will be number 1 and the SYN can be acknowledged.", from, h.Seq),
	}
	switch {
	case f.Open.Has(facts.Crossing):
		s = Sentence{"asks to connect, too: simultaneous open", fmt.Sprintf("The %s asks to open a connection while the %s's SYN is under way: both open at the same time (simultaneous open, RFC 9293 §3.5).", from, from.Peer())}
	case f.Open.Has(facts.DataInSYN):
		n := bytesFromTo(1, 1+int64(m.Packet.PayloadLength))
		s.Brief = "asks to connect and carries " + n + " at once"
		s.Full += fmt.Sprintf(" It carries %s already.", n)
		if f.Open.Has(facts.HasCookie) {
			s.add(" (Fast Open cookie)", " That is Fast Open (RFC 7413): the cookie that it brings shows that it had been there before.")
		}
	case f.Open.Has(facts.OldLives):
		s.Brief = "a new SYN; the ports' old connection was not closed"
		s.Full += " The same ports had a connection before, and no packet has closed it: this SYN is for a new one."
	case m.Events.Has(flow.PortReused):
		s.Brief = "the same ports again: " + s.Brief
		s.Full += " The same ports had a connection before; this is another one."
	}
	if f.Opened > 0 {
		s.add(fmt.Sprintf("; packet %d, above, answers it", f.Opened), fmt.Sprintf(" Packet %d, which stands above it, answers it: the order of the capture is not that of the wire.", f.Opened))
	}
	s.Full += offer(h.Options)
	if f.Full {
		s.add("; the accept queue is full", " "+dropped(m))
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
	h, f, from := m.Packet.TCP, m.Facts, m.Observation.From
	if f.Open.Has(facts.WrongACK) || !m.Acked.SYN && m.Ack < 1 {
		return Sentence{
			fmt.Sprintf("SYN,ACK with a wrong ack: not that of the SYN (%d)", h.Ack),
			fmt.Sprintf("The %s answers with SYN,ACK, but acknowledges a number (%d) that is not the one behind the SYN: its receiver takes it for one of another connection and answers with a RST (RFC 9293 §3.10.7.3).", from, h.Ack),
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
	switch {
	case f.SYN > 0:
		s.add(fmt.Sprintf("; the SYN, packet %d, comes later", f.SYN), fmt.Sprintf(" The SYN that it answers, packet %d, was captured later: the order of the capture is not that of the wire.", f.SYN))
	case m.Counts[peerOf(m)] == 0:
		s.add("; the SYN was not captured", " The SYN itself was not captured.")
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
	{facts.RefusesECN, "no ECN", " It does not agree to explicit congestion notification, which the SYN had asked for: the connection goes without ECN (RFC 3168 §6.1.1)."},
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

// ofItself speaks of a segment of a socket that is connected to itself.
func ofItself(m *run.Moment) Sentence {
	open, n := m.Facts.Open, int64(m.Packet.PayloadLength)
	switch e := m.Events; {
	case e.Has(flow.RST):
		return Sentence{"the socket aborts its connection to itself", "The socket, which is connected to itself, aborts the connection."}
	case e.Has(flow.SYN):
		return Sentence{
			"asks to connect to its own address and port",
			fmt.Sprintf("The socket asks to connect to %s, which is its own address and port: the SYN comes back to itself, and both opens meet in one socket (simultaneous open, RFC 9293 §3.5).", m.Packet.Dst),
		}
	case e.Has(flow.SYNACK):
		return Sentence{
			"answers its own SYN: simultaneous open with itself",
			"The socket's own SYN has reached it, as if the other side opened at the same time, and it answers that with SYN,ACK (simultaneous open, RFC 9293 §3.5).",
		}
	case open.Has(facts.SelfFIN):
		return Sentence{
			fmt.Sprintf("ack=%d covers its own FIN", m.Ack),
			fmt.Sprintf("ack=%d covers the FIN that the socket has sent itself: the connection to itself is closed.", m.Ack),
		}
	case open.Has(facts.SelfDone):
		return Sentence{
			"covers its own SYN: the socket is connected to itself",
			fmt.Sprintf("ack=%d covers the SYN that the socket has sent itself: the handshake is over, and it is connected to itself.", m.Ack),
		}
	case e.Has(flow.FIN):
		return Sentence{
			"the socket closes its connection to itself",
			fmt.Sprintf("The socket ends the stream to itself: its FIN uses up %s.", number(m.Next-1)),
		}
	case n > 0:
		return Sentence{
			fmt.Sprintf("carries %s, to itself", bytesFromTo(m.Seq, m.Seq+n)),
			fmt.Sprintf("The socket sends itself %s: what it reads it has written.", bytesFromTo(m.Seq, m.Seq+n)),
		}
	}
	return Sentence{fmt.Sprintf("acknowledges its own bytes; expects %d next", m.Ack), fmt.Sprintf("The socket acknowledges what it has sent itself: number %d is expected next.", m.Ack)}
}

// dropped speaks of a SYN that comes when the accept queue is full.
func dropped(m *run.Moment) string {
	return "The server's kernel has said that its accept queue is full: then it drops a SYN without a word, and the client's timer must send it again." + counted(m, "ListenOverflows")
}

// counted says which of some counters of the kernel grew for a packet, if one did.
func counted(m *run.Moment, names ...string) string {
	for _, name := range m.Facts.Kernel {
		if slices.Contains(names, name) {
			return fmt.Sprintf(" The kernel counts it (%s).", name)
		}
	}
	return ""
}
