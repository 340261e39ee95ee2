package render

import (
	"slices"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/keys"
	"wireladder/render/labels"
)

// windows are the receive windows that bare acknowledgments offer. They are told where they are
// the point: where one closed. The zero value has seen none.
type windows struct {
	offers []offer
	closed bool
}

// offer is the window in the segment of a step.
type offer struct{ step, octets int }

// note takes the packet of a step.
func (w *windows) note(m *run.Moment, step int) {
	if m.Events.Has(flow.ACK) && m.Packet.PayloadLength == 0 && !m.Events.Has(flow.FIN) {
		w.offers = append(w.offers, offer{step, m.Window})
	}
	w.closed = w.closed || keys.ClosesWindow(m)
}

// apply has labels tell the windows, if one closed.
func (w *windows) apply(l *Ladder) {
	if !w.closed {
		return
	}
	for _, o := range w.offers {
		s := &l.Steps[o.step]
		s.Labels = slices.Insert(slices.Clone(s.Labels), 0, s.Labels[0]+labels.Window(o.octets))
	}
}
