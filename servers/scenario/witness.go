package scenario

import (
	"context"
	"net/netip"
	"strings"
	"sync"

	"wireladder/capture"
)

// Witness sees the calls and the packets of one run, and wakes those who wait
// for something to happen. Make one with NewWitness.
//
// Packets come to it with the delay of the capture. What must be known at once,
// such as the arrival of a FIN, a program asks of its own socket.
type Witness struct {
	mu      sync.Mutex
	next    capture.CallObserver // nil: nobody else watches the calls
	calls   []witnessed          // in the order of Enter
	index   map[*capture.Call]int
	packets []passing
	wire    bool            // what becomes of packets is told: not all arrive, or at once
	asks    bool            // the kernel is asked for its sockets
	queue   int             // connections that waited for accept at most, as the kernel said
	ended   map[string]bool // programs that have done all they do
	resting map[string]bool // programs whose next call is the last
	changed chan struct{}   // closed, and replaced, when something has happened
}

// witnessed is a call as far as it has got.
type witnessed struct {
	capture.Call
	under bool // it was made and has not returned
}

// by reports whether the program made the call. "UDP server" is the program whose
// process is called "server" and that talks UDP; "server" any of that name.
func (c *witnessed) by(program string) bool {
	if name, ok := strings.CutPrefix(program, "UDP "); ok {
		return c.Proto == capture.UDP && c.Process.Name == name
	}
	if name, ok := strings.CutPrefix(program, "TCP "); ok {
		return c.Proto == capture.TCP && c.Process.Name == name
	}
	return c.Process.Name == program
}

var _ capture.CallObserver = (*Witness)(nil)

// NewWitness returns a witness that has seen nothing.
func NewWitness() *Witness {
	return &Witness{index: map[*capture.Call]int{}, ended: map[string]bool{}, resting: map[string]bool{}, changed: make(chan struct{})}
}

// Enter passes the call on and only then notes it: whoever has awaited it may
// rely on its having been recorded.
func (w *Witness) Enter(c *capture.Call) {
	if w.next != nil {
		w.next.Enter(c)
	}
	w.note(func() {
		w.index[c] = len(w.calls)
		w.calls = append(w.calls, witnessed{Call: *c, under: true})
	})
}

// Return notes what the call returned, and passes it on first.
func (w *Witness) Return(c *capture.Call) {
	returned := witnessed{Call: *c} // before it is passed on: then it is not ours any more
	if w.next != nil {
		w.next.Return(c)
	}
	w.note(func() { w.calls[w.index[c]] = returned })
}

// passing is a packet that was sent: its headers, and what became of it.
type passing struct {
	capture.Packet
	original *capture.Packet // to be told from others: it is its owner's
	arrived  bool
}

// Packet notes a decoded packet that was sent. Only its headers are kept.
func (w *Witness) Packet(p *capture.Packet) {
	kept := passing{Packet: *p, original: p}
	kept.Data, kept.Payload, kept.Outer = nil, nil, nil
	w.note(func() { w.packets = append(w.packets, kept) })
}

// WatchesWire says that Arrival will be told what has arrived: events may wait
// for it.
func (w *Witness) WatchesWire() { w.note(func() { w.wire = true }) }

// Arrival notes that a packet has arrived that Packet was shown. It does not read
// it.
func (w *Witness) Arrival(p *capture.Packet) {
	w.note(func() {
		for i := range w.packets {
			w.packets[i].arrived = w.packets[i].arrived || w.packets[i].original == p
		}
	})
}

// Snapshot notes what the kernel said. Whoever asks it says so at once, by
// AsksKernel.
func (w *Witness) Snapshot(s *capture.Snapshot) {
	longest := 0
	for _, socket := range s.Sockets {
		if socket.State == "LISTEN" {
			longest = max(longest, socket.RecvQueue)
		}
	}
	w.note(func() { w.queue = max(w.queue, longest) })
}

// AsksKernel says that what the kernel says will be seen: events may wait for it.
func (w *Witness) AsksKernel() { w.note(func() { w.asks = true }) }

// end notes that a program has done all that it does.
func (w *Witness) end(program string) {
	w.note(func() { w.ended[program] = true })
}

// rest notes that the program's next call is one that nothing will end.
func (w *Witness) rest(program string) {
	w.note(func() { w.resting[program] = true })
}

// note makes a change and wakes all that wait for one.
func (w *Witness) note(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
	close(w.changed)
	w.changed = make(chan struct{})
}

// happening returns what is closed when something happens.
func (w *Witness) happening() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.changed
}

// await returns when the event has happened, or the context's cause when that is
// done first.
func (w *Witness) await(ctx context.Context, e event) error {
	for {
		w.mu.Lock()
		happened, changed := e(w), w.changed
		w.mu.Unlock()
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

// event is something that can happen: it reports whether it has.
type event func(*Witness) bool

// after is the event that all of the events have happened.
func after(events ...event) event {
	return func(w *Witness) bool {
		for _, e := range events {
			if !e(w) {
				return false
			}
		}
		return true
	}
}

// made is the event that the process has made the call for the n-th time.
func made(process, call string, n int) event {
	return func(w *Witness) bool { return w.count(process, call, func(witnessed) bool { return true }) >= n }
}

// done is the event that the call has returned to the process for the n-th time.
func done(process, call string, n int) event {
	return func(w *Witness) bool { return w.count(process, call, func(c witnessed) bool { return !c.under }) >= n }
}

// stands is the event that the process stands in n such calls at the same time.
func stands(process, call string, n int) event {
	return func(w *Witness) bool { return w.count(process, call, func(c witnessed) bool { return c.under }) >= n }
}

// ended is the event that the process has done all that it does.
func ended(process string) event {
	return func(w *Witness) bool { return w.ended[process] }
}

// settled is the event that the process has done all that it does, or stands in
// a call that nothing will end.
func settled(process string) event {
	return func(w *Witness) bool {
		return w.ended[process] || w.resting[process] && w.inLast(process)
	}
}

// sent is the event that n packets like that have been captured.
func sent(n int, like func(*capture.Packet) bool) event {
	return func(w *Witness) bool {
		seen := 0
		for i := range w.packets {
			if like(&w.packets[i].Packet) {
				seen++
			}
		}
		return seen >= n
	}
}

// knocked is the event that SYNs of n sockets have come to the server's host.
func knocked(n int) event {
	return func(w *Witness) bool {
		from := map[netip.AddrPort]bool{}
		for i := range w.packets {
			if p := &w.packets[i]; isSYN(&p.Packet) && (p.arrived || !w.wire) {
				from[p.Src] = true
			}
		}
		return len(from) >= n
	}
}

// queued is the event that the kernel has said that n connections wait for accept.
// Where it is not asked nobody waits for that.
func queued(n int) event {
	return func(w *Witness) bool { return !w.asks || w.queue >= n }
}

// count returns how many calls of the process are as asked.
func (w *Witness) count(process, call string, as func(witnessed) bool) int {
	n := 0
	for _, c := range w.calls {
		if c.by(process) && c.Name == call && as(c) {
			n++
		}
	}
	return n
}

// inLast reports whether the process stands in its last call so far.
func (w *Witness) inLast(process string) bool {
	for i := len(w.calls) - 1; i >= 0; i-- {
		if w.calls[i].by(process) {
			return w.calls[i].under
		}
	}
	return false
}
