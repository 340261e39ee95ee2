package facts

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/joint"
)

// Fate is what became of one packet on a wire between two hosts that is watched at
// both ends. The zero value is a packet that is on its way.
type Fate struct {
	Arrivals []*capture.Delivery // in the order in which they came
	Loss     *capture.Delivery   // nil if no copy was lost
	Hidden   *capture.Delivery   // says why nobody knows whether it arrives; nil: it says nothing of that
}

// Add notes what became of the packet, or of a copy of it.
func (f *Fate) Add(d *capture.Delivery) {
	switch {
	case d.Lost:
		f.Loss = d
	case d.Unseen.HidesArrival():
		f.Hidden = d
	default:
		f.Arrivals = append(f.Arrivals, d)
	}
}

// Lost reports whether no copy ever arrived.
func (f *Fate) Lost() bool { return f != nil && f.Loss != nil && len(f.Arrivals) == 0 }

// LostBetween reports whether no more is known of a loss than that it was between two captures.
func (f *Fate) LostBetween() bool {
	return f != nil && f.Loss != nil && f.Loss.Unseen == joint.Between
}

// Unseen returns what one of two captures that were joined has not seen of the packet.
func (f *Fate) Unseen() joint.Unseen {
	switch {
	case f == nil:
	case f.Hidden != nil:
		return f.Hidden.Unseen
	case len(f.Arrivals) > 0:
		return f.Arrivals[0].Unseen
	}
	return joint.Nothing
}

// Appears reports whether the packet was captured at its receiver alone: nobody knows when it was sent.
func (f *Fate) Appears() bool { return f.Unseen() == joint.Departure }

// Whole reports whether all of the packet has arrived.
func (f *Fate) Whole() bool {
	return f != nil && len(f.Arrivals) > 0 && f.Arrivals[0].Unseen != joint.Part
}

// ArrivedBy reports whether a copy had arrived at a time.
func (f *Fate) ArrivedBy(t time.Time) bool {
	return f != nil && len(f.Arrivals) > 0 && !f.Arrivals[0].Time.After(t)
}

// CopiesBy returns how many copies had arrived at a time.
func (f *Fate) CopiesBy(t time.Time) (n int) {
	if f == nil {
		return 0
	}
	for _, d := range f.Arrivals {
		if !d.Time.After(t) {
			n++
		}
	}
	return n
}

// Fault returns what the wire was told to do with the packet: "drop 1st SYN-ACK"; ""
// if nothing.
func (f *Fate) Fault() string {
	if f == nil {
		return ""
	}
	if f.Loss != nil && f.Loss.Fault != "" {
		return f.Loss.Fault
	}
	for _, d := range f.Arrivals {
		if d.Fault != "" {
			return d.Fault
		}
	}
	return ""
}

// Delay returns how long a delivery was on the wire.
func Delay(d *capture.Delivery) time.Duration { return max(d.Time.Sub(d.Packet.Time), 0) }
