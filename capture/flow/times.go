package flow

import (
	"math"
	"time"

	"wireladder/capture"
)

// maxSeconds is how many seconds before and after the start of 1970 ns can tell.
const maxSeconds = math.MaxInt64/int64(time.Second) - 1

// addTime notes when a packet was captured.
func (c *Conversation) addTime(o *Observation, at int64) {
	switch {
	case o.Packet != nil && (o.Packet.Time.IsZero() || isFar(o.Packet.Time)) || c.marks&farTimes != 0 || at == capture.NoTime:
		c.addAnyTime(o, at)
	case c.marks&timed == 0:
		c.marks |= timed
		c.firstAt, c.lastAt = at, at
	case at > c.lastAt:
		c.lastAt = at
	case at < c.firstAt:
		c.firstAt = at
	}
}

// isFar reports whether ns since the start of 1970 cannot tell a time.
func isFar(t time.Time) bool { return t.Unix() > maxSeconds || t.Unix() < -maxSeconds }

// addAnyTime is addTime for a time that may be none or a far one.
func (c *Conversation) addAnyTime(o *Observation, at int64) {
	if at == capture.NoTime {
		c.changeRare().untimed++
		return
	}
	m := timestampAt(at)
	if o.Packet != nil {
		m = timestampOf(o.Packet.Time)
	}
	r := c.changeRare()
	if c.marks&timed == 0 {
		r.first, r.latest = m, m
	} else if c.marks&farTimes == 0 {
		r.first, r.latest = timestampAt(c.firstAt), timestampAt(c.lastAt)
	}
	c.marks |= timed | farTimes
	if m.before(r.first) {
		r.first = m
	}
	if r.latest.before(m) {
		r.latest = m
	}
}

// Timed reports whether a packet has a time.
func (c *Conversation) Timed() bool { return c.marks&timed != 0 }

// First returns when the earliest packet was captured, in UTC; the zero time if
// none has a time.
func (c *Conversation) First() time.Time {
	if c.marks&timed == 0 {
		return time.Time{}
	}
	if c.marks&farTimes != 0 {
		return c.rare.first.time()
	}
	return timestampAt(c.firstAt).time()
}

// Last returns when the latest packet was captured, in UTC; the zero time if none
// has a time.
func (c *Conversation) Last() time.Time {
	switch {
	case c.marks&timed == 0:
		return time.Time{}
	case c.marks&farTimes != 0:
		return c.rare.latest.time()
	}
	return timestampAt(c.lastAt).time()
}

// Duration returns the time from the earliest packet to the latest: at most what
// time.Duration can tell, 292 years.
func (c *Conversation) Duration() time.Duration {
	if d := c.lastAt - c.firstAt; d >= 0 && c.marks&(timed|farTimes) == timed {
		return time.Duration(d)
	}
	return c.Last().Sub(c.First()) // perhaps more than can be told
}
