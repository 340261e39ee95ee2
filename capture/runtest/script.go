package runtest

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/causal"
)

// Script writes a recording step by step: each packet and call happens one
// microsecond after the last. The zero value is not usable; use NewScript.
type Script struct {
	rec capture.Recording
	now time.Time
}

// NewScript returns an empty script that begins at a fixed time.
func NewScript(scenario string) *Script {
	s := &Script{now: time.Date(2026, 1, 2, 15, 4, 5, 0, time.UTC)}
	s.rec.Origin = capture.Origin{Scenario: scenario, Interface: "lo"}
	return s
}

// Recording returns what was written; calls that still wait come last but
// stand where they began.
func (s *Script) Recording() *capture.Recording {
	var entries, others []capture.Entry
	m := causal.NewMerger(func(e capture.Entry) error { entries = append(entries, e); return nil })
	for _, e := range s.rec.Entries {
		switch {
		case e.Packet != nil:
			m.Packet(e.Packet)
			continue
		case e.Call == nil:
			others = append(others, e)
			continue
		}
		m.Enter(e.Call)
		if e.Call.Returned() {
			m.Return(e.Call)
		}
	}
	if err := m.Close(); err != nil {
		panic(err) // emit never fails
	}
	rec := s.rec
	rec.Entries = weave(entries, others)
	return &rec
}

// weave puts snapshots and deliveries among packets and calls by their times.
// Calls that still wait come last.
func weave(entries, others []capture.Entry) []capture.Entry {
	var woven []capture.Entry
	for _, e := range entries {
		waits := e.Call != nil && !e.Call.Returned()
		for len(others) > 0 && (waits || others[0].Key().Before(e.Key())) {
			woven, others = append(woven, others[0]), others[1:]
		}
		woven = append(woven, e)
	}
	return append(woven, others...)
}

// Wait lets time pass in which nothing happens.
func (s *Script) Wait(d time.Duration) { s.now = s.now.Add(d) }

// Arrive lets frame n reach the other host, for the first time or again.
func (s *Script) Arrive(n int) { s.deliver(n, false, "") }

// ArriveBy does so and names the fault that it met.
func (s *Script) ArriveBy(n int, fault string) { s.deliver(n, false, fault) }

// Lose loses frame n on the wire, by a fault.
func (s *Script) Lose(n int, fault string) { s.deliver(n, true, fault) }

func (s *Script) deliver(n int, lost bool, fault string) {
	d := &capture.Delivery{Packet: s.rec.Packets()[n-1], Time: s.tick(), Lost: lost, Fault: fault}
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Delivery: d})
}

func (s *Script) tick() time.Time {
	s.now = s.now.Add(time.Microsecond)
	return s.now
}

// PID is the number of every process of a script, and so of its main thread (gettid(2)).
const PID = 4242

// Enter begins a call; fill in the result and give it to Return.
func (s *Script) Enter(c capture.Call) *capture.Call {
	c.Enter = s.tick()
	c.Process.PID = PID
	return &c
}

// Return ends a call that Enter began.
func (s *Script) Return(c *capture.Call) {
	c.Exit = s.tick()
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Call: c})
}

// Call makes a call that returns at once.
func (s *Script) Call(c capture.Call) { s.Return(s.Enter(c)) }

// Unreturned leaves a call waiting for ever.
func (s *Script) Unreturned(c capture.Call) {
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Call: s.Enter(c)})
}

// Packet sends a packet and returns its frame's number.
func (s *Script) Packet(p capture.Packet) int {
	p.Time = s.tick()
	p.Number = len(s.rec.Packets()) + 1
	p.Link = capture.LinkEthernet
	p.IP = capture.IPHeader{ID: uint16(p.Number), HasID: true, HopLimit: 64}
	p.PayloadLength = len(p.Payload)
	header := 14 + 20 + 8
	if p.Proto == capture.TCP {
		header = 14 + 20 + 32
	}
	p.Length = header + len(p.Payload)
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Packet: &p})
	return p.Number
}

// Snapshot lets the kernel say what it knows.
func (s *Script) Snapshot(sockets ...capture.KernelSocket) {
	s.rec.Entries = append(s.rec.Entries, capture.Entry{Snapshot: &capture.Snapshot{Time: s.tick(), Sockets: slices.Clone(sockets)}})
}

// Loopback returns an address on 127.0.0.1.
func Loopback(port uint16) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port)
}

// Now returns the time of what happens next, and lets it pass.
func (s *Script) Now() time.Time { return s.tick() }

// Entry adds a piece of evidence as it is.
func (s *Script) Entry(e capture.Entry) { s.rec.Entries = append(s.rec.Entries, e) }
