package run

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// Kind is what kind of thing happened at a moment.
type Kind uint8

// The kinds.
const (
	Silent  Kind = iota // an entry of which nothing is to be told: a snapshot that says nothing new
	Packet              // a packet was sent, and arrived where the wire was not watched
	Stray               // a packet of no conversation
	Arrival             // a packet that was sent before, or a copy of it, reached its receiver
	Call                // a socket call was made and returned
	Enter               // a socket call that waits was made
	Return              // it returned
	Kernel              // the kernel said something that neither packets nor calls tell
)

// Moment is one thing that happened at one socket, or at two. The Builder that made it
// may amend it until it is settled: see package builder.
type Moment struct {
	Kind  Kind
	Time  time.Time
	Entry capture.Entry // the piece of evidence that stands here; a zero one where another moment has it

	flow.Observation              // of a Packet, a Stray and an Arrival: what it means
	Facts            *facts.Facts // of a Packet and a Stray: what is known besides
	From, To         *Socket      // of a Packet: whose it is and whom it reaches; nil where sockets are not followed
	Confirmed        [2]bool      // of a Packet and an Arrival, by side: the kernel has said that it is in the state that it enters
	Counts           [2]uint32    // of a Packet: how many packets of its conversation each side has sent, this one among them
	Octets           [2]int64     // and how many octets of payload
	Bystanders       []*Socket    // of a datagram to a group: sockets at its port that do not get it: they have not joined it, and IP_MULTICAST_ALL is 0 there (ip(7))
	Unheard          bool         // of an ICMP error: the socket is not connected, so that its program never learns of it (ip(7), IP_RECVERR)

	Coming Coming // of an Arrival

	Call   *capture.Call // of a Call, Enter and Return
	Socket *Socket       // of a Call, Enter, Return and Kernel: whose it is
	Born   *Socket       // the socket that begins with it
	Closes bool          // the socket ends with it
	Quiet  bool          // of a Call: it was seen to send nothing, though it might have
	Meets  Meets         // of a Call and Return: what explains its outcome

	Says *Says // of a Kernel

	fixed facts.Facts // by Fix
}

// Fix makes the Facts those that are known now: the moment has a copy of them that no
// amendment reaches. A goroutine of its own may look at the moment of a packet then.
func (m *Moment) Fix() {
	m.Facts.CloneInto(&m.fixed)
	m.Facts = &m.fixed
}

// noFacts are never written.
var noFacts facts.Facts

// NoFacts returns the facts of what is no packet. They are the same for all, and must not
// be written.
func NoFacts() *facts.Facts { return &noFacts }

// Coming is how a packet arrives.
type Coming struct {
	Sent      *Moment // the packet, when it was sent
	Copy      int     // how many copies of it have arrived before
	Overtaken int     // a packet that was sent after it to the same place, and arrived before it; 0: none
	Delay     time.Duration
	Fault     string // what the wire was told to do with it
}

// Meets is what explains the outcome of a call, besides the call.
type Meets struct {
	Past
	Taken  bool // another open socket is bound to the address
	Waits  bool // the kernel has said that an earlier connection holds it, in TIME-WAIT
	Fast   bool // accept() returns before the handshake has ended: data came with the SYN (RFC 7413)
	Larger int  // octets of the datagram of which the buffer held only a part; 0: it held all

	More     bool // of one that received a datagram: another one had come by then, which a later call has received
	ToGroup  bool // the datagram that it received was sent to a group (multicast)
	Ready    Ready
	Own      bool // of bind(2): its socket connects later, or sends first, from a port that it has chosen itself
	Retry    bool // of bind(2): it succeeds, an earlier one has found the address in use, and SO_REUSEADDR was set in between
	Outsider bool // and its socket has not joined that; of setsockopt(2): its socket has joined none
}

// Ready is what a call that waits for several sockets has found, by what these are for.
type Ready struct {
	Connection bool // a listening socket has a connection for accept(2)
	Octets     bool // another one has something to receive, or its end
	Room       bool // one can be sent on
}

// Past is what a socket has been through, as far as its next calls and packets depend on
// it.
type Past struct {
	ShutRead, ShutWrite bool // by shutdown(2)
	Reset               bool // a RST has reached it
	Refused             bool // an ICMP error has
	Ended               bool // the peer's FIN has
	Linger0             bool // SO_LINGER is set to 0 seconds
	Told                bool // IP_RECVERR is set: it is told of ICMP errors, connected or not (ip(7))
	Unread              int  // octets that have come and were not received
	Unsent              int  // octets that it was given to send over TCP, and that have not gone out
	Pieces              int  // how many packets the last call took octets of that received some
	Kept                bool // the datagram that the last call received had waited, for its program has served another one meanwhile
	Stale               int  // the packet that that datagram can be no answer to, though it was sent before the call: it came before; 0: none
	AtMark              bool // that call ended before a byte that is urgent and had come, though it had room
	Rest                bool // the last call that sent over TCP gave what the one before it had been given, too, and not taken: its rest
	SinceEnd            bool // that call was the first that sent since the peer's FIN has come
	Closed              bool
}

// Says is something that only the kernel can tell: the length of an accept queue, a TCP
// state that is not the one that the packets let infer, or bytes that nobody reads.
type Says struct {
	Listener netip.AddrPort // whose queue it is; invalid where it is none
	Length   int            // of the queue: connections that wait for accept(2)
	Before   int            // its length as it was told before
	Backlog  int            // as listen(2) was given it
	First    bool           // nothing was told of that queue before
	Opening  bool           // the handshake of one of them has not ended: it came with Fast Open (RFC 7413)

	Side     flow.Side // whose state or receive buffer it is
	State    string    // as the kernel says
	Inferred string    // as the packets let infer
	Unsent   int       // numbers that wait to be acknowledged, that of a FIN among them

	Unread int // bytes that a program leaves in its receive buffer; 0: it is not about them
}

// Protocol returns the protocol of what happened; Undecoded for what belongs to no
// conversation.
func (m *Moment) Protocol() capture.Protocol {
	switch {
	case m.Says != nil:
		return capture.TCP
	case m.Call != nil && m.Call.Proto == capture.Undecoded && m.Socket != nil:
		return m.Socket.Proto
	case m.Call != nil:
		return m.Call.Proto
	case m.Coming.Sent != nil:
		return m.Coming.Sent.Protocol()
	case m.Conversation != nil:
		return m.Conversation.Proto
	}
	return capture.Undecoded
}

// Enters returns the state that a side enters with the packet, "" if it stays in its own.
func (m *Moment) Enters(side flow.Side) string {
	switch {
	case m.CopyOf > 0, m.Facts.Old != nil, !m.Changed(side):
		return ""
	case m.Forgotten() && side == m.Observation.From:
		return ""
	case m.Facts.NotTaken > 0 && side != m.Observation.From:
		return "" // a later packet shows that it has not
	case m.Before[side] == flow.Established && m.After[side] == flow.Closing:
		return "FIN-WAIT-1, CLOSING" // by its own FIN and by the one that crosses it: RFC 9293 §3.6, figure 13
	}
	return m.After[side].String()
}

// FINWaits reports whether the call ends what its socket sends, and was seen to send nothing, for data that it was
// given before have not gone out yet: the FIN goes behind them.
func (m *Moment) FINWaits() bool {
	c := m.Call
	ends := c != nil && (c.Did(capture.Closes) && !c.Shared || c.Did(capture.ShutsDown) && c.Args.How&capture.ShutWrite != 0)
	return ends && m.Quiet && c.Proto == capture.TCP && m.Meets.Unsent > 0 && !m.Meets.Reset && !m.Meets.Linger0
}

// Forgotten reports whether the packet is a SYN,ACK of which its kernel keeps no state, as it has counted: a SYN
// cookie (RFC 4987 §3.6). Its sender stays in LISTEN.
func (m *Moment) Forgotten() bool { return slices.Contains(m.Facts.Kernel, "SyncookiesSent") }

// Recalled reports whether the packet is the ACK that brings a SYN cookie back, as its receiver's kernel has
// counted: with it the connection comes into being there.
func (m *Moment) Recalled() bool { return slices.Contains(m.Facts.Kernel, "SyncookiesRecv") }

// Shown returns the relative numbers of a segment as they are shown: those of the
// connection that it belongs to. A RST of a port that nobody has belongs to none: its
// number is 0 as it stands (RFC 9293 §3.10.7.1), with nothing that it could be relative to.
func (m *Moment) Shown() (seq, ack int64) {
	if old := m.Facts.Old; old != nil {
		return old.Seq, old.Ack
	}
	if r := m.Facts.Reset; r != nil && (r.Why == facts.Refuses || r.Bare) && m.Packet.TCP.Seq == 0 {
		return 0, m.Ack
	}
	return m.Seq, m.Ack
}
