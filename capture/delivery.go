package capture

import (
	"time"

	"wireladder/capture/joint"
)

// MaxUnderWay is how many packets a wire may have under way at once for their deliveries to be tied to them.
const MaxUnderWay = 4096

// Delivery is what became of a packet on a wire between two hosts that was captured at
// both ends: one arrival at the far end, its loss, or that nobody can know. A packet that
// the wire duplicated has several, one of a capture with one point only has none.
type Delivery struct {
	Packet *Packet      // whose; it precedes the delivery in a recording. Never nil; from a file that is scanned it may have no more than its Number
	Time   time.Time    // when it reached the other host, or when the wire lost it; CLOCK_REALTIME, ns
	Lost   bool         // it never arrived
	Fault  string       // what the wire was told to do with it: "drop 1st SYN-ACK"; "" if it just passed
	Unseen joint.Unseen // what one of two captures that were joined has not seen
}
