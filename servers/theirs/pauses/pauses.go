// Package pauses counts for how long somebody is held up in a run: who is not waits meanwhile, too.
package pauses

import (
	"sync"
	"time"
)

// Pauses are when somebody was held up. The zero value is never; of a nil one nothing is counted.
type Pauses struct {
	mu    sync.Mutex
	held  int       // how many are held up now
	since time.Time // when that began
	past  time.Duration
}

// Change tells that so many more are held up; with -1 that one is no more.
func (p *Pauses) Change(by int) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.held += by; {
	case by > 0 && p.held == by:
		p.since = time.Now()
	case by < 0 && p.held == 0:
		p.past += time.Since(p.since)
	}
}

// Total returns for how long somebody has been held up so far: of several at once the time counts once.
func (p *Pauses) Total() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held > 0 {
		return p.past + time.Since(p.since)
	}
	return p.past
}
