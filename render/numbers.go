package render

import (
	"fmt"
	"strconv"

	"wireladder/capture/flow"
)

// spanOf names the numbers that a segment occupies.
func spanOf(o *flow.Observation) string {
	n := int64(o.Packet.PayloadLength)
	switch {
	case n == 0 && o.Events.Has(flow.FIN):
		return fmt.Sprintf("the FIN, number %d", o.Seq)
	case o.Events.Has(flow.FIN):
		return bytesFromTo(o.Seq, o.Seq+n) + " and the FIN"
	}
	return bytesFromTo(o.Seq, o.Seq+n)
}

// covered names what an ACK covers for the first time: "bytes 1-6 and the FIN".
func covered(o *flow.Observation) string { return string(appendCovered(nil, o)) }

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

func appendBytes(b []byte, from, to int64) []byte {
	if to-from == 1 {
		return strconv.AppendInt(append(b, "byte "...), from, 10)
	}
	b = strconv.AppendInt(append(b, "bytes "...), from, 10)
	return strconv.AppendInt(append(b, '-'), to-1, 10)
}

// numbers names the sequence numbers from..to-1.
func numbers(from, to int64) string {
	if to-from == 1 {
		return fmt.Sprintf("number %d", from)
	}
	return fmt.Sprintf("numbers %d to %d", from, to-1)
}

// count returns "1 byte", "6 bytes".
func count(n int64, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatInt(n, 10) + " " + noun
}
