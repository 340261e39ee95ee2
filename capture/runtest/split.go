package runtest

import (
	"slices"
	"time"

	"wireladder/capture"
)

// Split returns what captures at the two ends of a run would have of it: each packet when it
// was sent, and when it arrived. The server's clock is ahead by an offset, and gains so many
// millionths.
func Split(rec *capture.Recording, offset time.Duration, drift float64) (client, server []capture.Packet) {
	var both [2][]capture.Packet
	var first time.Time
	see := func(end int, p *capture.Packet, at time.Time) {
		own := *p
		if own.Time, own.Interface, own.Comment = at, 0, ""; end == 1 {
			own.Time = at.Add(offset + time.Duration(drift*1e-6*float64(at.Sub(first))))
		}
		both[end] = append(both[end], own)
	}
	for _, e := range rec.Entries {
		switch d := e.Delivery; {
		case e.Packet != nil:
			if first.IsZero() {
				first = e.Packet.Time
			}
			see(int(e.Packet.Interface), e.Packet, e.Packet.Time)
		case d != nil && !d.Lost:
			see(1-int(d.Packet.Interface), d.Packet, d.Time)
		}
	}
	for _, of := range both {
		slices.SortStableFunc(of, func(a, b capture.Packet) int { return a.Time.Compare(b.Time) })
	}
	return both[0], both[1]
}
