package flow

import "time"

// moment is a time without a pointer: seconds since the start of 1970, and ns.
type moment struct {
	seconds int64
	ns      int32
}

// momentAt returns the moment at ns since the start of 1970.
func momentAt(ns int64) moment { return momentOf(time.Unix(0, ns)) }

// momentOf returns the moment of a time.
func momentOf(t time.Time) moment { return moment{t.Unix(), int32(t.Nanosecond())} } //nolint:gosec // less than 10^9

// time returns the moment as a time in UTC.
func (m moment) time() time.Time { return time.Unix(m.seconds, int64(m.ns)).UTC() }

// at returns the moment in ns since the start of 1970, as Time.UnixNano has it.
func (m moment) at() int64 { return m.seconds*1e9 + int64(m.ns) }

// before reports whether m is earlier than n.
func (m moment) before(n moment) bool {
	return m.seconds < n.seconds || m.seconds == n.seconds && m.ns < n.ns
}
