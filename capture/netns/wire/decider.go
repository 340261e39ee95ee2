package wire

import (
	"math/rand/v2"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// decider decides what becomes of frames.
type decider struct {
	options Options
	plan    *plan
	chance  [Server + 1]*rand.Rand // one a side, so that they do not depend on each other
	decoder *decode.Decoder
	number  int // of the last frame
}

func newDecider(o Options) *decider {
	d := &decider{options: o, plan: newPlan(o.Faults), decoder: decode.NewDecoder()}
	for _, side := range []Side{Client, Server} {
		d.chance[side] = rand.New(rand.NewPCG(o.Seed, uint64(side))) //nolint:gosec // a game of chance, to be repeated
	}
	return d
}

// decide returns the arrivals of a frame: none if it is lost, because of the fault
// that is returned with them.
func (d *decider) decide(from Side, p *capture.Packet) (arrivals []*crossing, lost string) {
	d.number++
	unlucky := d.chance[from].Float64()*100 < d.options.Loss // drawn for each frame, whatever becomes of it
	frame := capture.Packet{Link: p.Link, Data: p.Data, Length: p.Length}
	d.decoder.Decode(&frame)
	hit := d.plan.hit(from, &frame)
	one := &crossing{packet: p, from: from, number: d.number, due: p.Time.Add(d.options.Delay)}
	switch {
	case hit.Action == Drop:
		return nil, hit.String()
	case hit == Fault{} && unlucky:
		return nil, d.options.lossName()
	case hit.Action == Duplicate:
		again := *one
		again.fault = hit.String()
		return []*crossing{one, &again}, ""
	case hit.Action == Reorder:
		one.fault, one.held = hit.String(), true
		one.due = one.due.Add(Patience)
	case hit.Action == Delay:
		one.fault = hit.String()
		one.due = one.due.Add(hit.Delay)
	}
	return []*crossing{one}, ""
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
