package accounts

import (
	"time"

	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// LastData returns the last of packets that carries something new, nil if none does.
func LastData(all []*run.Moment) (last *run.Moment) {
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil {
			last = m
		}
	}
	return last
}

// LastDataBefore returns the last of packets before a time that carries something new, nil if
// none does.
func LastDataBefore(all []*run.Moment, before time.Time) (last *run.Moment) {
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil && m.Time.Before(before) {
			last = m
		}
	}
	return last
}
