// Package causal puts what comes from different places, and late, into causal order.
package causal

import (
	"sync"
	"time"

	"wireladder/capture"
)

// Merger puts packets, calls and what else there is, which come from different
// places and late, into causal order.
//
// Calls that send are placed at their start, calls that receive at their
// return, packets at their kernel timestamp, deliveries and snapshots at their
// time, as counters are; at equal times a start comes before a packet, a packet before its
// delivery, that before a return and what the kernel says last. All stamps are CLOCK_REALTIME.
// An entry is held back until nothing that belongs before it can still come:
// until every sending call in flight began after it, and the capture has read
// past it.
//
// The zero value is not usable; make one with NewMerger. Methods are safe for
// concurrent use.
type Merger struct {
	// Lag is for how long entries may be kept while calls are made one after the other. 0: they
	// are not kept. It and the others are set before anything is added.
	Lag time.Duration
	// Eager says that a call in flight holds nothing up.
	Eager bool
	// Flush is called when emit was given what can be emitted for the time being. nil: nothing is.
	Flush func() error

	mu       sync.Mutex
	emit     func(capture.Entry) error
	err      error
	held     pendingEntries
	inFlight map[*capture.Call]*capture.Call // as they were entered: the originals are their owners'
	unused   []*capture.Call                 // of the copies, those whose call has returned
	seen     time.Time                       // no packet stamped before this will still come
	active   time.Time                       // when a call began or returned last
	closed   bool
}

var _ capture.CallObserver = (*Merger)(nil)

// NewMerger returns a Merger that hands entries in causal order to emit, one
// at a time. After emit has failed it is not called again; Close returns its error.
func NewMerger(emit func(capture.Entry) error) *Merger {
	return &Merger{emit: emit, inFlight: map[*capture.Call]*capture.Call{}}
}

// Enter notes a call that has begun.
func (m *Merger) Enter(c *capture.Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return
	}
	m.active = c.Enter
	if n := len(m.unused); n > 0 {
		m.inFlight[c], m.unused = m.unused[n-1], m.unused[:n-1]
	} else {
		m.inFlight[c] = new(capture.Call)
	}
	*m.inFlight[c] = *c
}

// Return adds a call that has come back.
func (m *Merger) Return(c *capture.Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	was := m.inFlight[c]
	if was == nil {
		return // it came back after Close, which has emitted it as unfinished
	}
	m.active = c.Exit
	delete(m.inFlight, c)
	m.unused = append(m.unused, was)
	m.held.add(capture.Entry{Call: c})
	m.release()
}

// Packet adds a packet.
func (m *Merger) Packet(p *capture.Packet) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held.add(capture.Entry{Packet: p})
}

// Delivery adds what became of a packet that was added before.
func (m *Merger) Delivery(d *capture.Delivery) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.held.add(capture.Entry{Delivery: d})
}

// Snapshot adds what the kernel said, unless it comes after Close.
func (m *Merger) Snapshot(s *capture.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.held.add(capture.Entry{Snapshot: s})
	}
}

// Counters adds what the kernel has counted, unless it comes after Close.
func (m *Merger) Counters(c *capture.Counters) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.held.add(capture.Entry{Counters: c})
	}
}

// Seen says that no packet stamped before t will still come.
func (m *Merger) Seen(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t.After(m.seen) {
		m.seen = t
	}
	m.release()
}

// Close emits all that is held; calls still in flight come as calls that never
// returned, those that wait for something to come in after everything else. It
// returns the first error of emit, which is not called any more afterwards.
func (m *Merger) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.finish(func(c *capture.Call) bool { return !c.KeyedByExit() })
	m.finish(func(*capture.Call) bool { return true })
	return m.err
}

// finish emits all that is held, and the calls in flight that are chosen.
func (m *Merger) finish(chosen func(*capture.Call) bool) {
	for original, waiting := range m.inFlight {
		if chosen(waiting) {
			m.held.add(capture.Entry{Call: waiting})
			delete(m.inFlight, original)
		}
	}
	m.pass(m.held.takeAll())
}

// release emits what nothing can come before any more, unless it is kept for a while.
func (m *Merger) release() {
	limit := m.seen
	if !m.held.begins(limit) || m.keeps() {
		return
	}
	for _, c := range m.inFlight {
		if !m.Eager && c.Enter.Before(limit) && !c.KeyedByExit() {
			limit = c.Enter
		}
	}
	m.pass(m.held.takeBefore(limit))
}

// maxHeld is how many entries are kept while programs go on: of small packets and their calls some
// 200 MB.
const maxHeld = 1 << 18

// keeps reports whether entries are kept although they could be emitted: the programs that are
// recorded are busy, and it is not too long.
func (m *Merger) keeps() bool {
	return m.Lag > 0 && m.active.After(m.seen) && !m.held.begins(m.seen.Add(-m.Lag)) && len(m.held.entries) < maxHeld
}

// pass emits entries.
func (m *Merger) pass(entries []heldEntry) {
	for i := range entries {
		if m.err == nil {
			m.err = m.emit(entries[i].entry)
		}
		entries[i] = heldEntry{}
	}
	if m.Flush != nil && m.err == nil && len(entries) > 0 {
		m.err = m.Flush()
	}
}
