package focus

import (
	"slices"
	"time"

	"wireladder/capture/flow"
	"wireladder/render"
)

// Of returns a diagram of d with its steps folded. d stays as it is.
func Of(d *render.Diagram) *render.Diagram { return Before(d, time.Time{}) }

// Before returns a diagram of d with what was before a time folded, and what came then as it is; the
// zero time is behind all. d stays as it is.
func Before(d *render.Diagram, recent time.Time) *render.Diagram {
	own := *d
	own.Ladders, own.Findings = slices.Clone(d.Ladders), slices.Clone(d.Findings)
	rows := make([][]int, len(d.Ladders))
	for i := range own.Ladders {
		f := newFolding(&d.Ladders[i], recent)
		f.sort()
		f.build()
		f.move()
		own.Ladders[i], rows[i] = f.folded, f.row
	}
	for i := range own.Findings {
		f := &own.Findings[i]
		f.Full, f.Seen = "", slices.Clone(f.Seen)
		for j, at := range f.Seen {
			f.Seen[j].Step = rows[at.Ladder][at.Step]
		}
	}
	return &own
}

// folding is the folding of one ladder.
type folding struct {
	l      *render.Ladder
	kept   []bool
	recent int   // the first step that is not folded
	client []int // by lifeline: the one of the initiator of its connection, -1 if it has none
	groups []*bundle
	told   map[string]bool // explanations, in brief: each is told once
	bare   []*bundle       // the socket() of clients that have no row yet
	of     []*bundle       // by step; nil: it stays
	folded render.Ladder
	row    []int // by step: where it is in folded
}

func newFolding(l *render.Ladder, recent time.Time) *folding {
	f := &folding{l: l, recent: firstSince(l, recent), told: map[string]bool{}, kept: make([]bool, len(l.Steps)), of: make([]*bundle, len(l.Steps)), row: make([]int, len(l.Steps))}
	f.keep()
	f.match()
	return f
}

// firstSince returns the first step from a time on; their number if there is none, or no time.
func firstSince(l *render.Ladder, t time.Time) int {
	i := slices.IndexFunc(l.Steps, func(s render.Step) bool { return !t.IsZero() && !s.Time.Before(t) })
	if i < 0 {
		return len(l.Steps)
	}
	return i
}

// keep finds the steps that stay.
func (f *folding) keep() {
	for i := range f.l.Steps {
		s := &f.l.Steps[i]
		if s.Key || i >= f.recent || s.Kind == render.Remark || s.Kind == render.Pause && f.isLong(i) {
			f.stays(i)
		}
	}
	for f.keepBeside() {
	}
}

// keepBeside keeps what is on its way while a packet arrives that stays: folded to a row it would seem
// to come before that. It reports whether there was something.
func (f *folding) keepBeside() (some bool) {
	arrived := 0 // of those that stay, so far
	before := make([]int, len(f.l.Steps))
	for i := range f.l.Steps {
		before[i] = arrived
		if f.kept[i] && f.l.Steps[i].Kind == render.Arrival {
			arrived++
		}
	}
	for i := range f.l.Steps {
		if s := &f.l.Steps[i]; s.Kind == render.Message && !f.kept[i] && len(s.Arrivals) > 0 && before[s.Arrivals[len(s.Arrivals)-1]] > before[i] {
			f.stays(i)
			some = true
		}
	}
	return some
}

// longPause is how long nothing must happen to be worth a row: what is shorter may be how busy
// the machine is. A kernel's timers are longer.
const longPause = 150 * time.Millisecond

// isLong reports whether a pause is worth a row. One that says how often a loop was gone round
// takes no time.
func (f *folding) isLong(i int) bool {
	gone := longPause
	if i > 0 {
		gone = f.l.Steps[i].Time.Sub(f.l.Steps[i-1].Time)
	}
	return gone == 0 || gone >= longPause
}

// stays keeps a step, with all the arrivals of its packet.
func (f *folding) stays(i int) {
	s := &f.l.Steps[i]
	if s.Kind == render.Arrival {
		i, s = s.Sent, &f.l.Steps[s.Sent]
	}
	f.kept[i] = true
	for _, at := range s.Arrivals {
		f.kept[at] = true
	}
}

// match finds the client of each lifeline: the socket that its own is connected to.
func (f *folding) match() {
	lines := f.l.Lifelines
	f.client = make([]int, len(lines))
	for i := range lines {
		f.client[i] = slices.IndexFunc(lines, func(c render.Lifeline) bool {
			return c.Side == flow.Initiator && c.Local.IsValid() && c.Local == lines[i].Remote
		})
		if lines[i].Side == flow.Initiator {
			f.client[i] = i
		}
	}
}

// ofMessage returns the client of a message.
func (f *folding) ofMessage(s *render.Step) int {
	if f.l.Lifelines[s.From].Side == flow.Initiator {
		return s.From
	}
	return f.client[s.To]
}
