// Package loops leaves out of a recording the calls that a program makes again and again: a loop
// that goes round ten thousand times has no ten thousand rows.
package loops

import (
	"bytes"

	"wireladder/capture"
	"wireladder/capture/run"
)

// A loop of calls is recognized if it has at most so many steps, and left out from its third
// round on where there are at least so many.
const (
	maxLoop   = 8
	minRounds = 4
)

// Folder leaves out calls that a program makes again and again, while nothing else happens. The
// zero value has seen nothing.
type Folder struct {
	recent []*run.Moment // calls, with nothing in between; at most two rounds of the longest loop
	loop   []*run.Moment // that was gone round twice; nil: none
	next   int           // which of it comes next, if it goes on
	rounds int           // that were left out
	held   []*run.Moment // that are not left out yet
	left   *run.Moment   // the last that was
}

// After is what is drawn when a loop has ended, or nothing is left out.
type After struct {
	Drawn  []*run.Moment
	Last   *run.Moment // of the loop that was left out before them; nil: none was
	Rounds int         // of it
	Calls  int         // of each round
}

// Take takes the next moment, and returns what is to be drawn now.
func (r *Folder) Take(m *run.Moment) After {
	goesOn := repeatable(m)
	if goesOn && r.loop != nil && repeats(m, r.loop[r.next]) {
		r.goOn(m)
		return After{}
	}
	a := r.End()
	a.Drawn = append(a.Drawn, m)
	if !goesOn {
		r.recent = r.recent[:0]
		return a
	}
	r.recent = append(r.recent, m)
	if len(r.recent) > 2*maxLoop {
		r.recent = append(r.recent[:0], r.recent[1:]...)
	}
	r.recognize()
	return a
}

// goOn takes a moment that goes on with the loop.
func (r *Folder) goOn(m *run.Moment) {
	r.held = append(r.held, m)
	if r.next++; r.next < len(r.loop) {
		return
	}
	r.next = 0
	if r.rounds++; r.rounds >= minRounds {
		r.held, r.left = r.held[:0], m
	}
}

// End ends a loop, and returns how often it was gone round, and what was not left out of it.
func (r *Folder) End() (a After) {
	if r.loop == nil {
		return a
	}
	a.Drawn = r.held
	if r.rounds >= minRounds {
		a.Rounds, a.Last = r.rounds, r.left
		for _, m := range r.loop {
			if m.Kind != run.Enter { // it returns, too
				a.Calls++
			}
		}
	}
	*r = Folder{recent: r.recent[:0]}
	return a
}

// recognize looks for a loop that was gone round twice: the shortest.
func (r *Folder) recognize() {
	for n := 1; n <= maxLoop && 2*n <= len(r.recent); n++ {
		last := r.recent[len(r.recent)-n:]
		before := r.recent[len(r.recent)-2*n : len(r.recent)-n]
		same := true
		for i := range last {
			same = same && repeats(last[i], before[i])
		}
		if same {
			r.loop = append([]*run.Moment(nil), last...)
			return
		}
	}
}

// repeatable reports whether a moment is of a call that only its result tells from another one: one
// that returned at once, or one that waited for what did not come.
func repeatable(m *run.Moment) bool {
	kind := m.Kind == run.Call || (m.Kind == run.Enter || m.Kind == run.Return) && m.Call.Does(capture.Polls)
	return kind && m.Born == nil && !m.Closes
}

// repeats reports whether a call is the same as another one.
func repeats(m, other *run.Moment) bool {
	a, b := m.Call, other.Call
	return m.Kind == other.Kind && m.Socket == other.Socket && a.Name == b.Name && a.Process == b.Process && a.Thread == b.Thread && a.FD == b.FD && a.Result == b.Result && a.Errno == b.Errno &&
		a.Code == b.Code && a.ArgsText() == b.ArgsText() && bytes.Equal(a.Data, b.Data)
}
