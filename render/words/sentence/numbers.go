package sentence

import (
	"strconv"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// SpanOf names the numbers that a segment occupies.
func SpanOf(m *run.Moment) string {
	n, seq := int64(m.Packet.PayloadLength), m.Seq
	if m.Facts.Old != nil {
		seq = m.Facts.Old.Seq
	}
	switch fin := m.Events.Has(flow.FIN); {
	case n == 0 && fin:
		return "the FIN, " + Number(seq)
	case fin:
		return BytesFromTo(seq, seq+n) + " and the FIN"
	}
	return BytesFromTo(seq, seq+n)
}

// AppendCovered appends what an ACK covers for the first time: "bytes 1-6 and the FIN".
func AppendCovered(b []byte, o *flow.Observation) []byte { return appendCovered(b, o, "the ") }

// AppendPeers appends the same with whose that is: "the client's bytes 1-6 and FIN". So it is told where the bytes
// that the segment carries itself are told beside them.
func AppendPeers(b []byte, m *run.Moment) []byte {
	return appendCovered(append(append(b, Peer(m)...), "'s "...), &m.Observation, "")
}

func appendCovered(b []byte, o *flow.Observation, the string) []byte {
	and := ""
	if o.Acked.SYN {
		b, and = append(append(b, the...), "SYN"...), " and "
	}
	if o.Acked.To > o.Acked.From {
		b, and = AppendBytes(append(b, and...), o.Acked.From, o.Acked.To), " and "
	}
	if o.Acked.FIN {
		b = append(append(append(b, and...), the...), "FIN"...)
	}
	return b
}

// BytesFromTo names the bytes from..to-1.
func BytesFromTo(from, to int64) string { return string(AppendBytes(nil, from, to)) }

// Bytes names the bytes of a span.
func Bytes(s facts.Span) string { return BytesFromTo(s.From, s.To) }

// AppendBytes appends the names of bytes. Numbers before the first that was captured
// are counted from there: no byte has a negative number.
func AppendBytes(b []byte, from, to int64) []byte {
	if from < 0 {
		b = strconv.AppendInt(b, to-from, 10)
		if to-from == 1 {
			return append(b, " byte from before the capture"...)
		}
		return append(b, " bytes from before the capture"...)
	}
	if to-from == 1 {
		return strconv.AppendInt(append(b, "byte "...), from, 10)
	}
	b = strconv.AppendInt(append(b, "bytes "...), from, 10)
	return strconv.AppendInt(append(b, '-'), to-1, 10)
}

// Number names a sequence number.
func Number(n int64) string {
	if n < 0 {
		return "a number from before the capture"
	}
	return "number " + strconv.FormatInt(n, 10)
}

// Which names a sequence number where the words before it say that it is one: "expects 5".
func Which(n int64) string {
	if n < 0 {
		return "an earlier number"
	}
	return strconv.FormatInt(n, 10)
}

// Ack names an acknowledgment: "ack=5". One of numbers before those that were captured has
// no number that could be told.
func Ack(n int64) string {
	if n < 0 {
		return "its ack"
	}
	return "ack=" + strconv.FormatInt(n, 10)
}

// Numbers names the sequence numbers from..to-1.
func Numbers(from, to int64) string {
	switch {
	case from < 0:
		return "numbers from before the capture"
	case to-from == 1:
		return Number(from)
	}
	return "numbers " + strconv.FormatInt(from, 10) + " to " + strconv.FormatInt(to-1, 10)
}

// InTime returns " after 31 ms", or "" where the time is not known.
func InTime(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return " after " + quantity.Duration(d)
}
