package theirs

import (
	"context"
	"syscall"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls"
)

// Running is a server whose clients are no programs of a run: their owner starts it, asks it
// whatever he likes, and ends it. Make one with Serve, and close it.
type Running struct {
	stage  *stage
	server *actor
}

// Serve starts the server of o, and returns when it takes clients, waits for something else,
// or has ended; after readyTime at the latest, or a multiple of that while it is starved. The
// error is what kept it from being started.
func Serve(ctx context.Context, o Options, observer capture.CallObserver) (*Running, error) {
	s := newStage(o, observer)
	server, err := s.start(*o.Server, o.Place.Hosts().Server)
	if err != nil {
		return nil, err
	}
	server.untilReady(ctx)
	return &Running{stage: s, server: server}, nil
}

// Doors returns where it takes clients now, in the order in which it began to.
func (v *Running) Doors() []Door { return v.server.takes.all() }

// Ended is closed when it has ended.
func (v *Running) Ended() <-chan struct{} { return v.server.Ended() }

// Rests is closed when it has waited in a call for so long, and has made no other, or has
// ended; or when a limit is over, or the context is done.
func (v *Running) Rests(ctx context.Context, long, limit time.Duration) <-chan struct{} {
	rests := make(chan struct{})
	go func() {
		defer close(rests)
		since := time.Now()
		v.server.until(ctx, limit, func() bool { return time.Since(since) >= long && v.server.rests(long) })
	}()
	return rests
}

// IsStarved reports whether it would go on if there were a processor for it: it has had less
// time of one than a limit.
func (v *Running) IsStarved(limit time.Duration) bool { return v.server.isStarved(limit) }

// AwaitClosed returns when it has closed all sockets that it has accepted, has ended, or a
// limit is over in which it was not starved.
func (v *Running) AwaitClosed(ctx context.Context, limit time.Duration) {
	v.server.await(ctx, limit, v.server.takes.isEmpty)
}

// End leaves it alone until it has nothing left to do, interrupts it as ^C would, and kills
// it if it goes on.
func (v *Running) End(ctx context.Context) {
	v.stage.end(ctx, v.server, v.stage.Keep)
	v.Close()
}

// Interrupt ends it by ^C, now. If it goes on for a time it is told to end (SIGTERM), and
// after readyTime it is killed.
func (v *Running) Interrupt(ctx context.Context, within time.Duration) {
	v.server.out.hold()
	never := func() bool { return false }
	_ = v.server.SignalGroup(syscall.SIGINT)
	if !v.server.until(ctx, within, never) {
		_ = v.server.SignalGroup(syscall.SIGTERM)
		v.server.until(ctx, readyTime, never)
	}
	v.server.Kill()
	<-v.server.Ended()
}

// Exit returns how its first process has ended; it must have.
func (v *Running) Exit() (calls.Exit, bool) {
	exits, _ := v.server.Wait()
	for _, e := range exits {
		if e.PID == v.server.PID() {
			return e, true
		}
	}
	return calls.Exit{}, false
}

// Close ends what still runs of it, and returns when all that it has printed is told.
// Closing again does nothing.
func (v *Running) Close() {
	v.stage.killAll()
	v.stage.started = nil
}
