package wire

import (
	"math/rand/v2"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// fates decides what becomes of frames.
type fates struct {
	options Options
	plan    *plan
	chance  [Server + 1]*rand.Rand // one a side, so that they do not depend on each other
	decoder *decode.Decoder
	number  int // of the last frame
}

func newFates(o Options) *fates {
	f := &fates{options: o, plan: newPlan(o.Faults), decoder: decode.NewDecoder()}
	for _, side := range []Side{Client, Server} {
		f.chance[side] = rand.New(rand.NewPCG(o.Seed, uint64(side))) //nolint:gosec // a game of chance, to be repeated
	}
	return f
}

// of returns the arrivals of a frame: none if it is lost, because of the fault
// that is returned with them.
func (f *fates) of(from Side, p *capture.Packet) (arrivals []*transit, lost string) {
	f.number++
	unlucky := f.chance[from].Float64()*100 < f.options.Loss // drawn for each frame, whatever becomes of it
	frame := capture.Packet{Link: p.Link, Data: p.Data, Length: p.Length}
	f.decoder.Decode(&frame)
	hit := f.plan.hit(from, &frame)
	one := &transit{packet: p, from: from, number: f.number, due: p.Time.Add(f.options.Delay)}
	switch {
	case hit.Action == Drop:
		return nil, hit.String()
	case hit == Fault{} && unlucky:
		return nil, f.options.lossName()
	case hit.Action == Duplicate:
		again := *one
		again.fault = hit.String()
		return []*transit{one, &again}, ""
	case hit.Action == Reorder:
		one.fault, one.held = hit.String(), true
		one.due = one.due.Add(Patience)
	case hit.Action == Delay:
		one.fault = hit.String()
		one.due = one.due.Add(hit.Delay)
	}
	return []*transit{one}, ""
}

// later returns the later of two times.
func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
