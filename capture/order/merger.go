// Package order puts what is captured and what is called into one order: of causes before
// their effects.
package order

import (
	"container/heap"
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
	// Eager emits packets while a call that sent them still waits, such as a connect(2) whose
	// SYN was lost. It must not change once something was added.
	Eager bool

	mu       sync.Mutex
	emit     func(capture.Entry) error
	err      error
	held     entryHeap
	arrivals int
	inFlight map[*capture.Call]capture.Call // as they were entered: the originals are their owners'
	seen     time.Time                      // no packet stamped before this will still come
	closed   bool
}

var _ capture.CallObserver = (*Merger)(nil)

// NewMerger returns a Merger that hands entries in causal order to emit, one
// at a time. After emit has failed it is not called again; Close returns its error.
func NewMerger(emit func(capture.Entry) error) *Merger {
	return &Merger{emit: emit, inFlight: map[*capture.Call]capture.Call{}}
}

// Enter notes a call that has begun.
func (m *Merger) Enter(c *capture.Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.inFlight[c] = *c
	}
}

// Return adds a call that has come back.
func (m *Merger) Return(c *capture.Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.inFlight[c]; !known {
		return // it came back after Close, which has emitted it as unfinished
	}
	delete(m.inFlight, c)
	m.hold(capture.Entry{Call: c})
	m.release()
}

// Packet adds a packet.
func (m *Merger) Packet(p *capture.Packet) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hold(capture.Entry{Packet: p})
}

// Delivery adds what became of a packet that was added before.
func (m *Merger) Delivery(d *capture.Delivery) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hold(capture.Entry{Delivery: d})
}

// Snapshot adds what the kernel said, unless it comes after Close.
func (m *Merger) Snapshot(s *capture.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.hold(capture.Entry{Snapshot: s})
	}
}

// Counters adds what the kernel has counted, unless it comes after Close.
func (m *Merger) Counters(c *capture.Counters) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed {
		m.hold(capture.Entry{Counters: c})
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
		if chosen(&waiting) {
			m.hold(capture.Entry{Call: &waiting})
			delete(m.inFlight, original)
		}
	}
	for len(m.held) > 0 {
		m.pass()
	}
}

// release emits what nothing can come before any more.
func (m *Merger) release() {
	limit := m.seen
	for _, c := range m.inFlight {
		if !m.Eager && !c.KeyedByExit() && c.Enter.Before(limit) {
			limit = c.Enter
		}
	}
	for len(m.held) > 0 && m.held[0].key.Before(limit) {
		m.pass()
	}
}

// pass emits the first held entry.
func (m *Merger) pass() {
	e := heap.Pop(&m.held).(heldEntry).entry
	if m.err == nil {
		m.err = m.emit(e)
	}
}

func (m *Merger) hold(e capture.Entry) {
	m.arrivals++
	heap.Push(&m.held, heldEntry{entry: e, key: e.Key(), rank: rank(e), arrival: m.arrivals})
}

// rank orders entries of the same time: start < packet < delivery < return <
// snapshot and counters.
func rank(e capture.Entry) int {
	switch {
	case e.Packet != nil:
		return 1
	case e.Delivery != nil:
		return 2
	case e.Snapshot != nil, e.Counters != nil:
		return 4
	case e.Call.KeyedByExit() && e.Call.Returned():
		return 3
	}
	return 0
}

// heldEntry is an entry that waits for its turn.
type heldEntry struct {
	entry   capture.Entry
	key     time.Time
	rank    int
	arrival int
}

// entryHeap is a container/heap of held entries, the first one first.
type entryHeap []heldEntry

func (h entryHeap) Len() int { return len(h) }

func (h entryHeap) Less(i, j int) bool {
	if c := h[i].key.Compare(h[j].key); c != 0 {
		return c < 0
	}
	if h[i].rank != h[j].rank {
		return h[i].rank < h[j].rank
	}
	return h[i].arrival < h[j].arrival
}

func (h entryHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *entryHeap) Push(x any)   { *h = append(*h, x.(heldEntry)) }
func (h *entryHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
