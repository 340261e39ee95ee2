package labels

import (
	"slices"

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
	}
	if m.Events.Has(flow.SYN) && slices.Contains(m.Facts.Kernel, "ListenOverflows") {
		return "dropped: accept queue full"
	}
	return ""
}
