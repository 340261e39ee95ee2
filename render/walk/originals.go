package walk

import (
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
)

// Originals are the packets and calls that steps are of. The zero value has none.
type Originals struct {
	packets map[int]*flow.Observation // by number
	calls   map[calledAt]*capture.Call
}

// calledAt is what a call is found by: nothing else has its name at that very time.
type calledAt struct {
	nanoseconds int64
	name        string
}

// at returns what a call is found by.
func at(t time.Time, name string) calledAt { return calledAt{t.UnixNano(), name} }

// MostOctets is how many octets are kept of a frame: headers, and as much as somebody looks at.
const MostOctets = 1 << 10

// Add copies what a moment is of.
func (o *Originals) Add(m *run.Moment) {
	if o.packets == nil {
		o.packets, o.calls = map[int]*flow.Observation{}, map[calledAt]*capture.Call{}
	}
	switch {
	case m.Call != nil:
		c := *m.Call
		o.calls[at(m.Time, c.Name)] = &c
	case m.Entry.Packet != nil && m.CopyOf == 0:
		own, p := m.Observation, *m.Entry.Packet
		p.Payload = slices.Clone(p.Payload[:min(len(p.Payload), MostOctets)])
		p.Data = slices.Clone(p.Data[:min(len(p.Data), MostOctets)])
		p.Outer, p.Options = slices.Clone(p.Outer), nil
		own.Packet = &p
		o.packets[p.Number] = &own
	}
}

// Packet returns the packet of a step; nil if it is of none, or of several.
func (o *Originals) Packet(s *render.Step) *flow.Observation {
	if s.Folds > 1 || s.Kind != render.Message && s.Kind != render.Arrival && s.Kind != render.Remark {
		return nil
	}
	return o.packets[s.Packet]
}

// Call returns the call of a step; nil if it is of none.
func (o *Originals) Call(s *render.Step) *capture.Call {
	if s.Name == "" || s.Folds > 1 {
		return nil
	}
	return o.calls[at(s.Time, s.Name)]
}
