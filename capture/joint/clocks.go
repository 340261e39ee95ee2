package joint

import "time"

// Clocks is how the clock of the server's capture differs from that of the client's. Two
// captures do not tell it from how long packets take: of both directions together they tell
// between which bounds it lies, since no packet arrives before it was sent.
type Clocks struct {
	At time.Time // when Offset is told of, by the client's clock: at the first packet that both captures hold
	// Offset is by how much the server's clock is ahead: the middle between the bounds, as if the fastest packets took the same time both
	// ways. Of a OneWay it is the bound.
	Offset time.Duration
	// Error is how far from Offset the bounds are: at least half of what the fastest packets
	// took, there and back.
	Error time.Duration
	// Drift is how much faster the server's clock runs, in millionths; it is between DriftLow
	// and DriftHigh. Where these leave room for 0, it may be none.
	Drift, DriftLow, DriftHigh float64
	// OneWay says that packets went one way only: Forth, that the client sent them, and that
	// Offset is at most what is said; else at least.
	OneWay, Forth bool
	// Uneven says that no clock that runs evenly fits: one of the two was set in between. Offset
	// and Drift come nearest, and Error is by how much they are wrong at least.
	Uneven bool
	// Bends is how often the speed of a clock was found to change: Error is that of the time of
	// which least is known.
	Bends int
}

// Drifts reports whether it is proved that one clock runs faster.
func (c *Clocks) Drifts() bool { return c.DriftLow > 0 || c.DriftHigh < 0 }
