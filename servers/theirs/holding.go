package theirs

import (
	"sync"
	"time"

	"wireladder/capture"
	"wireladder/capture/calls"
)

// Holder is told of calls that are held up, as calls.Holder is, and of programs that begin.
type Holder interface {
	calls.Holder
	// Begins is told that a process of a program begins.
	Begins(name string, pid int)
}

// pauses is how long somebody has been held up in a run: others wait for who is. The zero value is nobody, ever; of a
// nil one nothing is kept.
type pauses struct {
	mu    sync.Mutex
	held  int       // how many are held up now
	since time.Time // when that began
	past  time.Duration
}

// change tells that one more is held up, or is no more.
func (p *pauses) change(by int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.held += by; {
	case by > 0 && p.held == 1:
		p.since = time.Now()
	case p.held == 0:
		p.past += time.Since(p.since)
	}
}

// total returns for how long somebody has been held up so far.
func (p *pauses) total() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held > 0 {
		return p.past + time.Since(p.since)
	}
	return p.past
}

// holder returns what holds a program up; nil if nothing does.
func (a *attention) holder() calls.Holder {
	if a.holds == nil {
		return nil
	}
	return a
}

// Held implements calls.Holder. A program that is held up is not idle, however long.
func (a *attention) Held(c *capture.Call, goOn func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.free {
		go goOn()
		return
	}
	a.held[c] = goOn
	a.pauses.change(1)
	a.holds.Held(c, func() {
		a.forget(c)
		goOn()
	})
}

// Gone implements calls.Holder.
func (a *attention) Gone(c *capture.Call) {
	if a.forget(c) {
		a.holds.Gone(c)
	}
}

// forget forgets a call that is held up no more, and reports whether it was.
func (a *attention) forget(c *capture.Call) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	goOn := a.held[c]
	delete(a.held, c)
	if goOn != nil {
		a.pauses.change(-1)
	}
	return goOn != nil
}

// isHeld reports whether the program is held up.
func (a *attention) isHeld() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.held) > 0
}

// release holds the program up no more: it is to end.
func (a *attention) release() {
	a.mu.Lock()
	a.free = true
	held := a.held
	a.held = nil
	a.mu.Unlock()
	for c, goOn := range held {
		a.pauses.change(-1)
		a.holds.Gone(c)
		goOn()
	}
}
