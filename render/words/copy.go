package words

import (
	"fmt"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/words/sentence"
)

// ofCopy speaks of a packet that was captured before.
func ofCopy(m *run.Moment) Sentence {
	if m.CopyBy == flow.OtherInterface && m.Facts.Seen != nil {
		now, before := sentence.Interfaces(m)
		return sentence.New(
			fmt.Sprintf("packet %d captured once more at %s after %s; sent once", m.CopyOf, now, before),
			fmt.Sprintf("This is packet %d once more, captured twice: at %s, and now at %s. It was sent once.", m.CopyOf, before, now),
		)
	}
	if m.ComesBy() {
		return sentence.New(
			fmt.Sprintf("packet %d comes by once more, other hop limit, same MAC addresses: a loop?", m.CopyOf),
			fmt.Sprintf("This is packet %d captured once more, with another hop limit and the same hardware addresses. It was sent once, and comes by again: routers send it round in a circle, or a box that leaves the hardware addresses as they are was captured on both sides.", m.CopyOf),
		)
	}
	return sentence.New(
		fmt.Sprintf("packet %d captured once more%s; sent once", m.CopyOf, copyPlaces[m.CopyBy][0]),
		fmt.Sprintf("This is packet %d once more, captured twice%s. It was sent once.", m.CopyOf, copyPlaces[m.CopyBy][1]),
	)
}

// copyPlaces say where a copy was captured.
var copyPlaces = map[flow.CopyBy][2]string{
	flow.OtherInterface: {" at another interface", ": it passed another interface of the capture"},
	flow.OtherDirection: {" in the other direction", ": once as it went out, once as it came in"},
	flow.OtherAddress:   {" with another MAC address", ": with another hardware address, before and behind a bridge or router"},
	flow.OtherHop:       {" with another hop limit", ": with another hop limit, before and behind a router"},
	flow.Translated:     {" behind a NAT", ": with another address, before and behind a NAT"},
}
