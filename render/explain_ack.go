package render

import (
	"fmt"
	"strconv"

	"wireladder/capture/flow"
)

// explainACK speaks of a segment that does nothing but acknowledge, by what it
// covers and what its window says.
func explainACK(o *flow.Observation, full bool) Explanation {
	peer := o.From.Peer()
	switch {
	case o.Acked.SYN && o.After[o.From] == flow.Established:
		return Explanation{
			fmt.Sprintf("covers the %s's SYN: both ends are connected", peer),
			fmt.Sprintf("ack=%d covers the %s's SYN. Now both sides know that the other has heard them: the connection is established, and no byte of a message has been sent yet.", o.Ack, peer),
		}
	case o.Acked.FIN:
		return explainACKofFIN(o)
	case o.Events.Has(flow.DupACK):
		return explainDupACK(o)
	case o.Events.Has(flow.WindowUpdate):
		return Explanation{
			fmt.Sprintf("room again: window %d", o.Window),
			fmt.Sprintf("The %s's program has read: its window is now %d bytes. Nothing new is acknowledged.", o.From, o.Window),
		}
	case o.Events.Has(flow.KeepAliveACK), o.Events.Has(flow.ZeroWindowProbeACK):
		return Explanation{
			fmt.Sprintf("answers: still there, expects %d next", o.Ack),
			fmt.Sprintf("The %s answers the probe: it is still there and expects number %d next; its window is %d.", o.From, o.Ack, o.Window),
		}
	case !full:
		return Explanation{Brief: briefACK(o)}
	case o.Acked.Any():
		return Explanation{
			briefACK(o),
			fmt.Sprintf("ack=%d: %s from the %s have arrived; number %d is expected next. A bare ACK uses up no number and is not acknowledged itself.", o.Ack, covered(o), peer, o.Ack),
		}
	}
	return Explanation{
		briefACK(o),
		fmt.Sprintf("ack=%d: the %s expects number %d next. Nothing that was captured is acknowledged for the first time.", o.Ack, o.From, o.Ack),
	}
}

// explainDupACK speaks of an ACK that asks for the same number again.
func explainDupACK(o *flow.Observation) Explanation {
	full := fmt.Sprintf("A duplicate ACK: something arrived, but not number %d, and the %s says again that it waits for that. Either bytes before it are missing, or it came twice.", o.Ack, o.From)
	if o.Packet.TCP.Options.SACKBlocks > 0 {
		full += " By SACK it names what it already holds behind the gap."
	}
	return Explanation{fmt.Sprintf("a duplicate ACK: still waits for %d", o.Ack), full}
}

// briefACK says what a bare acknowledgment covers, and expects.
func briefACK(o *flow.Observation) string {
	b := make([]byte, 0, 96)
	if o.Acked.Any() {
		b = append(appendCovered(append(b, "covers "...), o), "; expects "...)
	} else {
		b = append(b, "expects "...)
	}
	return string(append(strconv.AppendInt(b, o.Ack, 10), " next"...))
}
