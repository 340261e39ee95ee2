package live

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/causal"
)

// Reporter is who is told of what a run does, beside its packets.
type Reporter interface {
	capture.CallObserver
	// Snapshot takes what the kernel said of its sockets, and owns it.
	Snapshot(*capture.Snapshot)
	// Counters takes what the kernel has counted, and owns it.
	Counters(*capture.Counters)
}

var _ Reporter = (*causal.Merger)(nil)

// RecordOptions say what Record reads. Feed must be set.
type RecordOptions struct {
	Feed Feed

	// Slack is how long after its kernel timestamp a packet may be read, and how
	// long after its time a call may be reported, and still be put in order. It
	// must be several times the read timeout of the capture; it is also how far what
	// is emitted lags behind. 0: 200 ms.
	Slack time.Duration
	// Eager emits packets while a call that sent them still waits, such as a
	// connect(2) whose SYN was lost. The call then comes when it has returned, out
	// of its place: see capture.Entry.Key.
	Eager bool

	// Lag is for how long entries may be kept while a run makes one call after the other: who
	// handles them takes the processors from it. When it has made none for as long as Slack
	// says they are emitted. 0: they are not kept.
	Lag time.Duration

	// Flush is called when emit was given what can be emitted for the time being. nil: nothing is.
	Flush func() error

	// Watch is shown each packet and delivery as soon as it comes, before it is put
	// in order and packets are numbered. It must not keep or change them. nil: nobody
	// watches.
	Watch func(capture.Entry)

	// Finish is called when run has returned and all that was sent has been
	// captured. What it still reports belongs to the recording. nil: nothing is.
	Finish func() error
}

// Record captures while run runs, and hands packets (decoded, numbered from 1),
// their deliveries, and what run reports to emit, in causal order, one at a time. When
// run has returned, it reads on until all that was sent before is there, and
// emits the rest; calls that are still waiting come last, as unfinished.
//
// Everything captured is emitted also when something fails. The error is then
// that of run, of the capture or of emit, or the cause of ctx's end; or
// ErrIncomplete. When the capture or emit fails, or ctx ends, run's context is
// cancelled, and Record waits for run to return.
func Record(ctx context.Context, o RecordOptions, run func(context.Context, Reporter) error, emit func(capture.Entry) error) (capture.Drops, error) {
	runCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	merger := causal.NewMerger(numbered(emit, cancel))
	merger.Eager, merger.Lag, merger.Flush = o.Eager, o.Lag, flushing(o.Flush, cancel)
	captured := make(chan error, 1)
	go func() {
		err := newIntake(o, merger).run()
		if err != nil {
			cancel(err)
		}
		captured <- err
	}()
	runErr := runError(runCtx, run(runCtx, merger))
	stopErr := stopCause(ctx, runErr)
	o.Feed.Drain()
	readErr := <-captured
	if o.Finish != nil {
		readErr = errors.Join(readErr, o.Finish())
	}
	emitErr := merger.Close()
	drops, dropsErr := o.Feed.Drops()
	return drops, joinDistinct(stopErr, runErr, readErr, emitErr, dropsErr)
}

// runError returns what run's error adds to what stopped it: the bare error of
// its context adds nothing.
func runError(runCtx context.Context, err error) error {
	if err == runCtx.Err() { //nolint:errorlint // one that wraps it may hold more
		return nil
	}
	return err
}

// stopCause returns why the context has ended, nil if it has not, or if run's
// error tells it.
func stopCause(ctx context.Context, runErr error) error {
	cause := context.Cause(ctx)
	if cause == nil || errors.Is(runErr, cause) {
		return nil
	}
	return fmt.Errorf("recording stopped: %w", cause)
}

// joinDistinct joins the errors, each once: what stops the capture also comes
// back from run, as the cause that its context was cancelled with.
func joinDistinct(errs ...error) error {
	var distinct []error
	for _, err := range errs {
		if err != nil && !errors.Is(errors.Join(distinct...), err) {
			distinct = append(distinct, err)
		}
	}
	return errors.Join(distinct...)
}

// flushing returns a flush that cancels when it fails.
func flushing(flush func() error, cancel context.CancelCauseFunc) func() error {
	if flush == nil {
		return nil
	}
	return func() error {
		err := flush()
		if err != nil {
			cancel(err)
		}
		return err
	}
}

// numbered returns an emit that gives packets their numbers, in the order in
// which they are emitted, and that cancels when it fails.
func numbered(emit func(capture.Entry) error, cancel context.CancelCauseFunc) func(capture.Entry) error {
	number := 0
	return func(e capture.Entry) error {
		if e.Packet != nil {
			number++
			e.Packet.Number = number
		}
		err := emit(e)
		if err != nil {
			cancel(err)
		}
		return err
	}
}
