package words

import (
	"strconv"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/quantity"
)

// spanOf names the numbers that a segment occupies.
func spanOf(m *run.Moment) string {
	n, seq := int64(m.Packet.PayloadLength), m.Seq
	if m.Facts.Old != nil {
		seq = m.Facts.Old.Seq
	}
	switch fin := m.Events.Has(flow.FIN); {
	case n == 0 && fin:
		return "the FIN, " + number(seq)
	case fin:
		return bytesFromTo(seq, seq+n) + " and the FIN"
	}
	return bytesFromTo(seq, seq+n)
}

// covered names what an ACK covers for the first time: "bytes 1-6 and the FIN".
func covered(m *run.Moment) string { return string(appendCovered(nil, &m.Observation)) }

func appendCovered(b []byte, o *flow.Observation) []byte {
	and := ""
	if o.Acked.SYN {
		b, and = append(b, "the SYN"...), " and "
	}
	if o.Acked.To > o.Acked.From {
		b, and = appendBytes(append(b, and...), o.Acked.From, o.Acked.To), " and "
	}
	if o.Acked.FIN {
		b = append(append(b, and...), "the FIN"...)
	}
	return b
}

// bytesFromTo names the bytes from..to-1.
func bytesFromTo(from, to int64) string { return string(appendBytes(nil, from, to)) }

// bytesOf names the bytes of a span.
func bytesOf(s facts.Span) string { return bytesFromTo(s.From, s.To) }

// appendBytes appends the names of bytes. Numbers before the first that was captured
// are counted from there: no byte has a negative number.
func appendBytes(b []byte, from, to int64) []byte {
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

// number names a sequence number.
func number(n int64) string {
	if n < 0 {
		return "a number from before the capture"
	}
	return "number " + strconv.FormatInt(n, 10)
}

// numbers names the sequence numbers from..to-1.
func numbers(from, to int64) string {
	switch {
	case from < 0:
		return "numbers from before the capture"
	case to-from == 1:
		return number(from)
	}
	return "numbers " + strconv.FormatInt(from, 10) + " to " + strconv.FormatInt(to-1, 10)
}

func count[N int | int64](n N, noun string) string { return quantity.Count(n, noun) }

func listPackets(numbers []int) string { return quantity.List("packet", numbers) }

// inTime returns " after 31 ms", or "" where the time is not known.
func inTime(d time.Duration) string {
	if d <= 0 {
		return ""
	}
	return " after " + quantity.Duration(d)
}
