package scenario

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"wireladder/capture"
	"wireladder/capture/live"
	"wireladder/capture/sockdiag"
)

// Loopback is the interface that scenarios without a wire run on.
const Loopback = "lo"

// Origin says where recordings of s with these options come from.
func (o Options) Origin(s Scenario) capture.Origin {
	origin := capture.Origin{Scenario: s.Name, Interface: Loopback}
	if o.WireOf(s) != nil {
		origin.Interface, origin.Second = "client", "server"
	}
	return origin
}

// Hooks are what else a recording may need. The zero value is nothing.
type Hooks struct {
	// Observe returns who is told of the calls, and tells next. It is called
	// once, before the run begins. nil: next itself.
	Observe func(next capture.CallObserver) capture.CallObserver
	// Private says that the network is the run's alone, so that what the kernel counts
	// in it are reasons for what the run shows. That of two hosts always is.
	Private bool
	// Slack and Eager are as in live.RecordOptions.
	Slack time.Duration
	Eager bool
}

// Record runs the scenario in this process's network, and hands its packets,
// their deliveries, its calls and what the kernel said of its sockets to emit, as
// live.Record does. Its error is also what made a program fail.
func (s Scenario) Record(ctx context.Context, opts Options, hooks Hooks, emit func(capture.Entry) error) (drops capture.Drops, err error) {
	if err := opts.Check(s); err != nil {
		return drops, err
	}
	g, err := openGround(ctx, opts.WireOf(s), opts.Port, hooks.Private)
	if err != nil {
		return drops, err
	}
	defer g.close()
	r := run{Scenario: s, opts: g.options(opts), hooks: hooks, ground: g, witness: NewWitness(), stop: func() error { return nil }}
	record := g.record
	record.Slack, record.Eager, record.Watch, record.Finish = hooks.Slack, hooks.Eager, r.watch, r.finish
	if record.Wire != nil {
		r.witness.WatchesWire()
		record.Wire = tapped{record.Wire, r.arrival}
	}
	drops, err = live.Record(ctx, record, r.play, emit)
	return drops, errors.Join(err, r.stop())
}

// run is one run that is recorded.
type run struct {
	Scenario
	opts    Options
	hooks   Hooks
	ground  *ground
	witness *Witness
	sampler atomic.Pointer[sockdiag.Sampler] // nil: not yet, or nothing can be asked
	stop    func() error
}

// watch is shown each packet.
func (r *run) watch(p *capture.Packet) {
	r.witness.Packet(p)
	r.ask()
}

// arrival is shown each packet that has arrived at the far end of a wire, perhaps
// long after it was sent: only then it changes what the kernel says there.
func (r *run) arrival(p *capture.Packet) {
	r.witness.Arrival(p)
	r.ask()
}

// ask has the kernel asked, if it can be.
func (r *run) ask() {
	if sampler := r.sampler.Load(); sampler != nil {
		sampler.Poke()
	}
}

// tapped is a wire that tells of what has arrived.
type tapped struct {
	live.Wire
	arrived func(*capture.Packet)
}

func (t tapped) Next() (capture.Entry, error) {
	e, err := t.Wire.Next()
	if err == nil && e.Delivery != nil && !e.Delivery.Lost {
		t.arrived(e.Delivery.Packet)
	}
	return e, err
}

// play runs the scenario, and has the kernel asked at each change.
func (r *run) play(ctx context.Context, report live.Reporter) (err error) {
	if r.ground.asksForSockets() {
		r.witness.AsksKernel()
	}
	sampler := sockdiag.Start(sockdiag.Options{Views: r.ground.views, Ports: []uint16{r.opts.Port}, Emit: func(s *capture.Snapshot) {
		r.witness.Snapshot(s)
		report.Snapshot(s)
	}, Count: report.Counters})
	r.sampler.Store(sampler)
	observer := sampler.Observe(report)
	if r.hooks.Observe != nil {
		observer = r.hooks.Observe(observer)
	}
	r.stop, err = r.Run(ctx, r.opts, r.witness, observer)
	return err
}

// finish has the kernel asked a last time.
func (r *run) finish() error {
	if sampler := r.sampler.Load(); sampler != nil {
		return sampler.Stop()
	}
	return nil
}
