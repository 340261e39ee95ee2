package labels

import (
	"wireladder/capture/flow"
	"wireladder/capture/joint"
	"wireladder/capture/run"
)

// Dropped says why the kernel has dropped a packet that had arrived, with its own count as
// the evidence; or why nobody knows whether the packet arrives, where one of two captures that
// were joined does not tell. It is "" of all others.
func Dropped(m *run.Moment) string {
	switch m.Facts.Fate.Unseen() {
	case joint.Before:
		return "lost, or before the capture there began"
	case joint.After:
		return "lost, or after the capture there ended"
	case joint.Dropped:
		return "lost, or missed by the capture there"
	case joint.Filtered:
		return "lost, or left out of the capture there"
	}
	switch {
	case m.Events.Has(flow.SYN) && m.Facts.Overflowed():
		return "dropped: accept queue full"
	case m.Facts.Discarded():
		return "dropped: receive buffer full"
	}
	return ""
}
