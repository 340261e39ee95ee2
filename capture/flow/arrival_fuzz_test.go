package flow

import (
	"maps"
	"slices"
	"testing"

	"wireladder/capture"
)

// fateSize is how many octets of fuzz input say what becomes of packets between
// two that are sent: which of those that are under way, and how.
const fateSize = 2

// The fates, by the second octet.
const (
	arrives = iota
	isLost
	arrivesAgain // and may arrive later, too
	unknown      // to a packet that was never sent, in the place of one that was
	fates
)

// FuzzArrivals sends packets of two sockets over a wire that delivers, loses,
// doubles and reorders them: nothing panics, states are valid, what arrives
// changes its receiver alone, what is lost changes nobody, and what is kept of
// gaps is bounded.
func FuzzArrivals(f *testing.F) {
	for _, tables := range []map[string][]step{openings, transfers, closings, resets} {
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			for fate := range byte(fates) {
				var input []byte
				for _, s := range tables[name] {
					input = append(append(input, record(s.packet)...), 0, fate)
				}
				f.Add(input)
			}
		}
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		w := newFuzzedWire(t)
		for ; len(input) >= recordSize+fateSize; input = input[recordSize+fateSize:] {
			w.send(packet(input))
			w.decide(input[recordSize:])
		}
		for len(w.underWay) > 0 {
			w.decide([]byte{0, arrives})
		}
	})
}

// fuzzedWire is a wire whose fates fuzz input decides.
type fuzzedWire struct {
	t        *testing.T
	tracker  *Tracker
	sent     int
	underWay []*capture.Packet
}

func newFuzzedWire(t *testing.T) *fuzzedWire {
	w := &fuzzedWire{t: t, tracker: NewTracker()}
	w.tracker.AwaitDeliveries()
	w.tracker.Listening(serverAddr)
	return w
}

// send puts a packet on the wire.
func (w *fuzzedWire) send(p *capture.Packet) {
	w.sent++
	p.Number, p.Time = w.sent, clock(0)
	w.underWay = append(w.underWay, p)
	o := w.tracker.Observe(p)
	w.check(&o)
	if o.Conversation != nil && o.Conversation.Proto == capture.TCP && o.Events.Has(SYN) && o.After[o.From.Peer()] == SynReceived && o.Before[o.From.Peer()] == Listen {
		w.t.Error("a SYN acts before it arrives")
	}
}

// decide lets something become of a packet that is under way.
func (w *fuzzedWire) decide(fate []byte) {
	if len(w.underWay) == 0 {
		return
	}
	i := int(fate[0]) % len(w.underWay)
	d := capture.Delivery{Packet: w.underWay[i], Lost: fate[1]%fates == isLost}
	switch fate[1] % fates {
	case arrives, isLost:
		w.underWay = slices.Delete(w.underWay, i, i+1)
	case unknown:
		d.Packet = &capture.Packet{Number: d.Packet.Number + capture.MaxUnderWay}
	}
	w.deliver(&d)
}

// deliver checks who is changed by a delivery.
func (w *fuzzedWire) deliver(d *capture.Delivery) {
	var before [2]State
	slot := &w.tracker.inFlight.underWay[d.Packet.Number%capture.MaxUnderWay]
	if slot.conv != nil {
		before = slot.conv.States
	}
	o := w.tracker.Deliver(d)
	w.check(&o)
	if d.Packet.Number > w.sent && o.Conversation != nil {
		w.t.Errorf("packet %d of %d arrives in stream %d", d.Packet.Number, w.sent, o.Conversation.Stream)
	}
	if o.Conversation == nil {
		return
	}
	if after := o.Conversation.States; after[o.From] != before[o.From] || d.Lost && after != before {
		w.t.Errorf("states %v after %v by a packet of the %v, lost: %t", after, before, o.From, d.Lost)
	}
}

// check checks what holds after whatever happened.
func (w *fuzzedWire) check(o *Observation) {
	w.t.Helper()
	c := o.Conversation
	if c == nil {
		return
	}
	for side, state := range c.States {
		if state > Closed || c.Proto == capture.UDP && state != Unknown {
			w.t.Errorf("the %v is in state %d", Side(side), state)
		}
	}
	landed := w.tracker.inFlight.landed[c]
	if landed == nil {
		return
	}
	for _, l := range landed {
		if len(l.ahead) > maxAhead || len(l.ahead) > 0 && l.ahead[0].from <= l.next {
			w.t.Errorf("all before %d, and %d stretches from %d on", l.next, len(l.ahead), l.ahead[0].from)
		}
	}
}
