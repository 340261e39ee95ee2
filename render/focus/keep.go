package focus

import (
	"slices"
	"time"

	"wireladder/capture/flow"
	"wireladder/render"
)

// Of returns a diagram of d with its steps folded. d stays as it is.
func Of(d *render.Diagram) *render.Diagram {
	own := *d
	own.Ladders, own.Findings = slices.Clone(d.Ladders), slices.Clone(d.Findings)
	rows := make([][]int, len(d.Ladders))
	for i := range own.Ladders {
		f := newFolding(&d.Ladders[i])
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
	client []int // by lifeline: the one of the initiator of its connection, -1 if it has none
	groups []*bundle
	told   map[string]bool // explanations, in brief: each is told once
	bare   []*bundle       // the socket() of clients that have no row yet
	of     []*bundle       // by step; nil: it stays
	folded render.Ladder
	row    []int // by step: where it is in folded
}

func newFolding(l *render.Ladder) *folding {
	f := &folding{l: l, told: map[string]bool{}, kept: make([]bool, len(l.Steps)), of: make([]*bundle, len(l.Steps)), row: make([]int, len(l.Steps))}
	f.keep()
	f.match()
	return f
}

// keep finds the steps that stay.
func (f *folding) keep() {
	for i := range f.l.Steps {
		s := &f.l.Steps[i]
		if s.Key || s.Kind == render.Remark || s.Kind == render.Pause && f.isLong(i) {
			f.stays(i)
		}
	}
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
