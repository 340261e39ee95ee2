package flow

import "wireladder/capture"

// Beginning is what the first packet of a conversation that was seen was. If it is
// neither BeganSYN nor BeganUDP, the beginning or one direction was not captured.
type Beginning uint8

// The beginnings. Of two that apply the later one counts.
const (
	BeganUnseen Beginning = iota // none was seen
	BeganUDP                     // with a datagram
	BeganSYN                     // with a SYN: the handshake was captured from its start
	BeganSYNACK                  // with the answer to one
	BeganACK                     // with an acknowledgment, or nothing
	BeganData                    // with payload
	BeganFIN                     // with a FIN, with payload or without
	BeganRST                     // with a reset
	BeganAlone                   // with a segment that has none of SYN, ACK and RST: no connection has such
)

// begins returns what a first packet is.
func begins(h *capture.Outline) Beginning {
	switch {
	case h.Proto != capture.TCP:
		return BeganUDP
	case h.Flags.Has(capture.RST):
		return BeganRST
	case opens(h.Flags):
		return BeganSYN
	case h.Flags.Has(capture.SYN):
		return BeganSYNACK
	case h.Flags&(capture.SYN|capture.ACK) == 0:
		return BeganAlone
	case h.Flags.Has(capture.FIN):
		return BeganFIN
	case h.PayloadLength > 0:
		return BeganData
	}
	return BeganACK
}

// serverSpeaks reports whether a segment of a connection under way is likely to be
// the server's, by its ports: clients get theirs from a range of high ones, and
// servers have them below. It is a guess: see Beginning.
func serverSpeaks(h *capture.Outline) bool {
	const (
		reserved  = 512   // from here to 1023 also programs of root take ports for clients: rresvport(3)
		ephemeral = 32768 // Linux and RFC 6056 §3.2 take clients' ports from here on, and from above
	)
	return h.SrcPort < ephemeral && h.DstPort >= ephemeral || h.SrcPort < reserved && h.DstPort >= 1024
}

// serviceSpeaks reports whether a datagram, the first that is seen, is likely to be a
// server's, by its ports: it comes from a well-known one, and goes to one of those that
// programs without rights have. What goes to several hosts is no answer.
func serviceSpeaks(h *capture.Outline) bool {
	const reserved, user = 512, 1024
	several := h.IPv6 && h.Dst[0] == 0xff || !h.IPv6 && (h.Dst[0]>>4 == 0xe || h.Dst[3] == 0xff)
	return h.SrcPort > 0 && h.SrcPort < reserved && h.DstPort >= user && !several
}

// SentFIN reports whether a side has sent a FIN that was captured.
func (c *Conversation) SentFIN(side Side) bool {
	return c.tcp != nil && c.tcp.sides[side].sent.finSent
}

// FINAcknowledged reports whether the peer of a side has acknowledged its FIN.
func (c *Conversation) FINAcknowledged(side Side) bool {
	if !c.SentFIN(side) {
		return false
	}
	sent := &c.tcp.sides[side].sent
	if c.ToItself() {
		return c.tcp.sides[side.Peer()].sent.acked > sent.fin
	}
	return sent.acked > sent.fin
}

// ToItself reports whether the socket is connected to itself: all its packets are
// the initiator's.
func (c *Conversation) ToItself() bool {
	return c.ends[Initiator] == c.ends[Responder] && c.Proto == capture.TCP && c.Endpoint(Initiator) == c.Endpoint(Responder)
}

// Reset returns who sent the first reset, and whether there is one.
func (c *Conversation) Reset() (by Side, ok bool) {
	return Side(c.resetBy - 1), c.resetBy != 0 && c.resetBy <= takenBack
}

// Refused reports whether that reset answered a SYN: there is no connection.
func (c *Conversation) Refused() bool { return c.marks&refused != 0 }

// Handshake reports whether the responder's SYN is known of, captured or by its
// acknowledgment, and whether the whole handshake was captured.
func (c *Conversation) Handshake() (answered, whole bool) {
	if c.tcp == nil {
		return false, false
	}
	sent := &c.tcp.sides[Responder].sent
	if c.ToItself() {
		answered = c.Completeness&HasSYNACK != 0
		return answered, answered && c.Began == BeganSYN && sent.acked >= 1
	}
	return sent.synSent, c.Began == BeganSYN && sent.synSent && sent.acked >= 1
}

// ScaleKnown reports whether it is known by how much the windows of a side are scaled
// (RFC 7323 §2): its SYN was captured, or it is seen that none is scaled. Else
// Observation.Window is what stood on the wire, and may be many times as much.
func (c *Conversation) ScaleKnown(side Side) bool {
	return c.tcp != nil && c.tcp.sides[side].past.scale != scaleUnknown
}
