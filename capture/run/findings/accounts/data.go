package accounts

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// LastData returns the last packet that carries something new; nil if none does.
func LastData(all []*run.Moment) (last *run.Moment) {
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil {
			last = m
		}
	}
	return last
}

// DataBefore returns the last packet before a time that carries something new; nil if none does.
func DataBefore(all []*run.Moment, before time.Time) (last *run.Moment) {
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil && m.Time.Before(before) {
			last = m
		}
	}
	return last
}

// HandedSince returns how many octets calls have handed to the kernel since a call.
func (s *Account) HandedSince(since *Call) (octets int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Sends) && c.Enter.After(since.Enter) {
			octets += c.Result
		}
	}
	return octets
}

// Underway reports whether data that a side has sent were lost and have not come so far: its kernel sends
// them again, and who waits for them waits for that.
func Underway(from, to *Account) bool {
	return slices.ContainsFunc(from.Sent, func(m *run.Moment) bool {
		return m.Facts.Fate.Lost() && m.Events.Has(flow.Data) && !slices.ContainsFunc(to.Arrived, func(a *run.Moment) bool {
			return a.Observation.From == m.Observation.From && a.Seq <= m.Seq && m.Next <= a.Next
		})
	})
}
