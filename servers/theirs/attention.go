package theirs

import (
	"context"
	"sync"
	"time"

	"wireladder/capture"
	"wireladder/servers/theirs/pauses"
)

// attention follows what the calls of one program tell of it, and passes them on.
type attention struct {
	next  capture.CallObserver
	takes reception
	ready chan struct{} // closed when it listens, or is bound to a UDP port
	once  sync.Once

	mu      sync.Mutex
	waiting int       // calls that wait for the other side, and have not returned
	last    time.Time // when the last call was made, or returned

	holds  Holder                   // nil: it is not held up
	held   map[*capture.Call]func() // what lets it make the calls that it is held up before
	free   bool                     // it is held up no more
	pauses *pauses.Pauses           // of the run; nil: they are not counted
}

func newAttention(next capture.CallObserver, holds Holder) *attention {
	return &attention{next: next, ready: make(chan struct{}), last: time.Now(), holds: holds, held: map[*capture.Call]func(){}}
}

// Enter implements capture.CallObserver.
func (a *attention) Enter(c *capture.Call) {
	a.note(c, 1)
	a.next.Enter(c)
}

// Return implements capture.CallObserver.
func (a *attention) Return(c *capture.Call) {
	a.note(c, -1)
	a.next.Return(c)
	a.takes.note(c)
	if c.Did(capture.Listens) || c.Proto == capture.UDP && c.Did(capture.Binds) {
		a.once.Do(func() { close(a.ready) })
	}
}

func (a *attention) note(c *capture.Call, by int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last = time.Now()
	if c.Does(capture.Waits) {
		a.waiting += by
	}
}

// idle reports whether the program has waited in a call for some time, and has made none.
func (a *attention) idle(d time.Duration) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.waiting > 0 && len(a.held) == 0 && time.Since(a.last) >= d
}

// step is how often a program is looked at.
const step = 10 * time.Millisecond

// until looks at a program until something is so, it has ended, or a time is over in which
// it was not held up. It reports whether that was not the time.
func (a *actor) until(ctx context.Context, limit time.Duration, so func() bool) bool {
	end := time.NewTimer(limit)
	defer end.Stop()
	tick := time.NewTicker(step)
	defer tick.Stop()
	for !so() {
		select {
		case <-a.Ended():
			return true
		case <-ctx.Done():
			return true
		case <-end.C:
			if !a.isHeld() {
				return false
			}
			end.Reset(limit)
		case <-tick.C:
		}
	}
	return true
}

// await is until, but for who is starved when its time is over: it has that again, for the
// machine is slow.
func (a *actor) await(ctx context.Context, limit time.Duration, so func() bool) bool {
	for range busyTimes {
		if a.until(ctx, limit, so) {
			return true
		}
		if !a.isStarved(limit) {
			break
		}
	}
	return false
}

// isStarved reports whether the program would go on if there were a processor for it: it has
// had less time of one than a limit.
func (a *actor) isStarved(limit time.Duration) bool {
	busy, spent := a.IsBusy()
	return busy && spent < limit
}

// untilReady waits until clients may come: the program listens, is bound to a UDP port, or
// waits for something else for a while. It reports whether it is so, or has ended.
func (a *actor) untilReady(ctx context.Context) bool {
	return a.await(ctx, readyTime, func() bool { return a.isReady() || a.rests(idleTime) })
}

// rests reports whether the program has waited in a call for some time, has made none, and
// is not about to: what it waits for may have come, and the machine be slow to let it go on.
func (a *actor) rests(d time.Duration) bool {
	if !a.idle(d) {
		return false
	}
	busy, _ := a.IsBusy()
	return !busy
}

// isReady reports whether the program listens, or is bound to a UDP port, or was so.
func (a *attention) isReady() bool {
	select {
	case <-a.ready:
		return true
	default:
		return false
	}
}

// hasEnded reports whether all of the program has ended.
func (a *actor) hasEnded() bool {
	select {
	case <-a.Ended():
		return true
	default:
		return false
	}
}

// untilQuiet waits until the program has made no call for a while.
func (a *actor) untilQuiet(ctx context.Context) {
	since := time.Now()
	a.until(ctx, lastTime, func() bool { return time.Since(since) >= quietTime && a.rests(quietTime) })
}
