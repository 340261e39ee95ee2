package theirs

import (
	"wireladder/capture"
	"wireladder/capture/calls"
)

// Holder is told of calls that are held up, as calls.Holder is, and of programs that begin.
type Holder interface {
	calls.Holder
	// Begins is told that a process of a program begins.
	Begins(name string, pid int)
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
	a.pauses.Change(1)
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
		a.pauses.Change(-1)
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
		a.pauses.Change(-1)
		a.holds.Gone(c)
		goOn()
	}
}
