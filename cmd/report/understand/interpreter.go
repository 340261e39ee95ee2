package understand

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
)

// Interpreter turns entries into settled ones, in their order. An entry is settled when
// no evidence is waited for that could change what is said of it. Make one with New.
type Interpreter struct {
	origin  capture.Origin
	tracker *flow.Tracker
	window  entryWindow
	current Settled           // see Next
	known   []render.Observed // what is said of the next packets, by what comes behind them
	ahead   int               // how many entries are read before the first is settled; 0: it settles none ahead of the others
}

// MaxAhead is how many entries of a file are read before the first of them is settled:
// more than any run has of which somebody wants to see each packet.
const MaxAhead = 50_000

// Settled is an entry, what it means, and what is said about it. What it points to is
// gone when the next one is settled.
type Settled struct {
	Entry   capture.Entry
	Meaning flow.Observation // of a packet, or of the arrival of one
	said    render.Explanation
	told    bool // said is there
}

// New returns the interpreter of a file or run of that origin. Of a run on two hosts it
// reads so many entries ahead, for what becomes of each packet on the wire; 0 is none.
func New(origin capture.Origin, ahead int) *Interpreter {
	u := &Interpreter{origin: origin, tracker: flow.NewTracker()}
	if origin.TwoHosts() {
		u.tracker.AwaitDeliveries()
		u.ahead = ahead
	}
	return u
}

// Room returns packets to read the next ones into. What was settled before is no
// longer valid.
func (u *Interpreter) Room() []capture.Packet { return u.window.room() }

// Read takes the first n packets of room.
func (u *Interpreter) Read(n int) {
	batch := u.window.fill(n, u.ahead > 0)
	if u.ahead == 0 {
		u.tracker.Foresee(batch)
	}
	u.look()
}

// Add takes the next entry, which stays as it is.
func (u *Interpreter) Add(e capture.Entry) {
	u.window.add(e)
	u.look()
}

// look settles what waits when as many entries have come as are read ahead.
func (u *Interpreter) look() {
	if u.ahead > 0 && u.window.full(u.ahead) {
		u.End()
	}
}

// End settles all that waits: nothing more will come, or be waited for.
func (u *Interpreter) End() {
	if u.ahead > 0 {
		u.ahead = 0
		u.known = render.Observe(&capture.Recording{Origin: u.origin, Entries: u.window.entries()})
	}
}

// Next returns the next settled entry, nil if there is none yet.
func (u *Interpreter) Next() *Settled {
	if u.ahead > 0 || u.window.len() == 0 {
		return nil
	}
	m := &u.current
	m.Entry, m.told = u.window.take(), false
	switch e := &m.Entry; {
	case e.Packet != nil:
		u.tracker.ObserveInto(&m.Meaning, e.Packet)
		u.recall(m)
	case e.Call != nil:
		u.tracker.Heed(e.Call)
	case e.Delivery != nil:
		m.Meaning = u.tracker.Deliver(e.Delivery)
	}
	return m
}

// Tracker returns the conversations, of all entries that were settled. It is for what
// goes past the interpreter, when nothing waits in it.
func (u *Interpreter) Tracker() *flow.Tracker { return u.tracker }

// recall gives a packet what was said of it already.
func (u *Interpreter) recall(m *Settled) {
	if len(u.known) > 0 {
		m.said, m.told = u.known[0].Explanation, true
		u.known = u.known[1:]
	}
}

// Explanation returns what is said about the packet. It is worked out when somebody
// asks, and once: before the next entry is settled.
func (m *Settled) Explanation() *render.Explanation {
	if !m.told {
		m.said, m.told = render.Explain(&m.Meaning), true
	}
	return &m.said
}

// Brief returns what is said about the packet in a line. It is worked out apart from
// the rest, which costs more than the line.
func (m *Settled) Brief() string {
	if m.told {
		return m.said.Brief
	}
	return render.ExplainBrief(&m.Meaning)
}
