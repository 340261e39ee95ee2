package render

import (
	"fmt"
	"strconv"

	"wireladder/capture/flow"
)

// explainSegment speaks of a TCP segment, by what matters most in it.
func explainSegment(o *flow.Observation, full bool) Explanation {
	switch {
	case o.Events.Has(flow.RST):
		return explainReset(o)
	case o.Events.Has(flow.SYN):
		return explainSYN(o)
	case o.Events.Has(flow.SYNACK):
		return explainSYNACK(o)
	case o.Events.Has(flow.KeepAlive), o.Events.Has(flow.ZeroWindowProbe):
		return explainProbe(o)
	case sentAgain(o), o.Events.Has(flow.OutOfOrder):
		return explainRetransmission(o)
	case o.Events.Has(flow.FIN):
		return noteGaps(o, explainFIN(o))
	case o.Events.Has(flow.Data):
		return noteGaps(o, explainData(o, full))
	}
	return noteGaps(o, explainACK(o, full))
}

// sentAgain reports whether o repeats what was sent before, for whatever reason.
func sentAgain(o *flow.Observation) bool {
	return o.Events&(flow.Retransmission|flow.FastRetransmission|flow.SpuriousRetransmission) != 0
}

// noteGaps adds to an explanation what the capture lacks before the segment,
// and what its window says.
func noteGaps(o *flow.Observation, e Explanation) Explanation {
	switch {
	case o.Events.Has(flow.LostSegment):
		e.Brief = "after a gap: " + e.Brief
		e.Full += " Before it, bytes are missing in the capture: lost on the way, or not captured."
	case o.Events.Has(flow.ACKLostSegment):
		e.Brief += "; some of that was not captured"
		e.Full += " The capture does not hold all of what it acknowledges: packets were not captured."
	}
	switch {
	case o.Events.Has(flow.ZeroWindow):
		e.Brief += "; window 0: stop"
		e.Full += fmt.Sprintf(" Window 0: the %s has no room left, the %s must stop until it says otherwise.", o.From, o.From.Peer())
	case o.Events.Has(flow.WindowFull):
		e.Brief += "; the window is full now"
		e.Full += fmt.Sprintf(" With it the window that the %s offered is full: no more may be sent until it is acknowledged.", o.From.Peer())
	}
	return e
}

// explainProbe speaks of segments that are sent only to be answered.
func explainProbe(o *flow.Observation) Explanation {
	if o.Events.Has(flow.ZeroWindowProbe) {
		return Explanation{
			"asks whether there is room again",
			fmt.Sprintf("The %s's window was 0. The %s asks with one byte whether there is room again, in case the news got lost.", o.From.Peer(), o.From),
		}
	}
	return Explanation{
		"keep-alive: asks whether the other side is still there",
		fmt.Sprintf("A keep-alive: the %s repeats a number that was acknowledged before (%d), so that the %s must answer if it is still there.", o.From, o.Seq, o.From.Peer()),
	}
}

// explainRetransmission speaks of bytes that come again, or late, and why.
func explainRetransmission(o *flow.Observation) Explanation {
	what, peer := spanOf(o), o.From.Peer()
	switch {
	case o.Events.Has(flow.OutOfOrder):
		return Explanation{
			"arrives late: " + what,
			fmt.Sprintf("The %s's %s arrive after bytes that follow them: the packets overtook each other on the way. TCP hands them to the program in order all the same.", o.From, what),
		}
	case o.Events.Has(flow.FastRetransmission):
		return Explanation{
			"sent again after duplicate ACKs: " + what,
			fmt.Sprintf("The %s sends %s again: by its duplicate ACKs the %s has shown that they are missing, so the timer is not waited for (fast retransmission).", o.From, what, peer),
		}
	case o.Events.Has(flow.SpuriousRetransmission):
		return Explanation{
			"sent again for nothing: " + what,
			fmt.Sprintf("The %s sends %s again, which the %s had acknowledged before: the ACK was late or lost (spurious retransmission).", o.From, what, peer),
		}
	}
	return Explanation{
		"sent again: " + what,
		fmt.Sprintf("The %s sends %s again: no acknowledgment has come in time.", o.From, what),
	}
}

// explainData speaks of a segment that carries new bytes.
func explainData(o *flow.Observation, full bool) Explanation {
	e := Explanation{Brief: briefData(o)}
	if !full {
		return e
	}
	e.Full = fmt.Sprintf("The %s sends %s: %s of its stream; the next will be number %d.", o.From, count(o.Next-o.Seq, "byte"), numbers(o.Seq, o.Next), o.Next)
	if o.Acked.Any() {
		e.Full += fmt.Sprintf(" On the way it acknowledges %s (ack=%d).", covered(o), o.Ack)
	} else {
		e.Full += fmt.Sprintf(" ack=%d: it still expects number %d from the %s.", o.Ack, o.Ack, o.From.Peer())
	}
	return e
}

// briefData says what a segment carries, and covers on the way.
func briefData(o *flow.Observation) string {
	b := appendBytes(append(make([]byte, 0, 96), "carries "...), o.Seq, o.Next)
	if o.Acked.Any() {
		b = strconv.AppendInt(append(b, "; ack="...), o.Ack, 10)
		b = appendCovered(append(b, " covers "...), o)
	}
	return string(b)
}
