package report

import (
	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
)

// understanding is stage 2: it turns entries into settled ones, in their order. An
// entry is settled when no evidence is waited for that could change what is said of
// it. The methods are all that the rest of the package knows of it.
type understanding struct {
	origin  capture.Origin
	tracker *flow.Tracker
	window  entryWindow
	current settled           // see next
	known   []render.Observed // what is said of the next packets, by what comes behind them
	ahead   int               // how many entries are read before the first is settled; 0: it settles none ahead of the others
}

// maxAhead is how many entries of a file are read before the first of them is settled:
// more than any run has of which somebody wants to see each packet.
const maxAhead = 50_000

// settled is an entry, what it means, and what is said about it. What it points to is
// gone when the next one is settled.
type settled struct {
	entry   capture.Entry
	meaning flow.Observation // of a packet, or of the arrival of one
	said    render.Explanation
	told    bool // said is there
}

// newUnderstanding returns the stage for a file or run of that origin. Of a run on two
// hosts, for what becomes of a packet there, it reads ahead as many entries; 0 is none.
func newUnderstanding(origin capture.Origin, ahead int) *understanding {
	u := &understanding{origin: origin, tracker: flow.NewTracker()}
	if origin.TwoHosts() {
		u.tracker.AwaitDeliveries()
		u.ahead = ahead
	}
	return u
}

// room returns packets to read the next ones into. What was settled before is no
// longer valid.
func (u *understanding) room() []capture.Packet { return u.window.room() }

// read takes the first n packets of room.
func (u *understanding) read(n int) {
	batch := u.window.fill(n, u.ahead > 0)
	if u.ahead == 0 {
		u.tracker.Foresee(batch)
	}
	u.look()
}

// add takes the next entry, which stays as it is.
func (u *understanding) add(e capture.Entry) {
	u.window.add(e)
	u.look()
}

// look settles what waits when as many entries have come as are read ahead.
func (u *understanding) look() {
	if u.ahead > 0 && u.window.full(u.ahead) {
		u.end()
	}
}

// end settles all that waits: nothing more will come, or be waited for.
func (u *understanding) end() {
	if u.ahead > 0 {
		u.ahead = 0
		u.known = render.Observe(&capture.Recording{Origin: u.origin, Entries: u.window.entries()})
	}
}

// next returns the next settled entry, nil if there is none yet.
func (u *understanding) next() *settled {
	if u.ahead > 0 || u.window.len() == 0 {
		return nil
	}
	m := &u.current
	m.entry, m.told = u.window.take(), false
	switch e := &m.entry; {
	case e.Packet != nil:
		u.tracker.ObserveInto(&m.meaning, e.Packet)
		u.recall(m)
	case e.Call != nil:
		u.tracker.Heed(e.Call)
	case e.Delivery != nil:
		m.meaning = u.tracker.Deliver(e.Delivery)
	}
	return m
}

// recall gives a packet what was said of it already.
func (u *understanding) recall(m *settled) {
	if len(u.known) > 0 {
		m.said, m.told = u.known[0].Explanation, true
		u.known = u.known[1:]
	}
}

// explanation returns what is said about the packet. It is worked out when somebody
// asks, and once: before the next entry is settled.
func (m *settled) explanation() *render.Explanation {
	if !m.told {
		m.said, m.told = render.Explain(&m.meaning), true
	}
	return &m.said
}

// brief returns what is said about the packet in a line. It is worked out apart from
// the rest, which costs more than the line.
func (m *settled) brief() string {
	if m.told {
		return m.said.Brief
	}
	return render.ExplainBrief(&m.meaning)
}
