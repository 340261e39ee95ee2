package scenario

import (
	"context"
	"errors"

	"wireladder/capture"
	"wireladder/servers/lab"
)

// Lab returns what a place must be like for s with these options, or why there can be
// none.
func (o Options) Lab(s Scenario) (lab.Options, error) {
	place := lab.Options{Port: o.Port, Settings: s.Settings}
	if s.Wide {
		place.Port = 0 // all are captured
	}
	w := o.WireOf(s)
	if w == nil {
		return place, nil
	}
	var err error
	if place.Wire, err = w.Wire(); err == nil {
		place.Wire.IPv6 = o.Host.Is6()
	}
	return place, err
}

// Origin says where recordings of s with these options come from.
func (o Options) Origin(s Scenario) capture.Origin {
	place, _ := o.Lab(s) // a wire with a fault that there is none of is a wire
	origin := place.Origin()
	origin.Scenario = s.Name
	return origin
}

// Record runs the scenario in a lab that was made for it, and hands what is seen there
// to emit, as lab.Lab.Record does. The hook Watch is its own. Its error is also what
// made a program fail.
func (s Scenario) Record(ctx context.Context, in *lab.Lab, opts Options, hooks lab.Hooks, emit func(capture.Entry) error) (capture.Drops, error) {
	opts.Hosts = in.Hosts()
	if in.TwoHosts() {
		opts.Host = in.Server()
	}
	monitor := NewMonitor()
	if in.TwoHosts() {
		monitor.WatchesWire()
	}
	if in.AsksForSockets() {
		monitor.AsksKernel()
	}
	hooks.Watch = monitor
	stop := func() error { return nil }
	drops, err := in.Record(ctx, hooks, func(ctx context.Context, calls capture.CallObserver) (err error) {
		stop, err = s.Run(ctx, opts, monitor, calls)
		return err
	}, emit)
	return drops, errors.Join(err, stop())
}
