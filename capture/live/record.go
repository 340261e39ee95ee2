package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"wireladder/capture"
	"wireladder/capture/decode"
)

// ErrIncomplete is returned by Record when the capture may have missed the end
// of the run: the sentinel did not come.
var ErrIncomplete = errors.New("the end of the capture may be missing")

// Wire is a wire between two hosts that is captured at both ends. It is for one
// goroutine at a time, but for Drain.
type Wire interface {
	// Next returns the next packet that was sent, with Time, Link, Data, Length and
	// Interface set and nothing decoded; or the next Delivery, after its packet. It
	// returns ErrTimeout when none came in time, and io.EOF when, after Drain,
	// everything sent was returned.
	Next() (capture.Entry, error)
	// Drain says that nothing more is going to be sent, and returns at once.
	Drain()
	// Drops returns the counts since the start.
	Drops() (capture.Drops, error)
}

// Reporter is who is told of what a run does, beside its packets.
type Reporter interface {
	capture.CallObserver
	// Snapshot takes what the kernel said of its sockets, and owns it.
	Snapshot(*capture.Snapshot)
	// Counters takes what the kernel has counted, and owns it.
	Counters(*capture.Counters)
}

var _ Reporter = (*Merger)(nil)

// RecordOptions say what Record reads, and how long it waits. Either Live and
// Sentinel or Wire must be set; all stay the caller's to close.
type RecordOptions struct {
	Live     Capture   // on loopback, and with a filter that lets the sentinel's port through
	Sentinel *Sentinel // made before Live
	Wire     Wire      // in place of both

	// Slack is how long after its kernel timestamp a packet may be read, and how
	// long after its time a call may be reported, and still be put in order. It
	// must be several times the read timeout of Live; it is also how far what is
	// emitted lags behind. 0: 200 ms.
	Slack time.Duration
	// Eager emits packets while a call that sent them still waits, such as a
	// connect(2) whose SYN was lost. The call then comes when it has returned, out
	// of its place: see Entry.Key.
	Eager bool
	// Patience is how long to wait for the sentinel. 0: 2 s.
	Patience time.Duration

	// Watch is shown each packet as soon as it is captured and decoded, before it
	// is put in order and numbered. It must not keep or change it. nil: nobody
	// watches.
	Watch func(*capture.Packet)

	// Finish is called when run has returned and all that was sent has been
	// captured. What it still reports belongs to the recording. nil: nothing is.
	Finish func() error
}

// withDefaults returns the options with their zero values replaced.
func (o RecordOptions) withDefaults() RecordOptions {
	if o.Slack <= 0 {
		o.Slack = 200 * time.Millisecond
	}
	if o.Patience <= 0 {
		o.Patience = 2 * time.Second
	}
	return o
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
	r := recorder{
		RecordOptions: o.withDefaults(),
		decoder:       decode.NewDecoder(),
		merger:        NewMerger(numbered(emit, cancel)),
		ended:         make(chan struct{}),
	}
	r.merger.eager = o.Eager
	captured := r.start(cancel)
	runErr := runError(runCtx, run(runCtx, r.merger))
	stopErr := stopCause(ctx, runErr)
	r.end()
	readErr := <-captured
	if o.Finish != nil {
		readErr = errors.Join(readErr, o.Finish())
	}
	emitErr := r.merger.Close()
	drops, dropsErr := r.drops()
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

// recorder is one call of Record.
type recorder struct {
	RecordOptions
	decoder *decode.Decoder
	merger  *Merger
	ended   chan struct{} // closed when run has returned
}

// start reads the capture in a goroutine, and returns where its error will come.
func (r *recorder) start(cancel context.CancelCauseFunc) <-chan error {
	captured := make(chan error, 1)
	go func() {
		read := r.read
		if r.Wire != nil {
			read = r.readWire
		}
		err := read()
		if err != nil {
			cancel(err)
		}
		captured <- err
	}()
	return captured
}

// end tells the reader that nothing more is coming but the sentinel.
func (r *recorder) end() {
	if r.Wire != nil {
		r.Wire.Drain()
	} else {
		_ = r.Sentinel.send() // the reader sends it again, and reports if that fails
	}
	close(r.ended)
}

// drops returns what was lost.
func (r *recorder) drops() (capture.Drops, error) {
	if r.Wire != nil {
		return r.Wire.Drops()
	}
	return r.Live.Drops()
}

// readWire feeds the merger until all that was sent has gone its way.
func (r *recorder) readWire() error {
	for {
		asked := time.Now()
		e, err := r.Wire.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, ErrTimeout):
			r.merger.Seen(asked.Add(-r.Slack))
		case err != nil:
			return err
		case e.Packet != nil:
			r.decoder.Decode(e.Packet)
			r.watch(e.Packet)
			r.merger.Packet(e.Packet)
			r.merger.Seen(e.Packet.Time.Add(-r.Slack))
		default:
			r.merger.Delivery(e.Delivery)
		}
	}
}

// read feeds the merger until the sentinel comes.
func (r *recorder) read() error {
	var deadline time.Time // zero until run has returned
	var sendErr error
	for {
		asked := time.Now()
		if deadline.IsZero() && r.hasEnded() {
			deadline = asked.Add(r.Patience)
		}
		p, err := r.Live.Next()
		switch {
		case errors.Is(err, ErrTimeout):
			// The capture had nothing when it was asked: later is not vouched for.
			r.merger.Seen(asked.Add(-r.Slack))
			if !deadline.IsZero() {
				sendErr = r.Sentinel.send() // the first may have been dropped
			}
		case err != nil:
			return err
		case r.take(p):
			return nil
		}
		if !deadline.IsZero() && asked.After(deadline) {
			return errors.Join(fmt.Errorf("%w: no sentinel within %v", ErrIncomplete, r.Patience), sendErr)
		}
	}
}

// hasEnded reports whether run has returned.
func (r *recorder) hasEnded() bool {
	select {
	case <-r.ended:
		return true
	default:
		return false
	}
}

// take decodes a packet and gives it to the merger; true if it is the sentinel,
// which like all of its socket's traffic is no part of the recording.
func (r *recorder) take(p *capture.Packet) bool {
	r.decoder.Decode(p)
	if r.Sentinel.concerns(p) {
		return r.Sentinel.is(p)
	}
	r.watch(p)
	r.merger.Packet(p)
	r.merger.Seen(p.Time.Add(-r.Slack))
	return false
}

// watch shows the packet to whoever watches.
func (r *recorder) watch(p *capture.Packet) {
	if r.Watch != nil {
		r.Watch(p)
	}
}
