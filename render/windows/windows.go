// Package windows tells the receive windows that acknowledgments offer, where they are the point:
// where one closed.
package windows

import (
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/keys"
	"wireladder/render/labels"
)

// Windows are those of the steps of a ladder. The zero value has seen none.
type Windows struct {
	offers []offer
	closed bool
}

// offer is the window in the segment of a step.
type offer struct{ step, octets int }

// Note takes the packet of a step.
func (w *Windows) Note(m *run.Moment, step int) {
	if m.Events.Has(flow.ACK) && m.Packet.PayloadLength == 0 && !m.Events.Has(flow.FIN) {
		w.offers = append(w.offers, offer{step, m.Window})
	}
	w.closed = w.closed || keys.ClosesWindow(m)
}

// Each calls tell with each step that offers a window, and what is to be added to its label; not at
// all if none closed.
func (w *Windows) Each(tell func(step int, label string)) {
	if !w.closed {
		return
	}
	for _, o := range w.offers {
		tell(o.step, labels.Window(o.octets))
	}
}
