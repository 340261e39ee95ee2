package table

import (
	"strconv"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// AppendWords appends what became of a conversation, in plain words: how much
// of its life was seen, how it ended, what was sent again and how long the
// handshake took. unreachable is how many ICMP errors there were about it.
func AppendWords(b []byte, c *flow.Conversation, unreachable int) []byte {
	if c.Proto == capture.TCP {
		b = appendLife(b, c)
	} else {
		b = appendExchange(b, c)
	}
	return appendTroubles(b, c, unreachable)
}

// appendTroubles appends what went wrong, and how long the handshake took.
func appendTroubles(b []byte, c *flow.Conversation, unreachable int) []byte {
	if unreachable > 0 {
		b = appendCount(append(b, "; "...), unreachable, "ICMP error")
	}
	if n := c.Retransmissions[flow.Initiator] + c.Retransmissions[flow.Responder]; n > 0 {
		b = append(strconv.AppendInt(append(b, "; "...), int64(n), 10), " sent again"...)
	}
	if c.HandshakeRTT > 0 {
		b = appendSpan(append(b, "; RTT "...), c.HandshakeRTT)
	}
	return b
}

// appendExchange appends which way datagrams went.
func appendExchange(b []byte, c *flow.Conversation) []byte {
	if c.Packets[flow.Responder] == 0 {
		return append(b, "one way, no answer"...)
	}
	return append(b, "both ways"...)
}

// appendLife appends the life of a TCP connection: a verdict, and what of it
// was seen.
func appendLife(b []byte, c *flow.Conversation) []byte {
	has := c.Completeness
	const handshake = flow.HasSYN | flow.HasSYNACK | flow.HasACK
	switch {
	case has == flow.HasSYN:
		return append(b, "no answer to SYN"...)
	case has&^flow.HasRST == flow.HasSYN && c.Packets[flow.Responder] > 0:
		return append(b, "refused: SYN, reset"...)
	case has&(flow.HasSYN|flow.HasSYNACK) == 0:
		return appendParts(append(b, "began before the capture: "...), c, "", ending(c))
	case has&handshake != handshake:
		return appendParts(append(b, "handshake not whole: "...), c, opening(has), ending(c))
	case ending(c) == closed:
		return appendParts(append(b, "complete: "...), c, "handshake", closed)
	}
	return appendParts(append(append(b, ending(c)...), ": "...), c, "handshake", "")
}

// How a connection ends, in words.
const (
	closed     = "close"
	reset      = "reset"
	halfClosed = "half closed"
	open       = "still open"
)

// ending says how the connection was left.
func ending(c *flow.Conversation) string {
	switch {
	case c.Completeness&flow.HasRST != 0:
		return reset
	case ended(c.States[flow.Initiator]) && ended(c.States[flow.Responder]):
		return closed
	case c.Completeness&flow.HasFIN != 0:
		return halfClosed
	}
	return open
}

// ended reports whether a side in this state has sent its FIN.
func ended(s flow.State) bool {
	switch s {
	case flow.FinWait1, flow.FinWait2, flow.Closing, flow.LastAck, flow.TimeWait, flow.Closed:
		return true
	}
	return false
}

// opening says what of an incomplete handshake was seen.
func opening(has flow.Completeness) string {
	switch {
	case has&flow.HasSYN == 0:
		return "SYN,ACK"
	case has&flow.HasSYNACK == 0:
		return "SYN"
	}
	return "SYN, SYN,ACK"
}

// appendParts appends what was seen between the beginning and the end.
func appendParts(b []byte, c *flow.Conversation, first, last string) []byte {
	parts := [...]string{first, "", "", last}
	if c.Completeness&flow.HasData != 0 {
		parts[1] = "data"
	}
	if c.Completeness&flow.HasFIN != 0 && last != closed && last != halfClosed {
		parts[2] = "FIN"
	}
	sep := ""
	for _, part := range parts {
		if part != "" {
			b = append(append(b, sep...), part...)
			sep = ", "
		}
	}
	if c.Packets[flow.Initiator] == 0 || c.Packets[flow.Responder] == 0 {
		b = append(b, "; one side only"...)
	}
	return b
}

// appendCount appends "1 packet", "6 packets".
func appendCount(b []byte, n int, noun string) []byte {
	b = append(append(strconv.AppendInt(b, int64(n), 10), ' '), noun...)
	if n != 1 {
		b = append(b, 's')
	}
	return b
}
