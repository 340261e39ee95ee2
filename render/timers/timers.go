// Package timers tells which packets of a ladder a timer has sent, and since which step it had run.
package timers

import (
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/keys"
)

// Timers are those that the packets of a ladder show. The zero value has seen none.
type Timers struct {
	all  []timer
	last map[*flow.Conversation]int // the step of its last packet
}

// timer is the step that a timer was seen to run since, and that of the packet that it sent.
type timer struct{ from, to int }

// Note takes the moment of a step, of which a ranking knows the steps before.
func (t *Timers) Note(m *run.Moment, step int, before *keys.Ranking) {
	if m.Kind != run.Packet || m.Conversation == nil {
		return
	}
	if from, ok := t.since(m, before); ok {
		t.all = append(t.all, timer{from, step})
	}
	if t.last == nil {
		t.last = map[*flow.Conversation]int{}
	}
	t.last[m.Conversation] = step
}

// since returns the step since which a timer had run that sent the packet of a moment; ok says that
// one did.
func (t *Timers) since(m *run.Moment, before *keys.Ranking) (step int, ok bool) {
	switch f := m.Facts; {
	case f.Again != nil && f.Again.First != nil && ranOut(f.Again.Cause):
		return before.StepOfPacket(f.Again.First.Number)
	case f.Probe != nil: // a keep-alive timer's, or the persist timer's
		step, ok = t.last[m.Conversation]
		return step, ok
	case f.Wait != nil && f.Wait.Rule == facts.DelayedACK:
		return before.StepOfPacket(f.Wait.Since)
	}
	return 0, false
}

// ranOut reports whether a packet came again because a timer ran out.
func ranOut(c facts.Cause) bool {
	switch c {
	case facts.LossProbe, facts.EarlyProbe, facts.Timeout, facts.Backoff, facts.AfterProbe:
		return true
	}
	return false
}

// Each calls tell with the two steps of each timer, in order of the second.
func (t *Timers) Each(tell func(from, to int)) {
	for _, one := range t.all {
		tell(one.from, one.to)
	}
}
