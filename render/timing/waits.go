package timing

import (
	"cmp"
	"slices"
	"time"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/quantity"
)

// mostLanes is how many braces stand beside each other at most: the others are left out, the
// shortest first.
const mostLanes = 3

// brace spans the steps of a ladder in which something waited: calls and connections, where a pause
// that stands out is most of it, and what was sent when a timer had run out. How long a call has
// waited that has no brace is said where it returns.
func brace(l *render.Ladder) {
	waits := append(append(calls(l), queued(l)...), timers(l)...)
	slices.SortStableFunc(waits, func(a, b wait) int { return cmp.Compare(b.long, a.long) })
	var lanes [mostLanes]lane
	l.Steps = slices.Clone(l.Steps)
	for _, w := range waits {
		at := 0
		for at < mostLanes && !lanes[at].take(w) {
			at++
		}
		if at == mostLanes {
			w.tell(l)
			continue
		}
		l.Times.Lanes = max(l.Times.Lanes, at+1)
		l.Times.Braces = append(l.Times.Braces, render.Brace{From: w.from, To: w.to, Lane: at, Label: quantity.Duration(w.long), Call: w.call})
	}
	slices.SortStableFunc(l.Times.Braces, func(a, b render.Brace) int { return a.From - b.From })
}

// wait is that something waited from one step to another.
type wait struct {
	from, to int
	long     time.Duration
	call     bool
}

// lane is waits one after the other: where one ends the next may begin.
type lane []wait

// take takes a wait in, if there is room between those that are there.
func (l *lane) take(w wait) bool {
	at, _ := slices.BinarySearchFunc(*l, w.from, func(other wait, from int) int { return other.from - from })
	if at > 0 && (*l)[at-1].to > w.from || at < len(*l) && (*l)[at].from < w.to {
		return false
	}
	*l = slices.Insert(*l, at, w)
	return true
}

// tell says where a call returns how long it has waited.
func (w *wait) tell(l *render.Ladder) {
	if s := &l.Steps[w.to]; w.call && len(s.Labels) > 0 {
		s.Labels = append([]string{s.Labels[0] + " · waited " + quantity.Duration(w.long)}, s.Labels...)
	}
}

// calls returns the calls that have waited for long.
func calls(l *render.Ladder) (all []wait) {
	for _, b := range l.Bars {
		if b.To >= 0 && l.Steps[b.To].Kind == render.Return {
			all = appendLong(all, l, wait{from: b.From, to: b.To, call: true})
		}
	}
	return all
}

// queued returns the connections that have waited for long for accept(2) to return them: since they
// were established, by the packets.
func queued(l *render.Ladder) (all []wait) {
	ready := map[int]int{} // by lifeline
	for i := range l.Steps {
		s := &l.Steps[i]
		arrives := s.Kind == render.Message && s.Transit == render.AtOnce || s.Kind == render.Arrival
		if arrives && s.ToState == flow.Established.String() && l.Lifelines[s.To].Hatches() {
			ready[s.To] = i
		}
	}
	for i := range l.Lifelines {
		if from, ok := ready[i]; ok && from < l.Lifelines[i].Taken {
			all = appendLong(all, l, wait{from: from, to: l.Lifelines[i].Taken})
		}
	}
	return all
}

// timers returns what was waited for timers.
func timers(l *render.Ladder) (all []wait) {
	for _, t := range l.Timers {
		w := wait{from: t.From, to: t.To}
		if w.measure(l) {
			all = append(all, w)
		}
	}
	return all
}

// appendLong appends a wait if it is long: if a pause that stands out in the ladder is most of it.
func appendLong(all []wait, l *render.Ladder, w wait) []wait {
	if !w.measure(l) || 2*w.longestPause(l) < w.long {
		return all
	}
	return append(all, w)
}

// measure finds out how long a wait is, and reports whether that is known.
func (w *wait) measure(l *render.Ladder) bool {
	from, to := &l.Steps[w.from], &l.Steps[w.to]
	w.long = to.Time.Sub(from.Time)
	return isTimed(from) && isTimed(to) && w.from < w.to && w.long > 0
}

// longestPause returns how long the longest pause is in a wait; 0 if there is none.
func (w *wait) longestPause(l *render.Ladder) (longest time.Duration) {
	before := l.Steps[w.from].Time
	for i := w.from + 1; i < w.to; i++ {
		switch s := &l.Steps[i]; {
		case s.Kind == render.Pause && s.Folds == 0 && !s.Time.IsZero():
			longest = max(longest, s.Time.Sub(before))
		case isTimed(s):
			before = s.Time
		}
	}
	return longest
}
