package datagrams

import (
	"cmp"
	"fmt"
	"strings"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/dns"
	"wireladder/render/quantity"
	"wireladder/render/words/sentence"
)

// Of speaks of a UDP datagram.
func Of(m *run.Moment, full bool) sentence.Sentence {
	s := of(m, full)
	if m.Facts.Kept {
		s.Add("; it waits in the receive buffer", fmt.Sprintf(" The %s's program serves another one first: the datagram waits in the socket's receive buffer until a call takes it.", m.Observation.From.Peer()))
	}
	if counted := sentence.Counted(m, facts.RcvbufErrors, facts.RcvbufErrors6); counted != "" {
		if s.Brief = "arrives, and is thrown away: neither program learns of it"; m.Facts.AlsoGone {
			s.Brief = "arrives, and is thrown away, too"
		}
		s.Full += " It has arrived; but its socket's receive buffer was full, and the kernel threw it away: neither program learns of that." + counted
	}
	return s
}

func of(m *run.Moment, full bool) sentence.Sentence {
	from, g := m.Observation.From, m.Facts.Group
	if m.Packet.Problem != "" {
		return sentence.New("malformed: "+m.Packet.Problem, "This datagram is malformed: "+m.Packet.Problem+".")
	}
	if g != nil {
		return ofGroup(m, g)
	}
	if n := m.Facts.SameAs; n > 0 {
		return repeated(n, m.Facts)
	}
	if e := m.Facts.Elsewhere; e != nil {
		return ofElsewhere(m, e)
	}
	if said, ok := dns.Of(m.Packet); ok {
		return ofName(said)
	}
	if !full && m.Counts[flow.Initiator] > 1 && m.Counts[flow.Responder] > 1 {
		return byItself(m, "")
	}
	size := quantity.Count(m.Packet.PayloadLength, "byte")
	if m.Packet.PayloadLength == 0 {
		size = "no bytes: an empty message is a message"
	}
	question, answers := m.Conversation.Answers()
	switch {
	case from == flow.Initiator && m.Counts == [2]uint32{1, 0}:
		return sentence.New(
			"one datagram, sent without asking: no handshake",
			fmt.Sprintf("The first packet already carries the message, %s: UDP has no connection to set up. UDP itself does not tell the %s whether it arrived.", size, from),
		)
	case from == flow.Responder && m.Counts[flow.Initiator] == 0 && answers:
		return sentence.New(
			fmt.Sprintf("answers what was sent to all in udp:%d", question),
			fmt.Sprintf("An answer, %s, to what was sent to all of a network or group in udp:%d. UDP acknowledges nothing.", size, question),
		)
	case from == flow.Responder && m.Counts[flow.Initiator] == 0:
		return sentence.New(
			"by its port an answer; no question was captured",
			fmt.Sprintf("It comes from port %d, %s: by that port a server sends it. The question that it answers was not captured. UDP acknowledges nothing.", m.Packet.Src.Port(), size),
		)
	case from == flow.Responder && m.Counts[flow.Responder] == 1:
		return byItself(m, fmt.Sprintf("The %s sends a separate datagram, %s, to the address that the request came from. UDP acknowledges neither of them: if this one is lost, nobody sends it again.", from, size))
	}
	return byItself(m, fmt.Sprintf("A separate datagram, %s: UDP neither numbers nor acknowledges it.", size))
}

// byItself speaks of a datagram of which nothing is to be told but that: in a picture once.
func byItself(m *run.Moment, full string) sentence.Sentence {
	if m.Facts.Alike {
		return sentence.Sentence{Brief: "a separate datagram", Full: full, Mark: "a separate datagram"}
	}
	return sentence.New("a separate datagram; UDP acknowledges nothing", full)
}

// ofElsewhere speaks of an answer that does not come from whom was asked.
func ofElsewhere(m *run.Moment, e *facts.Elsewhere) sentence.Sentence {
	size, what := quantity.Count(m.Packet.PayloadLength, "byte"), "another port"
	if e.At.Addr().IsMulticast() {
		return sentence.New(
			fmt.Sprintf("by its addresses an answer to packet %d, which went to many: from another port", e.Asked),
			fmt.Sprintf("%s had asked %v, packet %d, and this comes to it from %v: by that an answer, %s, from another port than was asked.", m.Packet.Dst, e.At, e.Asked, m.Packet.Src, size),
		)
	}
	if m.Packet.Src.Addr() != e.At.Addr() {
		what = "another address"
	}
	return sentence.New(
		fmt.Sprintf("by its addresses an answer to packet %d, which had asked %v: from %s", e.Asked, e.At, what),
		fmt.Sprintf("%s had asked %v, packet %d, and this comes to it from %s, %v: by that an answer, %s. A socket that is connected to %v does not take it, and one that is not connected does (udp(7)).", m.Packet.Dst, e.At, e.Asked, what, m.Packet.Src, size, e.At),
	)
}

// repeated speaks of a datagram that holds the same bytes as packet n. A twin of that may be
// the same datagram.
func repeated(n int, f *facts.Facts) sentence.Sentence {
	switch {
	case f.ToCopy:
		return sentence.New(
			fmt.Sprintf("the answer to the second copy: the same bytes as packet %d", n),
			fmt.Sprintf("It holds the same bytes as packet %d, and is another datagram: the program has received one datagram twice, and answers each time.", n),
		)
	case f.Doubled:
		return sentence.New(
			fmt.Sprintf("packet %d once more: doubled on its way, or captured twice", n),
			fmt.Sprintf("It holds the same bytes as packet %d, and has the same identification, of which a sender gives each datagram its own (RFC 791): by that it is the same one, doubled on its way, or captured twice.", n),
		)
	case f.Twin && len(f.Copies) == 0:
		return sentence.New(
			fmt.Sprintf("the same bytes as packet %d: sent twice, or captured twice", n),
			fmt.Sprintf("It holds the same bytes as packet %d, and comes right behind it. Neither has an identification that would tell whether its program has sent them twice, or the capture holds one datagram twice.", n),
		)
	}
	return sentence.New(
		fmt.Sprintf("the same bytes as packet %d, sent again by the program", n),
		fmt.Sprintf("It holds the same bytes as packet %d, and is another datagram: its program has sent them again. UDP itself repeats nothing.", n),
	)
}

// ofGroup speaks of a datagram to many hosts, or of an answer to one.
func ofGroup(m *run.Moment, g *facts.Group) sentence.Sentence {
	to, size := m.Packet.Dst, quantity.Count(m.Packet.PayloadLength, "byte")
	var s sentence.Sentence
	switch g.Kind {
	case facts.Broadcast:
		s = sentence.New(
			fmt.Sprintf("a broadcast: every UDP socket at port %d gets it", to.Port()),
			fmt.Sprintf("A broadcast to %s, %s: on every host of the network each UDP socket that is bound to port %d gets it. The address is nobody's own.", to.Addr(), size, to.Port()),
		)
	case facts.PerhapsBroadcast:
		s = sentence.New(
			fmt.Sprintf("a datagram to %s: perhaps a broadcast to many", to.Addr()),
			fmt.Sprintf("A datagram to %s, %s. Mostly an address that ends in 255 is the broadcast address of a network, so that each UDP socket there that is bound to port %d gets it; of which network it is, this capture does not tell.", to.Addr(), size, to.Port()),
		)
	case facts.Multicast:
		s = sentence.New(
			fmt.Sprintf("a multicast: to each host where a socket has joined %s", to.Addr()),
			fmt.Sprintf("A multicast to the group %s, %s: each UDP socket at port %d that has joined the group gets it. On Linux so does one that has not, if another one of its host has and IP_MULTICAST_ALL is not 0. The address is nobody's own.", to.Addr(), size, to.Port()),
		)
	default:
		return sentence.New(
			fmt.Sprintf("answers packet %d, which went to many", g.Answers),
			fmt.Sprintf("It answers packet %d, which went to many hosts: the answer, %s, comes from the answering host's own address %s, and goes to the asker alone.", g.Answers, size, m.Packet.Src),
		)
	}
	switch spared := m.Bystanders; {
	case len(spared) == 1:
		s.Add(fmt.Sprintf("; %s does not get it: IP_MULTICAST_ALL is 0 there, and it has not joined", program(spared[0])), fmt.Sprintf(" The socket of %s is bound to the port, and has not joined the group; it has set IP_MULTICAST_ALL to 0, and so its kernel does not give it this (ip(7)).", program(spared[0])))
	case len(spared) > 1:
		s.Add(fmt.Sprintf("; %d sockets at its port do not get it: IP_MULTICAST_ALL is 0 there, and they have not joined", len(spared)), fmt.Sprintf(" %d sockets are bound to the port, and have not joined the group; they have set IP_MULTICAST_ALL to 0, and so their kernel does not give them this (ip(7)).", len(spared)))
	}
	if g.Answers > 0 {
		s.Add(fmt.Sprintf("; it answers packet %d", g.Answers), fmt.Sprintf(" By its ports it answers packet %d.", g.Answers))
	}
	return s
}

// program names the program of a socket: "the receiver", and one of several "receiver 3".
func program(k *run.Socket) string {
	if k.Process == "" || strings.ContainsAny(k.Process, "0123456789") {
		return cmp.Or(k.Process, "a socket at its port")
	}
	return "the " + k.Process
}
