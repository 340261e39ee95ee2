package closing

import (
	"fmt"
	"net"
	"strings"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// Reset speaks of a RST.
func Reset(m *run.Moment) sentence.Sentence {
	r := m.Facts.Reset
	s := reasonOf(m, r)
	if r.Text {
		s.Add(fmt.Sprintf("; carries %s of text", quantity.Count(m.Packet.PayloadLength, "byte")), fmt.Sprintf(" It carries %s that say why (RFC 9293 §3.5.3).", quantity.Count(m.Packet.PayloadLength, "byte")))
	}
	if s = addHops(m, r, s); r.GoesOn > 0 {
		from := sentence.From(m)
		s.Add("", fmt.Sprintf(" Packet %d, later, comes from %s all the same, and carries bytes behind the number of this RST: %s goes on, and has not ended its connection by it.", r.GoesOn, from, from))
	}
	return s
}

// addHops adds that the hop limit of a RST, or its MAC address, is not that of its sender.
func addHops(m *run.Moment, r *facts.Reset, s sentence.Sentence) sentence.Sentence {
	if h := r.Hops; h[0] > 0 && r.Why != facts.Refuses && (r.Why != facts.RefusesBack || r.Asked == 0) {
		brief := fmt.Sprintf("; its TTL is %d, not %d", h[1], h[0])
		if r.GoesOn > 0 {
			brief = fmt.Sprintf("; TTL %d, not %d", h[1], h[0])
		}
		s.Add(brief, fmt.Sprintf(" Its hop limit (TTL) is %d, and that of the packets before %d: it may not be %s itself that has sent it, but a box on the way.", h[1], h[0], sentence.From(m)))
	}
	if k := r.Links; k[0] != k[1] {
		s.Add("; from another MAC address", fmt.Sprintf(" Its MAC address is %s, and that of all packets before %s: another machine may have sent it, one with the same IP address or a box on the way.", net.HardwareAddr(k[1][:]), net.HardwareAddr(k[0][:])))
	}
	return s
}

// reasonOf says why a RST was sent, on the best evidence that there is.
func reasonOf(m *run.Moment, r *facts.Reset) sentence.Sentence {
	from := sentence.From(m)
	switch {
	case r.Why == facts.Refuses:
		return refuses(m, r)
	case r.Closed && r.Again == 0 && (r.Linger0 || r.Unread > 0):
		return closes(m, r)
	case r.Why == facts.RefusesBack:
		return refusesBack(m, r)
	case r.GoesOn > 0 && !r.Closed && r.Challenged == 0 && !r.Inexact && !r.Ignored:
		return inOthersName(from, r)
	case r.Why == facts.SocketGone && r.ShutIn && !r.Closed:
		return sentence.New(
			fmt.Sprintf("%s takes no more since its shutdown(): a RST for packet %d", from, r.Answers),
			fmt.Sprintf("It answers packet %d: since its shutdown() of both directions nobody can receive at %s's socket, and its kernel tells the sender so (RFC 9293 §3.6.1).%s", r.Answers, from, sentence.Counted(m, "TCPAbortOnData")),
		)
	case r.Why == facts.SocketGone:
		return gone(m, r)
	case r.Challenged > 0 || r.Inexact:
		return inexact(m, r)
	case r.Ignored:
		return sentence.New(
			"a RST with a number outside the window: ignored",
			fmt.Sprintf("A RST whose number is not one that %s expects: it ignores it, and the connection goes on (RFC 9293 §3.5.3, RFC 5961 §3).", sentence.Peer(m)),
		)
	case r.ShutIn:
		return sentence.New(
			fmt.Sprintf("%s takes no more since its shutdown(): a RST", from),
			fmt.Sprintf("Data has come after %s's shutdown() of receiving: its kernel answers with a RST.", from),
		)
	case r.Unaccepted:
		return unaccepted(from)
	case r.Why == facts.GivesUp, r.Why == facts.NotAnswered:
		return givesUp(from, r)
	}
	return aborts(m, r)
}

// closes speaks of a RST that close() has brought about in place of a FIN.
func closes(m *run.Moment, r *facts.Reset) sentence.Sentence {
	from := sentence.From(m)
	if r.Linger0 {
		return sentence.New(
			"close() with SO_LINGER 0: a RST instead of a FIN",
			fmt.Sprintf("%s's program has asked with SO_LINGER that close() aborts: a RST and no FIN, and bytes on the way are thrown away.%s", sentence.Capital(from), sentence.Counted(m, "TCPAbortOnData")),
		)
	}
	n := quantity.Count(r.Unread, "byte")
	return sentence.New(
		fmt.Sprintf("close() with %s unread: a RST instead of a FIN", n),
		fmt.Sprintf("%s's program has closed and left %s unread: so that %s does not take them for read, its kernel sends a RST and no FIN (RFC 2525 §2.17).%s", sentence.Capital(from), n, sentence.Peer(m), sentence.Counted(m, "TCPAbortOnClose")),
	)
}

// refusesBack speaks of a RST that answers a SYN,ACK.
func refusesBack(m *run.Moment, r *facts.Reset) sentence.Sentence {
	from := sentence.From(m)
	switch e := r.Elsewhere; {
	case r.WrongACK:
		return sentence.New(
			fmt.Sprintf("answers the SYN,ACK (packet %d), whose ack is wrong", r.Answers),
			fmt.Sprintf("It answers the SYN,ACK, packet %d, which acknowledges another number than that of the SYN: it belongs to no connection that %s has asked for (RFC 9293 §3.10.7.3).", r.Answers, from),
		)
	case e != nil:
		return sentence.New(
			fmt.Sprintf("answers the SYN,ACK (packet %d): it comes from %v, and packet %d had asked %v", r.Answers, m.Packet.Dst, e.Asked, e.At),
			fmt.Sprintf("It answers the SYN,ACK, packet %d. %s had asked %v for a connection, packet %d, and the answer comes from %v: with that its TCP has none (RFC 9293 §3.10.7.1).", r.Answers, sentence.Capital(from), e.At, e.Asked, m.Packet.Dst),
		)
	case r.Asked > 0:
		return sentence.New(
			fmt.Sprintf("answers the SYN,ACK (packet %d): %s wants no connection", r.Answers, from),
			fmt.Sprintf("It answers the SYN,ACK, packet %d. Packet %d had asked for this connection, and %s's kernel does not know it: the program has closed its socket meanwhile, or something else than its TCP had made the SYN, as port scanners do (RFC 9293 §3.10.7.1).", r.Answers, r.Asked, from),
		)
	}
	return sentence.New(
		fmt.Sprintf("answers the SYN,ACK (packet %d): %s wants no connection", r.Answers, from),
		fmt.Sprintf("It answers the SYN,ACK, packet %d: %s did not ask for this connection, or knows nothing of it any more (RFC 9293 §3.10.7.1).", r.Answers, from),
	)
}

// givesUp speaks of a RST of an end whose probes, or data sent again, nobody has answered.
func givesUp(from string, r *facts.Reset) sentence.Sentence {
	if r.Why == facts.GivesUp {
		n := quantity.Count(len(r.Probes), "probe")
		return sentence.New(
			fmt.Sprintf("gives up after %s without an answer (ETIMEDOUT)", n),
			fmt.Sprintf("%s has sent %s (%s) without an answer: it gives up the connection. Its program gets ETIMEDOUT.", sentence.Capital(from), n, quantity.List("packet", r.Probes)),
		)
	}
	n := quantity.Count(len(r.Tries), "repetition")
	return sentence.New(
		fmt.Sprintf("gives up after %s without an answer", n),
		fmt.Sprintf("%s has sent the same again in %s without an answer: it gives up the connection (RFC 9293 §3.8.3).", sentence.Capital(from), quantity.List("packet", r.Tries)),
	)
}

// unaccepted speaks of a RST for a connection that waited for accept(2) when the listening socket was closed.
func unaccepted(from string) sentence.Sentence {
	return sentence.New(
		fmt.Sprintf("%s has closed its listening socket before accept() took this: a RST", from),
		fmt.Sprintf("%s's program has closed the listening socket, and accept() had not returned this connection: nobody can have it any more, and the kernel resets all that still wait in the queue.", sentence.Capital(from)),
	)
}

// inexact speaks of a RST whose number is in the window, but not the one that is expected.
func inexact(m *run.Moment, r *facts.Reset) sentence.Sentence {
	peer := sentence.Peer(m)
	s := sentence.New(
		fmt.Sprintf("a RST, not with the number that %s expects", peer),
		fmt.Sprintf("A RST whose number lies in the window, but is not the one that %s expects next: anybody could have guessed that, and a TCP asks for a proof first (RFC 5961 §3.2).", peer),
	)
	if r.Challenged > 0 {
		s.Add(fmt.Sprintf("; proof asked for in packet %d", r.Challenged), fmt.Sprintf(" Packet %d, later, does that.", r.Challenged))
	}
	return s
}

// inOthersName speaks of a RST whose sender goes on all the same.
func inOthersName(from string, r *facts.Reset) sentence.Sentence {
	s := sentence.New(
		fmt.Sprintf("a RST in %s's name; it goes on in packet %d", from, r.GoesOn),
		fmt.Sprintf("It resets the connection in the name of %s.", from),
	)
	if r.Why == facts.SocketGone {
		s.Full += fmt.Sprintf(" By its number, which is that of packet %d's ACK, it answers that packet, as a host does that knows no such connection (RFC 9293 §3.10.7.1).", r.Answers)
	}
	return s
}

// refuses speaks of a RST that answers a SYN.
func refuses(m *run.Moment, r *facts.Reset) sentence.Sentence {
	at := m.Packet.Src
	if r.Answers == 0 {
		return sentence.New(
			fmt.Sprintf("refuses a SYN that was not captured: nobody listens on TCP %s", at),
			fmt.Sprintf("By its numbers it refuses a SYN, which was not captured: no TCP socket listens on %s. Of other addresses, other ports and UDP this says nothing.", at),
		)
	}
	switch {
	case r.Agrees:
		return sentence.New(
			fmt.Sprintf("refuses packet %d, but packet %d, later, agrees to it: not both are %s's", r.Answers, r.Listens, sentence.From(m)),
			fmt.Sprintf("It refuses the SYN, packet %d. But packet %d, later, agrees to the same SYN: somebody listens on TCP %s, and one of the two answers was not sent by %s.", r.Answers, r.Listens, at, sentence.From(m)),
		)
	case r.Only6:
		return sentence.New(
			fmt.Sprintf("refuses packet %d: the socket at port %d takes IPv6 alone (IPV6_V6ONLY)", r.Answers, at.Port()),
			fmt.Sprintf("It refuses the SYN, packet %d: no TCP socket listens on %s. One listens on [::]:%d, and takes nothing that comes over IPv4: it has set IPV6_V6ONLY (ipv6(7)). connect() fails with ECONNREFUSED.", r.Answers, at, at.Port()),
		)
	case r.Listens > m.Packet.Number:
		return sentence.New(
			fmt.Sprintf("refuses packet %d: nobody listens on TCP %s yet", r.Answers, at),
			fmt.Sprintf("It refuses the SYN, packet %d: no TCP socket listens on %s yet; packet %d, later, agrees to a connection there. connect() fails with ECONNREFUSED.", r.Answers, at, r.Listens),
		)
	case r.Listens > 0:
		return sentence.New(
			fmt.Sprintf("refuses packet %d: nobody listens on TCP %s any more", r.Answers, at),
			fmt.Sprintf("It refuses the SYN, packet %d: no TCP socket listens on %s any more, where packet %d has agreed to a connection before. connect() fails with ECONNREFUSED.", r.Answers, at, r.Listens),
		)
	}
	return sentence.New(
		fmt.Sprintf("refuses packet %d: nobody listens on TCP %s", r.Answers, at),
		fmt.Sprintf("It refuses the SYN, packet %d: no TCP socket listens on %s. Of other addresses, other ports and UDP this says nothing. connect() fails with ECONNREFUSED.", r.Answers, at),
	)
}

// gone speaks of a RST that answers a segment for a socket that is not there.
func gone(m *run.Moment, r *facts.Reset) sentence.Sentence {
	from := sentence.From(m)
	s := sentence.New(
		fmt.Sprintf("answers packet %d: %s's socket is gone", r.Answers, from),
		fmt.Sprintf("It answers packet %d: %s knows no such connection (any more), its socket is gone. By the RST's number one can tell, which is that of packet %d's ACK (RFC 9293 §3.10.7.1).", r.Answers, from, r.Answers),
	)
	switch {
	case r.Bare:
		s.Brief = fmt.Sprintf("answers packet %d, which has no ACK: nobody listens on TCP %s", r.Answers, m.Packet.Src)
		s.Full = fmt.Sprintf("It answers packet %d, which has no ACK: its own number is 0, and it acknowledges that segment (RFC 9293 §3.10.7.1). No TCP socket at %s has such a connection, and none listens there: that would throw such a segment away without a word (§3.10.7.2).", r.Answers, m.Packet.Src)
	case r.Foreign() && r.Again == 0 && !r.Closed:
		s.Brief = fmt.Sprintf("answers packet %d, as if %s's socket were gone", r.Answers, from)
		s.Full = fmt.Sprintf("By its number, which is that of packet %d's ACK, it answers that packet, as a host does that knows no such connection (any more) (RFC 9293 §3.10.7.1).", r.Answers)
	case r.Again > 0:
		s.Brief = fmt.Sprintf("%s has no such connection since its RST (packet %d): a RST for packet %d", from, r.Again, r.Answers)
		s.Full += fmt.Sprintf(" %s had ended the connection by a RST before, packet %d.", sentence.Capital(from), r.Again)
	case r.Asks > 0:
		s.Brief = fmt.Sprintf("answers packet %d, which does not acknowledge its SYN (packet %d)", r.Answers, r.Asks)
		s.Full = fmt.Sprintf("It answers packet %d: %s asks for a new connection, packet %d, and that ACK is of an old one, of which it knows nothing any more. The RST ends the old one at %s, too (RFC 9293 §3.10.7.3).", r.Answers, from, r.Asks, sentence.Peer(m))
	case r.Closed:
		s.Brief = fmt.Sprintf("%s has closed: nobody can read packet %d, hence a RST", from, r.Answers)
		s.Full = fmt.Sprintf("It answers packet %d: %s's program has closed the socket, and nobody can read any more what comes (RFC 9293 §3.6.1). By the RST's number one can tell that it is for packet %d: it is that of packet %d's ACK.%s", r.Answers, from, r.Answers, r.Answers, sentence.Counted(m, "TCPAbortOnData"))
	case r.AfterFIN > 0:
		s.Brief += fmt.Sprintf(" since its FIN (packet %d)", r.AfterFIN)
		s.Full += fmt.Sprintf(" %s had sent its FIN before, packet %d: nobody is left there who could read.", sentence.Capital(from), r.AfterFIN)
	case r.First:
		s.Brief = fmt.Sprintf("answers packet %d: %s has no such connection", r.Answers, from)
	case r.Took > 0:
		s.Brief += fmt.Sprintf(" since the RST of packet %d", r.Took)
		s.Full += fmt.Sprintf(" A RST had come before, packet %d, and has ended it there.", r.Took)
	}
	return s
}

// aborts speaks of a RST that answers nothing: the candidates are named, as far as the
// packets leave them open.
func aborts(m *run.Moment, r *facts.Reset) sentence.Sentence {
	from := sentence.From(m)
	switch {
	case r.Closed:
		return sentence.New(
			fmt.Sprintf("%s has closed: nobody can read that, hence a RST", from),
			fmt.Sprintf("%s's program has closed the socket: nobody can read any more what comes, and its kernel says so by a RST.%s", sentence.Capital(from), sentence.Counted(m, "TCPAbortOnData")),
		)
	case r.Again > 0:
		return sentence.New(
			fmt.Sprintf("a further RST; packet %d was the first", r.Again),
			fmt.Sprintf("%s has sent a RST before, packet %d: the connection is gone already.", sentence.Capital(from), r.Again),
		)
	case r.AfterFIN > 0:
		return sentence.New(
			fmt.Sprintf("a RST after its FIN (packet %d): %s's socket is gone", r.AfterFIN, from),
			fmt.Sprintf("%s had ended its direction by a FIN, packet %d, and now resets the connection: its socket is gone before the other direction has ended.", sentence.Capital(from), r.AfterFIN),
		)
	}
	switch {
	case r.Crosses > 0:
		return sentence.New(
			fmt.Sprintf("a RST of %s, too, beside that of packet %d", from, r.Crosses),
			fmt.Sprintf("Packet %d, a RST of %s, stands shortly before it, and no TCP answers a RST with one: the two have crossed, or a box on the way has sent both, which has ended the connection.", r.Crosses, sentence.Peer(m)),
		)
	case r.Idle > 0 && !r.Calls && !r.Text && len(m.Facts.Kernel) == 0:
		gone := quantity.Duration(r.Idle)
		return sentence.New(
			fmt.Sprintf("a RST after %s of silence: by %s, or by a box on the way", gone, from),
			fmt.Sprintf("The connection is reset in the name of %s, after %s in which nothing of it was captured. A program can give up so what is idle (SO_LINGER 0, or something unread at close()), and so can a firewall, load balancer or NAT on the way. The packets alone do not tell which.", from, gone),
		)
	case r.First:
		return sentence.New(
			fmt.Sprintf("%s resets the connection; nothing of it was captured before", from),
			fmt.Sprintf("%s resets the connection. Nothing that it sent before was captured: whether that was an end by FIN, and what this RST answers, is not seen here.", sentence.Capital(from)),
		)
	}
	s := sentence.New(
		fmt.Sprintf("%s aborts: a RST instead of a FIN", from),
		fmt.Sprintf("%s aborts the connection: no FIN, nothing is waited for, and bytes on the way are thrown away. A RST is not acknowledged.", sentence.Capital(from)),
	)
	if r.Bytes > 0 && !r.Foreign() {
		s.Brief = fmt.Sprintf("%s aborts, after %s: a RST instead of a FIN", from, quantity.Count(r.Bytes, "byte")+" acknowledged")
	}
	if r.Foreign() || r.Text { // a box on the way may have sent it, or its text says why
		return s
	}
	brief, full := candidates(m, r)
	if brief != "" {
		s.Brief = brief
	}
	s.Full += " " + full
	return s
}

// candidates names what can make a kernel send a RST of its own accord, as far as the
// evidence leaves it open; in brief only where it is open.
func candidates(m *run.Moment, r *facts.Reset) (brief, full string) {
	for _, name := range m.Facts.Kernel {
		if said := aborted[name]; said != "" {
			return "", said
		}
	}
	if r.Calls {
		return "", "No call of its program in this recording shows why."
	}
	from := sentence.From(m)
	unaccepted := "a listening socket that was closed before accept() took the connection"
	brief, can := "", []string{"SO_LINGER set to 0"}
	if r.Bytes > 0 {
		brief = fmt.Sprintf("%s aborts after %s: some unread, SO_LINGER 0, or killed", from, quantity.Count(r.Bytes, "byte"))
		unread := fmt.Sprintf("close() with some of the %s unread", quantity.Count(r.Bytes, "byte"))
		if r.Bytes == 1 {
			unread = "close() with the byte unread"
		}
		can = []string{unread, can[0], "a program that was killed or has crashed with data unread"}
	} else if r.Silent && m.Observation.From == flow.Responder {
		brief = fmt.Sprintf("%s aborts: SO_LINGER 0, or closed before accept()", from)
	}
	if r.Silent && m.Observation.From == flow.Responder {
		can = append(can, unaccepted)
	}
	return brief, "What can make a kernel do so: " + orList(can) + ". The packets alone do not tell which."
}

// orList joins what can be so.
func orList(can []string) string {
	last := len(can) - 1
	switch last {
	case 0:
		return can[0] + ", for one"
	case 1:
		return can[0] + ", or " + can[1]
	}
	return strings.Join(can[:last], ", ") + ", or " + can[last]
}

// aborted are the counters that tell why a kernel aborted a connection.
var aborted = map[string]string{
	"TCPAbortOnClose":   "Its kernel counts a close() with unread data (TCPAbortOnClose).",
	"TCPAbortOnData":    "Its kernel counts a close() that aborts, or data after it (TCPAbortOnData).",
	"TCPAbortOnTimeout": "Its kernel counts that it has given up (TCPAbortOnTimeout).",
	"TCPAbortOnLinger":  "Its kernel counts that it would not wait in FIN-WAIT-2 (TCPAbortOnLinger).",
}
