package flow

import "time"

// timestamp is a time without a pointer: seconds since the start of 1970, and ns.
type timestamp struct {
	seconds int64
	ns      int32
}

// timestampAt returns the timestamp at ns since the start of 1970.
func timestampAt(ns int64) timestamp { return timestampOf(time.Unix(0, ns)) }

// timestampOf returns the timestamp of a time.
func timestampOf(t time.Time) timestamp { return timestamp{t.Unix(), int32(t.Nanosecond())} } //nolint:gosec // less than 10^9

// time returns the timestamp as a time in UTC.
func (t timestamp) time() time.Time { return time.Unix(t.seconds, int64(t.ns)).UTC() }

// before reports whether t is earlier than n.
func (t timestamp) before(n timestamp) bool {
	return t.seconds < n.seconds || t.seconds == n.seconds && t.ns < n.ns
}
