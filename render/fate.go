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

// fates are the fates of a recording's packets.
type fates struct {
	by      map[int]*fate // by frame number
	watched bool          // the wire was watched at both ends: see isWatched
}

func newFates(rec *capture.Recording) fates {
	all := fates{by: map[int]*fate{}, watched: isWatched(rec)}
	for _, e := range rec.Entries {
		if d := e.Delivery; d != nil {
			all.add(d)
		}
	}
	return all
}

// isWatched reports whether the recording is of a wire that was watched at both
// ends, so that a packet without a delivery is still on its way. Of a file that
// another program has stripped of everything but packets that is not known.
func isWatched(rec *capture.Recording) bool {
	two := rec.Origin.TwoHosts()
	return slices.ContainsFunc(rec.Entries, func(e capture.Entry) bool { return e.Delivery != nil || two && e.Call != nil })
}

func (all fates) add(d *capture.Delivery) {
	f := all.by[d.Packet.Number]
	if f == nil {
		f = &fate{}
		all.by[d.Packet.Number] = f
	}
	if d.Lost {
		f.loss = d
	} else {
		f.arrivals = append(f.arrivals, d)
	}
}

// of returns the fate of p; where the wire was not watched, nil.
func (all fates) of(p *capture.Packet) *fate {
	switch f := all.by[p.Number]; {
	case f != nil:
		return f
	case all.watched:
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
