package scenario

import (
	"context"
	"strings"
	"sync"

	"wireladder/capture"
	"wireladder/servers/lab"
)

// Monitor sees the calls and the packets of one run, and wakes those who wait
// for something to happen. Make one with NewMonitor.
//
// Packets come to it with the delay of the capture. What must be known at once,
// such as the arrival of a FIN, a program asks of its own socket.
type Monitor struct {
	mu      sync.Mutex
	next    capture.CallObserver // nil: nobody else watches the calls
	calls   []callSoFar          // in the order of Enter
	index   map[*capture.Call]int
	packets []sentPacket
	wire    bool            // what becomes of packets is told: not all arrive, or at once
	asks    bool            // the kernel is asked for its sockets
	queue   int             // connections that waited for accept at most, as the kernel said
	ended   map[string]bool // programs that have done all they do
	resting map[string]bool // programs whose next call is the last
	changed chan struct{}   // closed, and replaced, when something has happened
}

// callSoFar is a call as far as it has got.
type callSoFar struct {
	capture.Call
	under bool // it was made and has not returned
}

// by reports whether the program made the call. "UDP server" is the program whose
// process is called "server" and that talks UDP; "server" any of that name.
func (c *callSoFar) by(program string) bool {
	if name, ok := strings.CutPrefix(program, "UDP "); ok {
		return c.Proto == capture.UDP && c.Process.Name == name
	}
	if name, ok := strings.CutPrefix(program, "TCP "); ok {
		return c.Proto == capture.TCP && c.Process.Name == name
	}
	return c.Process.Name == program
}

var (
	_ capture.CallObserver = (*Monitor)(nil)
	_ lab.Watcher          = (*Monitor)(nil)
)

// NewMonitor returns a monitor that has seen nothing.
func NewMonitor() *Monitor {
	return &Monitor{index: map[*capture.Call]int{}, ended: map[string]bool{}, resting: map[string]bool{}, changed: make(chan struct{})}
}

// Enter passes the call on and only then notes it: whoever has awaited it may
// rely on its having been recorded.
func (m *Monitor) Enter(c *capture.Call) {
	if m.next != nil {
		m.next.Enter(c)
	}
	m.note(func() {
		m.index[c] = len(m.calls)
		m.calls = append(m.calls, callSoFar{Call: *c, under: true})
	})
}

// Return notes what the call returned, and passes it on first.
func (m *Monitor) Return(c *capture.Call) {
	returned := callSoFar{Call: *c} // before it is passed on: then it is not ours any more
	if m.next != nil {
		m.next.Return(c)
	}
	m.note(func() { m.calls[m.index[c]] = returned })
}

// sentPacket is a packet that was sent: its headers, and what became of it.
type sentPacket struct {
	capture.Packet
	original *capture.Packet // to be told from others: it is its owner's
	arrived  bool
}

// Packet notes a decoded packet that was sent. Only its headers are kept.
func (m *Monitor) Packet(p *capture.Packet) {
	kept := sentPacket{Packet: *p, original: p}
	kept.Data, kept.Payload, kept.Outer = nil, nil, nil
	m.note(func() { m.packets = append(m.packets, kept) })
}

// WatchesWire says that Arrival will be told what has arrived: conditions may wait
// for it.
func (m *Monitor) WatchesWire() { m.note(func() { m.wire = true }) }

// Arrival notes that a packet has arrived that Packet was shown. It does not read
// it.
func (m *Monitor) Arrival(p *capture.Packet) {
	m.note(func() {
		for i := range m.packets {
			m.packets[i].arrived = m.packets[i].arrived || m.packets[i].original == p
		}
	})
}

// Snapshot notes what the kernel said. Whoever asks it says so at once, by
// AsksKernel.
func (m *Monitor) Snapshot(s *capture.Snapshot) {
	longest := 0
	for _, socket := range s.Sockets {
		if socket.State == "LISTEN" {
			longest = max(longest, socket.RecvQueue)
		}
	}
	m.note(func() { m.queue = max(m.queue, longest) })
}

// AsksKernel says that what the kernel says will be seen: conditions may wait for it.
func (m *Monitor) AsksKernel() { m.note(func() { m.asks = true }) }

// end notes that a program has done all that it does.
func (m *Monitor) end(program string) {
	m.note(func() { m.ended[program] = true })
}

// rest notes that the program's next call is one that nothing will end.
func (m *Monitor) rest(program string) {
	m.note(func() { m.resting[program] = true })
}

// note makes a change and wakes all that wait for one.
func (m *Monitor) note(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
	close(m.changed)
	m.changed = make(chan struct{})
}

// happening returns what is closed when something happens.
func (m *Monitor) happening() <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.changed
}

// await returns when the condition has happened, or the context's cause when that is
// done first.
func (m *Monitor) await(ctx context.Context, c condition) error {
	for {
		m.mu.Lock()
		happened, changed := c(m), m.changed
		m.mu.Unlock()
		if happened {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// count returns how many calls of the process are as asked.
func (m *Monitor) count(process, call string, as func(callSoFar) bool) int {
	n := 0
	for _, c := range m.calls {
		if c.by(process) && c.Name == call && as(c) {
			n++
		}
	}
	return n
}

// inLast reports whether the process stands in its last call so far.
func (m *Monitor) inLast(process string) bool {
	for i := len(m.calls) - 1; i >= 0; i-- {
		if m.calls[i].by(process) {
			return m.calls[i].under
		}
	}
	return false
}
