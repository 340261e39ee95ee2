package render

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// repeatsACK reports whether o says again what its sender expects. One that
// names by SACK what it holds behind a gap does, though its window may have
// grown meanwhile, so that it is no duplicate by RFC 5681 §2.
func repeatsACK(o *flow.Observation) bool {
	bare := o.Packet.PayloadLength == 0 && !o.Acked.Any() && o.Packet.TCP.Flags == capture.ACK
	return o.Events.Has(flow.DupACK) || bare && o.Packet.TCP.Options.SACKBlocks > 0
}

// asksAgain says of a duplicate ACK what has arrived, and what is missing.
func (t *tales) asksAgain(o *flow.Observation, e Explanation) Explanation {
	came, twice := t.latest(o)
	if came == nil {
		return e
	}
	n := came.o.Packet.Number
	if twice {
		return Explanation{
			fmt.Sprintf("a duplicate ACK: packet %d came twice; still expects %d", n, o.Ack),
			fmt.Sprintf("Packet %d has come a second time. The %s throws the copy away and says again what it expects: number %d.", n, o.From, o.Ack),
		}
	}
	if came.o.Seq <= o.Ack {
		return nothingNew(o, came, e)
	}
	brief := fmt.Sprintf("a duplicate ACK: packet %d came, but number %d is missing", n, o.Ack)
	full := fmt.Sprintf("Packet %d has arrived, but number %d, before it, has not: the %s can only say again that it waits for that.", n, o.Ack, o.From)
	if o.Packet.TCP.Options.SACKBlocks > 0 {
		brief += "; SACK names what it holds"
		full += " By SACK it names what it holds behind the gap, so that only the gap need be sent again (RFC 2018)."
	}
	return Explanation{brief, full}
}

// nothingNew says of a duplicate ACK that what came had come before; else e.
func nothingNew(o *flow.Observation, came *chapter, e Explanation) Explanation {
	if came.o.Next > o.Ack || came.o.Next == came.o.Seq {
		return e
	}
	n := came.o.Packet.Number
	if o.After[o.From] == flow.TimeWait && came.o.Events.Has(flow.FIN) {
		return Explanation{
			fmt.Sprintf("answers the FIN that came again (packet %d): TIME-WAIT is there for that", n),
			fmt.Sprintf("The FIN has come again (packet %d), because its ACK was late or lost. The %s has closed long ago, but its kernel remembers the connection in TIME-WAIT, and can answer.", n, o.From),
		}
	}
	return Explanation{
		fmt.Sprintf("packet %d brought nothing new; still expects %d", n, o.Ack),
		fmt.Sprintf("Packet %d holds nothing that the %s did not have. It throws it away and says again what it expects: number %d.", n, o.From, o.Ack),
	}
}

// latest returns what reached o's sender last before it sent o, and whether
// that was a second copy.
func (t *tales) latest(o *flow.Observation) (last *chapter, twice bool) {
	var at time.Time
	told := t.told[o.Conversation]
	for i := range told {
		c := &told[i]
		if c.o.From == o.From || c.fate == nil {
			continue
		}
		for j, d := range c.fate.arrivals {
			if !d.Time.After(o.Packet.Time) && !d.Time.Before(at) {
				at, last, twice = d.Time, c, j > 0
			}
		}
	}
	return last, twice
}
