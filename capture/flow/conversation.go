package flow

import (
	"net/netip"

	"wireladder/capture"
)

// sideOf returns the side whose address is addr. A socket that is connected to
// itself has the same address on both sides: all it sends is the initiator's.
func (c *Conversation) sideOf(addr netip.AddrPort) Side {
	if addr == c.Endpoints[Initiator] {
		return Initiator
	}
	return Responder
}

// reopenedBy reports whether p is the SYN of a new incarnation: the port is
// used again, with another initial sequence number. A SYN with the number
// already known is a retransmission, or another try of a refused connection:
// Wireshark counts both to the same stream.
func (c *Conversation) reopenedBy(p *capture.Packet) bool {
	if !opens(p.TCP.Flags) {
		return false
	}
	sent := &c.tcp[c.sideOf(p.Src)].sent
	return sent.based && sent.base != p.TCP.Seq
}

// count adds the packet to its sender's totals.
func (c *Conversation) count(o *Observation) {
	c.Packets[o.From]++
	c.Payload[o.From] += int64(o.Packet.PayloadLength)
}

// attach places the observation in its conversation, before anything happens.
func (o *Observation) attach(c *Conversation, from Side) {
	o.Conversation, o.From = c, from
	o.Before, o.After = c.States, c.States
}

// opens reports whether a segment with these flags asks for a connection.
func opens(f capture.Flags) bool { return f&(capture.SYN|capture.ACK) == capture.SYN }

// tcpConversation is the two machines of a TCP conversation, by side. The zero
// value is that of a conversation of which nothing was seen.
type tcpConversation [2]endpoint

// observe takes the next segment and fills in what it means.
func (t *tcpConversation) observe(o *Observation) {
	sender, receiver := &t[o.From], &t[o.From.Peer()]
	seg := measure(o.Packet, sender, receiver)
	o.Seq, o.Ack, o.Next = seg.seq, seg.ack, seg.next
	o.Events = seg.events(sender, receiver)
	o.AcksPeerFIN = seg.has(capture.FIN) && receiver.sent.finCovered(seg)
	o.PeerFINSeen = seg.has(capture.FIN) && receiver.sent.finSent

	if seg.has(capture.RST) {
		abort(sender, receiver, seg)
	} else {
		exchange(o, sender, receiver, seg)
	}
	o.After = [2]State{t[Initiator].state, t[Responder].state}
}

// exchange lets a segment that is no reset have its effects: first what it
// proves of the time before it, then what its sender does by sending it, then
// what it does to its receiver.
func exchange(o *Observation, sender, receiver *endpoint, seg segment) {
	if !seg.hasAny(capture.SYN | capture.ACK) {
		return // a TCP drops it unread: RFC 9293 §3.10.7.4, fifth
	}
	if seg.has(capture.ACK) {
		o.Acked = receiver.sent.acknowledge(seg.ack)
	}
	correct(sender, receiver, seg)
	o.Before[o.From], o.Before[o.From.Peer()] = sender.state, receiver.state
	sender.note(seg)
	sender.send(receiver, seg)
	receiver.receive(sender, seg)
}

// abort lets a reset end the conversation for both sides, if the receiver
// would accept it (RFC 9293 §3.5.3).
func abort(sender, receiver *endpoint, seg segment) {
	if receiver.acceptsReset(sender, seg) {
		sender.state, receiver.state = Closed, Closed
	}
}
