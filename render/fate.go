package render

import (
	"slices"
	"time"

	"wireladder/capture"
)

// fate is what became of one packet on a wire between two hosts.
type fate struct {
	arrivals []*capture.Delivery // in the order in which they came
	loss     *capture.Delivery   // nil if no copy was lost
}

// fates are the fates of a recording's packets, by frame number. It is empty
// for a recording of one capture point.
type fates map[int]*fate

func newFates(rec *capture.Recording) fates {
	all := fates{}
	for _, e := range rec.Entries {
		if d := e.Delivery; d != nil {
			all.add(d)
		}
	}
	return all
}

// hasDeliveries reports whether the wire was watched at both ends.
func hasDeliveries(rec *capture.Recording) bool {
	return slices.ContainsFunc(rec.Entries, func(e capture.Entry) bool { return e.Delivery != nil })
}

func (all fates) add(d *capture.Delivery) {
	f := all[d.Packet.Number]
	if f == nil {
		f = &fate{}
		all[d.Packet.Number] = f
	}
	if d.Lost {
		f.loss = d
	} else {
		f.arrivals = append(f.arrivals, d)
	}
}

// of returns the fate of p; where the wire was not watched, nil.
func (all fates) of(p *capture.Packet) *fate {
	switch f := all[p.Number]; {
	case f != nil:
		return f
	case len(all) > 0:
		return &fate{} // still on its way when the recording ended
	}
	return nil
}

// lost reports whether no copy ever arrived.
func (f *fate) lost() bool { return f != nil && f.loss != nil && len(f.arrivals) == 0 }

// transit returns how the packet came over; what arrives comes later until it
// is seen to come at once.
func (f *fate) transit() Transit {
	switch {
	case f == nil:
		return AtOnce
	case f.lost():
		return Lost
	}
	return Later
}

// fault returns what the wire was told to do with the packet.
func (f *fate) fault() string {
	if f == nil {
		return ""
	}
	if f.loss != nil && f.loss.Fault != "" {
		return f.loss.Fault
	}
	for _, d := range f.arrivals {
		if d.Fault != "" {
			return d.Fault
		}
	}
	return ""
}

// delay returns how long d was on the wire.
func delay(d *capture.Delivery) time.Duration { return max(d.Time.Sub(d.Packet.Time), 0) }
