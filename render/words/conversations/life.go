package conversations

import "wireladder/capture/flow"

// life is what the life of a TCP connection is told by. What stands in pairs is the
// client's and the server's.
type life struct {
	began                 flow.Beginning
	answered, whole       bool // the handshake
	reset, refused        bool
	resetBy               flow.Side
	toItself              bool
	seen, data            [2]bool // packets of a side were captured, and payload
	closed, closeAnswered [2]bool // it sent a FIN, and the peer acknowledged that
}

// lifeOf returns the life of a connection.
func lifeOf(c *flow.Conversation) life {
	l := life{began: c.Began, refused: c.Refused(), toItself: c.ToItself()}
	l.answered, l.whole = c.Handshake()
	if l.resetBy, l.reset = c.Reset(); !l.reset {
		l.resetBy = flow.Initiator
	}
	for side := range l.seen {
		s := flow.Side(side) //nolint:gosec // 0 or 1
		l.seen[side], l.data[side] = c.Packets[side] > 0, c.Payload[side] > 0
		l.closed[side], l.closeAnswered[side] = c.SentFIN(s), c.FINAcknowledged(s)
	}
	if l.toItself { // what one end does, the other one does
		l.seen[1], l.data[1], l.closed[1], l.closeAnswered[1] = l.seen[0], l.data[0], l.closed[0], l.closeAnswered[0]
	}
	return l
}

// append appends the life: a verdict, and what of it was seen.
func (l *life) append(b []byte) []byte {
	switch {
	case l.refused && !l.answered && l.began == flow.BeganSYN:
		return append(b, "refused: SYN, reset"...)
	case l.began == flow.BeganSYN && !l.seen[1] && !l.data[0] && !l.closed[0] && !l.reset:
		return append(b, "no answer to SYN"...)
	case l.began == flow.BeganAlone:
		return l.appendAlone(b)
	case l.whole:
		return l.appendRemarks(l.appendWhole(b))
	}
	b = append(append(b, l.missing()...), ": "...)
	b = appendParts(b, l.opening(), l.dataPart(), l.ending())
	if l.began != flow.BeganSYN && l.began != flow.BeganSYNACK && (!l.seen[0] || !l.seen[1]) {
		b = append(b, "; one side only"...)
	}
	return b
}

// appendAlone appends what became of a segment that is of no connection.
func (l *life) appendAlone(b []byte) []byte {
	b = append(b, "no connection: a segment without ACK, "...)
	if l.reset {
		return append(b, l.ending()...)
	}
	return append(b, "no answer"...)
}

// isOver reports whether both sides had closed, and knew that of each other: a RST after that ends nothing any more.
func (l *life) isOver() bool {
	return l.closed[0] && l.closed[1] && l.closeAnswered[0] && l.closeAnswered[1]
}

// missing says what of the beginning was not captured.
func (l *life) missing() string {
	switch {
	case l.began == flow.BeganSYN && !l.seen[1]:
		return "the server's direction is missing"
	case l.began == flow.BeganSYN:
		return "handshake not whole"
	case l.began == flow.BeganSYNACK && !l.seen[0]:
		return "the client's direction is missing"
	case l.began == flow.BeganSYNACK:
		return "SYN not captured"
	}
	return "began before the capture"
}

// opening says what of an incomplete handshake was seen.
func (l *life) opening() string {
	switch {
	case l.began == flow.BeganSYN && l.answered && l.seen[1]:
		return "SYN, SYN,ACK"
	case l.began == flow.BeganSYN:
		return "SYN"
	case l.began == flow.BeganSYNACK:
		return "SYN,ACK"
	}
	return ""
}

// dataPart says whether there was payload.
func (l *life) dataPart() string {
	if l.data[0] || l.data[1] {
		return "data"
	}
	return ""
}

// How a connection ends, in words.
const (
	closed    = "close"
	stillOpen = "still open"
)

// ending says how the connection was left.
func (l *life) ending() string {
	switch {
	case l.reset && !l.isOver():
		return "reset by the " + l.resetBy.String()
	case l.closed[0] && l.closed[1]:
		return closed
	case l.closed[0]:
		return "half closed by the client"
	case l.closed[1]:
		return "half closed by the server"
	}
	return stillOpen
}

// appendWhole appends the life of a connection that was seen from its beginning.
// Complete is one in which the client has sent something, both sides have closed, and
// nothing is left to acknowledge.
func (l *life) appendWhole(b []byte) []byte {
	verdict, last := l.ending(), ""
	switch {
	case l.toItself:
		verdict, last = "connected to itself", l.ending()
	case l.closed[0] && l.closed[1] && l.reset && !l.isOver():
		last = closed
	case verdict == closed && l.data[0] && l.closeAnswered[0] && l.closeAnswered[1]:
		verdict, last = "complete", closed
	case verdict == closed:
		verdict, last = "closed", closed
	case l.closed[0] || l.closed[1]:
		last = "FIN"
	}
	return appendParts(append(append(b, verdict...), ": "...), "handshake", l.dataPart(), last)
}

// appendRemarks appends what a whole connection lacks to be like any other.
func (l *life) appendRemarks(b []byte) []byte {
	switch {
	case !l.data[0] && !l.data[1]:
		b = append(b, "; nobody sent anything"...)
	case !l.data[0]:
		b = append(b, "; the client sent nothing"...)
	case !l.data[1]:
		b = append(b, "; the server sent nothing"...)
	}
	if l.reset && l.isOver() {
		return append(append(b, "; a RST of the "...), l.resetBy.String()+" after that"...)
	}
	if l.reset {
		return b
	}
	for side, other := range [2]string{"server", "client"} {
		switch {
		case l.closed[side] && !l.closed[1-side]:
			b = append(append(append(b, "; the "...), other...), " never closed"...)
		case l.closed[1-side] && !l.closeAnswered[1-side]:
			b = append(append(b, "; no ACK of the FIN of the "...), other...)
		}
	}
	return b
}

// appendParts appends those parts that there are.
func appendParts(b []byte, parts ...string) []byte {
	sep := ""
	for _, part := range parts {
		if part != "" {
			b = append(append(b, sep...), part...)
			sep = ", "
		}
	}
	return b
}
