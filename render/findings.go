package render

import (
	"time"

	"wireladder/capture"
)

// findings says what went wrong, and which steps show it.
func (d *Sketch) findings() (all []Finding) {
	for _, f := range d.judge.Close() {
		shown := Finding{Rule: f.Rule, Brief: f.Brief, Full: f.Full, Repair: f.Repair}
		for i := range f.Seen {
			if m, ok := d.mention(&f.Seen[i]); ok {
				shown.Steps = append(shown.Steps, m)
			}
		}
		all = append(all, shown)
	}
	return all
}

// mention returns the step that shows an entry; of a call that has waited its return.
func (d *Sketch) mention(e *capture.Entry) (found Mention, ok bool) {
	for i, b := range d.ladders {
		for j := range b.ladder.Steps {
			s := &b.ladder.Steps[j]
			switch {
			case e.Packet != nil && s.Packet == e.Packet.Number && s.Kind != Arrival:
				return Mention{i, j}, true
			case e.Call != nil && s.isOf(e.Call, d.subject.Holds):
				found, ok = Mention{i, j}, true
			}
		}
	}
	return found, ok
}

// isOf reports whether a step is one of a call: no two are entered, or return, at once.
func (s *Step) isOf(c *capture.Call, holds []Hold) bool {
	at := func(t time.Time) bool { return !t.IsZero() && s.Time.Equal(without(holds, t)) }
	switch s.Kind {
	case Call:
		return at(c.Key())
	case Enter:
		return at(c.Enter)
	case Return:
		return at(c.Exit)
	}
	return false
}
