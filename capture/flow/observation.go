package flow

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"time"

	"wireladder/capture"
)

// Side tells the two endpoints of a conversation apart.
type Side uint8

// The initiator sent the first SYN (TCP) or the first datagram (UDP) that was
// seen; where a capture begins in the middle, the sender of its first packet
// is taken for the initiator unless a SYN,ACK says otherwise.
const (
	Initiator Side = iota
	Responder
)

// Peer returns the other side.
func (s Side) Peer() Side { return 1 - s }

// String returns "client" for the initiator and "server" for the responder,
// the words of the lecture.
func (s Side) String() string {
	if s == Responder {
		return "server"
	}
	return "client"
}

// State is a TCP connection state of RFC 9293 §3.3.2. The zero value, Unknown,
// is that of an endpoint of which too little was seen, and of UDP.
type State uint8

// The states, in the RFC's order.
const (
	Unknown State = iota
	Listen
	SynSent
	SynReceived
	Established
	FinWait1
	FinWait2
	CloseWait
	Closing
	LastAck
	TimeWait
	Closed
)

// String returns the state as the RFC writes it: "SYN-SENT"; "" for Unknown.
func (s State) String() string {
	return [...]string{
		"", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2",
		"CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT", "CLOSED",
	}[s]
}

// Events is the set of what one packet does in its conversation.
type Events uint32

// The events. A packet can be several at once: data and fin, say. Those from
// Retransmission on, but for Unreachable, are tshark's tcp.analysis fields, by
// its rules: they say what a segment looks like from where it was captured, and
// not always what its sender meant.
const (
	SYN            Events = 1 << iota // opens: SYN without ACK
	SYNACK                            // answers a SYN
	ACK                               // carries nothing but an acknowledgment
	Data                              // carries payload (for UDP: is a datagram, also an empty one)
	FIN                               // ends this direction of the stream
	RST                               // aborts
	Retransmission                    // occupies numbers that were sent before; also set with the two kinds below
	DupACK                            // repeats the last acknowledgment, with the same window, and does nothing else
	Unreachable                       // an ICMP error that quotes a packet of this conversation
	KeepAlive                         // repeats the last number sent, with one octet or none. Without Data the octet is known to be none: it was acknowledged

	FastRetransmission     // sent again because of duplicate ACKs, without waiting for a timeout
	SpuriousRetransmission // sent again although it had been acknowledged
	OutOfOrder             // comes less than a round trip after segments that follow it: was overtaken; never with Retransmission
	LostSegment            // a segment before this one was not captured
	ACKLostSegment         // acknowledges what was not captured
	ZeroWindow             // the sender takes nothing for now
	WindowFull             // fills the window that the receiver offers
	WindowUpdate           // changes the window and does nothing else
	KeepAliveACK           // answers a keep-alive
	ZeroWindowProbe        // one octet to ask whether a zero window has opened
	ZeroWindowProbeACK     // answers that: it has not
	PortReused             // a SYN on a 5-tuple that an earlier conversation had, or a SYN,ACK with another number than its sender had
)

// eventNames are the names of DESIGN §3, in the order of the constants.
var eventNames = []string{
	"syn", "syn-ack", "ack", "data", "fin", "rst", "retransmission", "dup-ack", "unreachable",
	"keep-alive", "fast-retransmission", "spurious-retransmission", "out-of-order", "lost-segment",
	"ack-lost-segment", "zero-window", "window-full", "window-update", "keep-alive-ack",
	"zero-window-probe", "zero-window-probe-ack", "port-reused",
}

// Has reports whether all of f are in e.
func (e Events) Has(f Events) bool { return e&f == f }

// Names returns the names of the set's members, never nil.
func (e Events) Names() []string {
	names := []string{}
	for i, name := range eventNames {
		if e.Has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

// String returns the members, comma-separated.
func (e Events) String() string { return strings.Join(e.Names(), ",") }

// Conversation is the packets between two endpoints: a 5-tuple and, for TCP,
// an incarnation of it (a reused port with a new initial sequence number is a
// new conversation). The Tracker owns it and goes on updating it.
//
// Where there are very many, each packet costs as much time as its conversation
// takes lines of the processor's cache (of 64 octets, as a rule). So what each
// packet needs stands together, at the front, in four lines; what its beginning and
// what its end need are a line each; and the whole ends with a line. It has no pointers, for which the garbage collector would search
// all of them.
type Conversation struct {
	// What is needed of it at its beginning, and when it is shown.

	Stream       int           // counts TCP and UDP apart, from 0, in order of appearance
	HandshakeRTT time.Duration // from the last SYN to the ACK of the SYN,ACK; 0 if not seen whole
	firstAt      int64         // when the earliest packet was captured, ns; valid if timed, and not with farTimes
	rare         *rare         // what few have; nil if it has none of it
	place        uint32        // in its table, from 0
	// Answered is how many datagrams of the responder each answer one of the
	// initiator that was not answered yet; of a question to several hosts how many
	// answer it, in conversations of their own: see Answers.
	Answered uint32

	// What each packet needs.

	ends         [2]uint64          // by Side, as tuple has them
	Packets      [2]uint32          // sent by each Side, copies included
	ids          [2]identifications // by Side
	Payload      [2]int64           // octets of payload sent by each Side, retransmissions and copies included
	Bytes        [2]int64           // octets of frames sent by each Side, as on the wire
	lastAt       int64              // when the latest packet was captured, ns; valid if timed
	tcp          *tcpConversation   // the machines behind States; nil for UDP
	States       [2]State           // by Side; Unknown for UDP
	Completeness Completeness       // how much of the connection's life was seen, as Wireshark has it
	Proto        capture.Protocol   // UDP or TCP
	marks        marks
	resetBy      uint8     // who sent the first reset: its Side plus one, 0 if nobody; see takenBack
	Began        Beginning // what the first packet was
	Copied       Copied    // of which kinds Copies are
}

// Endpoint returns the address and port of a side.
func (c *Conversation) Endpoint(s Side) netip.AddrPort {
	if c.ends[s]&isHash != 0 {
		return netip.AddrPortFrom(netip.AddrFrom16(c.rare.addresses[s]), c.rare.ports[s])
	}
	var v4 [4]byte
	binary.BigEndian.PutUint32(v4[:], uint32(c.ends[s]>>16))          //nolint:gosec // the upper bits are the protocol's
	return netip.AddrPortFrom(netip.AddrFrom4(v4), uint16(c.ends[s])) //nolint:gosec // the lowest bits
}

// port returns the port of a side.
func (c *Conversation) port(s Side) uint16 {
	if c.ends[s]&isHash != 0 {
		return c.rare.ports[s]
	}
	return uint16(c.ends[s]) //nolint:gosec // the lowest bits
}

// Acknowledged is what a TCP acknowledgment covers for the first time.
type Acknowledged struct {
	SYN      bool  // the peer's SYN
	From, To int64 // the peer's octets From..To-1 by relative number; none if From == To. The SYN is number 0, the first octet number 1
	FIN      bool  // the peer's FIN
}

// Any reports whether anything is newly covered.
func (a Acknowledged) Any() bool { return a.SYN || a.FIN || a.To > a.From }

// Observation is what one packet means.
type Observation struct {
	Packet       *capture.Packet
	Conversation *Conversation // nil for a packet of no conversation
	From         Side          // who sent it; for an ICMP error, the side that did not send the packet it quotes
	Events       Events

	// Seq and Ack are relative to the initial sequence numbers of the sender and
	// of the peer, as Wireshark shows them: the SYN has number 0. Where the SYN
	// was not seen, the first segment seen has number 1, and so has the first
	// acknowledgment. Unlike Wireshark's, the numbers go on counting past 2^32,
	// and what lies before number 0 is negative: uint32(Seq) is what Wireshark
	// shows, but for AsWireshark. Ack is 0 without the ACK bit.
	Seq, Ack int64
	// Next is the relative number after this segment: Seq plus payload, plus one
	// for a SYN and one for a FIN.
	Next int64
	// Acked is what the segment acknowledges for the first time; for a RST
	// nothing, as it is not read for that.
	Acked Acknowledged

	// Before and After are the states of both sides around this packet, inferred.
	// Before is the After of the packet before it, unless this one shows more of
	// the past: who sends a SYN was CLOSED, who answers one was in LISTEN (and
	// the peer in SYN-SENT), and who sends a FIN that crosses the peer's was not
	// yet in CLOSE-WAIT but still ESTABLISHED, and who goes on behind its reset was not
	// CLOSED by that.
	Before, After [2]State

	// Window is the receive window that the sender offers, in octets, as
	// Wireshark's tcp.window_size: scaled (RFC 7323 §2) where the handshake was
	// seen, else as on the wire. That of a SYN is not scaled.
	Window int
	// RTT is the time from the segment that this one acknowledges (the last of
	// them) to it; 0 if it acknowledges nothing new, or something sent twice, or
	// if time went backwards meanwhile.
	RTT time.Duration

	// For a FIN: whether the peer's FIN was seen before it, and whether this
	// segment acknowledges that. Seen and not acknowledged: the FINs cross.
	PeerFINSeen, AcksPeerFIN bool

	// CopyBy tells that the packet was captured before, and by what the two captures
	// differ: it was not sent twice. CopyOf is the number of the packet that it is a
	// copy of, 0 if only its outline was observed. Events and Conversation.Retransmissions
	// take a copy for a packet of its own, as Wireshark does. But it changes no state,
	// acknowledges nothing, measures no time and is not Again, unless it is one by
	// Translated: then it is the first of its own conversation.
	CopyBy CopyBy
	CopyOf int

	// Fresh is how many octets of the payload were never captured before. Of UDP it
	// is all of it.
	Fresh int
	// Again tells that the segment repeats numbers which were captured before, of
	// octets, its SYN or its FIN; and that it is no copy, keep-alive or window probe.
	Again bool
	// AckedBy is the number of the packet, captured before this one, that had
	// acknowledged all of this segment; 0 if there is none, or if it is not known.
	AckedBy int

	// mixed is what Wireshark takes the segment for where it is none of the youngest
	// connection of its 4-tuple: see AsWireshark.
	mixed *Wireshark
}

// Changed reports whether the packet changed the state of a side.
func (o *Observation) Changed(s Side) bool { return o.Before[s] != o.After[s] }
