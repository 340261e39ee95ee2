package pcapng

import (
	"math"
	"math/bits"
	"time"
)

// clock is how the timestamps of an interface count.
type clock struct {
	ticks   uint64 // in a second
	coarser uint64 // timestamps are divided by it first, because ticks would not fit into 64 bits; else 1
	offset  int64  // seconds to add
	known   bool   // the interface said how
	value   byte   // of if_tsresol, if known
}

// nanoseconds returns the clock of an interface of ours.
func nanoseconds() clock { return clock{ticks: 1e9, coarser: 1, known: true, value: 9} }

// microseconds returns the clock of an interface that does not say.
func microseconds() clock { return clock{ticks: 1e6, coarser: 1} }

// setResolution takes over if_tsresol, a negative power of 10, or of 2 if the
// highest bit is set. Any is taken, however absurd: Wireshark does.
func (c *clock) setResolution(value byte) {
	base, power := uint64(10), value&0x7f
	if value&0x80 != 0 {
		base = 2
	}
	c.ticks, c.coarser, c.known, c.value = 1, 1, true, value
	for range power {
		if over, product := bits.Mul64(c.ticks, base); over == 0 {
			c.ticks = product
		} else {
			c.coarser = saturatingProduct(c.coarser, base)
		}
	}
}

// saturatingProduct returns a×b, or the highest number if it does not fit.
func saturatingProduct(a, b uint64) uint64 {
	if over, product := bits.Mul64(a, b); over == 0 {
		return product
	}
	return math.MaxUint64
}

// time returns the time of a timestamp, in UTC and rounded down to whole
// nanoseconds. The usual resolutions are divided by constants, which takes a
// fraction of the time.
func (c *clock) time(stamp uint64) time.Time {
	var seconds, ns uint64
	switch c.ticks {
	case 1e6:
		seconds, ns = stamp/1e6, stamp%1e6*1e3
	case 1e9:
		seconds, ns = stamp/1e9, stamp%1e9
	default:
		seconds, ns = c.divide(stamp / c.coarser)
	}
	return time.Unix(int64(seconds)+c.offset, int64(ns)).UTC()
}

// stamp returns the timestamp of a time, and whether there is one. It is the first
// of which time makes t, or a later time.
func (c *clock) stamp(t time.Time) (uint64, bool) {
	seconds := t.Unix() - c.offset
	if seconds < 0 || c.coarser != 1 {
		return 0, false
	}
	over, whole := bits.Mul64(uint64(seconds), c.ticks)
	high, low := bits.Mul64(uint64(t.Nanosecond()), c.ticks)
	part, rest := bits.Div64(high, low, 1e9) // high < 1e9, as the nanoseconds are
	if rest > 0 {
		part++
	}
	sum, carry := bits.Add64(whole, part, 0)
	return sum, over == 0 && carry == 0
}

// divide returns so many ticks as seconds and nanoseconds.
func (c *clock) divide(stamp uint64) (seconds, ns uint64) {
	seconds, rest := stamp/c.ticks, stamp%c.ticks
	high, low := bits.Mul64(rest, 1e9)
	ns, _ = bits.Div64(high, low, c.ticks) // rest < ticks: the quotient is below 1e9
	return seconds, ns
}
