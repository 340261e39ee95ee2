package lab

import (
	"context"
	"sync/atomic"
	"time"

	"wireladder/capture"
	"wireladder/capture/live"
	"wireladder/capture/sockdiag"
)

// Watcher is shown at once what is seen of a run, before it is put in order. It must
// not keep or change what it is shown. Its methods are called from several
// goroutines.
type Watcher interface {
	// Packet is shown each packet that was sent, decoded.
	Packet(*capture.Packet)
	// Arrival is shown each packet, after Packet, that has arrived at the far end of a
	// wire, perhaps long after it was sent.
	Arrival(*capture.Packet)
	// Snapshot is shown what a kernel said of its sockets.
	Snapshot(*capture.Snapshot)
}

// Hooks are what else a recording may need. The zero value is nothing.
type Hooks struct {
	// Watch watches the run. nil: nobody does.
	Watch Watcher
	// Observe returns who is told of the calls, and tells next. It is called
	// once, before the run begins. nil: next itself.
	Observe func(next capture.CallObserver) capture.CallObserver
	// Slack, Eager, Lag and Flush are as in live.RecordOptions.
	Slack time.Duration
	Eager bool
	Lag   time.Duration
	Flush func() error
}

// Record lets run run, which reports its calls to the observer that it is given, and
// hands what is captured meanwhile, what becomes of it, the calls, and what the kernels
// say and count to emit, in causal order, as live.Record does. It may be called once.
func (l *Lab) Record(ctx context.Context, hooks Hooks, run func(context.Context, capture.CallObserver) error, emit func(capture.Entry) error) (capture.Drops, error) {
	s := session{lab: l, hooks: hooks, run: run}
	return live.Record(ctx, live.RecordOptions{
		Feed: l.feed, Slack: hooks.Slack, Eager: hooks.Eager, Lag: hooks.Lag, Flush: hooks.Flush, Watch: s.watch, Finish: s.finish,
	}, s.start, emit)
}

// session is one run that is recorded.
type session struct {
	lab     *Lab
	hooks   Hooks
	run     func(context.Context, capture.CallObserver) error
	sampler atomic.Pointer[sockdiag.Sampler] // nil: not yet
}

// start lets the run run, and has the kernels asked at each change.
func (s *session) start(ctx context.Context, report live.Reporter) error {
	var ports []uint16
	if port := s.lab.options.Port; port != 0 {
		ports = append(ports, port)
	}
	sampler := sockdiag.Start(sockdiag.Options{
		Views: s.lab.views, Ports: ports,
		Emit: func(said *capture.Snapshot) {
			if s.lab.own != nil && !s.lab.own.narrow(said) {
				return
			}
			if s.hooks.Watch != nil {
				s.hooks.Watch.Snapshot(said)
			}
			report.Snapshot(said)
		},
		Count: report.Counters,
	})
	s.sampler.Store(sampler)
	observer := sampler.Observe(report)
	if s.lab.own != nil {
		observer = s.lab.own.observe(observer)
	}
	if s.hooks.Observe != nil {
		observer = s.hooks.Observe(observer)
	}
	return s.run(ctx, observer)
}

// watch is shown each packet, and what becomes of it. A packet changes what the kernel
// says of its sender when it is sent, and of its receiver only when it arrives.
func (s *session) watch(e capture.Entry) {
	switch {
	case e.Delivery != nil && e.Delivery.Lost:
		return
	case s.hooks.Watch == nil:
	case e.Delivery != nil:
		s.hooks.Watch.Arrival(e.Delivery.Packet)
	default:
		s.hooks.Watch.Packet(e.Packet)
	}
	sampler := s.sampler.Load()
	switch {
	case sampler == nil:
	case e.Delivery != nil:
		sampler.PokeBy(e.Delivery.Packet)
	default:
		sampler.PokeBy(e.Packet)
	}
}

// finish has the kernels asked a last time.
func (s *session) finish() error {
	if sampler := s.sampler.Load(); sampler != nil {
		return sampler.Stop()
	}
	return nil
}
