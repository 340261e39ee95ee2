package conversations

import (
	"strconv"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render/quantity"
)

// Append appends what became of a conversation, in plain words: how much
// of its life was seen, how it ended, what was sent again and how long the handshake
// took. unreachable is how many ICMP errors there were about it.
func Append(b []byte, c *flow.Conversation, unreachable int) []byte {
	if c.Proto == capture.TCP {
		l := lifeOf(c)
		b = l.append(b)
	} else {
		b = appendExchange(b, c)
	}
	return appendTroubles(b, c, unreachable)
}

// Lives appends what the function Append does, and remembers the lives of connections
// that it has told: there are few of them, and many connections. The zero value is
// ready.
type Lives struct{ told map[life]string }

// Append appends what the function Append does.
func (l *Lives) Append(b []byte, c *flow.Conversation, unreachable int) []byte {
	if c.Proto != capture.TCP {
		return Append(b, c, unreachable)
	}
	key := lifeOf(c)
	said, known := l.told[key]
	if !known {
		if l.told == nil {
			l.told = map[life]string{}
		}
		said = string(key.append(nil))
		l.told[key] = said
	}
	return appendTroubles(append(b, said...), c, unreachable)
}

// appendTroubles appends what went wrong, what was captured more than once, and how
// long the handshake took.
func appendTroubles(b []byte, c *flow.Conversation, unreachable int) []byte {
	if unreachable > 0 {
		b = quantity.AppendCount(append(b, "; "...), unreachable, "ICMP error")
	}
	if n := c.Again(flow.Initiator) + c.Again(flow.Responder); n > 0 {
		b = append(strconv.AppendInt(append(b, "; "...), int64(n), 10), " sent again"...)
	}
	if n := c.Lost(flow.Initiator) + c.Lost(flow.Responder); n > 0 {
		where := " lost on the wire"
		if c.LostBetween() {
			where = " lost between the two captures"
		}
		b = append(strconv.AppendInt(append(b, "; "...), int64(n), 10), where...)
	}
	if n := c.Copies(flow.Initiator) + c.Copies(flow.Responder); n > 0 {
		b = appendCopies(append(b, "; "...), c, int64(n))
	}
	if n := c.Untimed(); n > 0 && c.Timed() {
		b = append(quantity.AppendCount(append(b, "; "...), n, "packet"), " without a time"...)
	}
	if n := c.Cut(); n > 0 {
		b = append(quantity.AppendCount(append(b, "; "...), n, "packet"), " cut, counted as captured"...)
	}
	if c.HandshakeRTT > 0 {
		b = quantity.AppendSpan(append(b, "; RTT "...), c.HandshakeRTT)
	}
	return b
}

// appendCopies appends how many packets were captured before, and which conversation
// they are of if it is not this one.
func appendCopies(b []byte, c *flow.Conversation, n int64) []byte {
	b = quantity.AppendCount(b, n, "copy")
	if stream, ok := c.CopyOf(); ok {
		b = appendStream(append(b, ": it is "...), c, stream)
		b = append(b, " beyond a NAT"...)
	}
	return b
}

// appendStream appends the name of another conversation of the same protocol.
func appendStream(b []byte, c *flow.Conversation, stream int) []byte {
	return strconv.AppendInt(append(append(b, c.Proto.String()...), ':'), int64(stream), 10)
}

// appendExchange appends which way datagrams went, and which had an answer.
func appendExchange(b []byte, c *flow.Conversation) []byte {
	if stream, ok := c.Answers(); ok {
		return appendStream(append(b, "answers "...), c, stream)
	}
	switch {
	case c.ToSeveral() && c.Endpoint(flow.Responder).Addr().IsMulticast():
		b = append(b, "to a multicast group"...)
	case c.ToSeveral():
		b = append(b, "to a broadcast address"...)
	case c.Packets[flow.Responder] == 0 && c.Answered > 0:
		return append(appendAnswered(b, c), ", from elsewhere"...)
	case c.Packets[flow.Responder] == 0:
		return append(b, "one way, no answer"...)
	case c.Packets[flow.Initiator] == 0:
		return append(b, "one way, from the server; no question was captured"...)
	default:
		return appendAnswered(b, c)
	}
	if c.Answered > 0 {
		return appendAnswered(append(b, ": "...), c)
	}
	return b
}

// appendAnswered appends how many datagrams asked, and how many of these have an answer.
func appendAnswered(b []byte, c *flow.Conversation) []byte {
	b = strconv.AppendInt(append(b, "asked "...), int64(c.Asked()), 10)
	b = strconv.AppendInt(append(b, ", answered "...), int64(c.Answered), 10)
	if more := int(c.Packets[flow.Responder]) - c.Copies(flow.Responder) - int(c.Answered); more > 0 {
		b = append(strconv.AppendInt(append(b, ", "...), int64(more), 10), " more from the server"...)
	}
	return b
}
