// Package waits tells of calls that never return what rows say that, for all that lays diagrams out: the row of
// the call itself, where nothing comes behind it, else one below all others.
package waits

import (
	"slices"
	"strings"

	"wireladder/render"
)

// Below returns the bars of calls that never return, and are told by a row below all others that they still wait.
// Of a ladder that grows nobody knows yet.
func Below(l *render.Ladder, growing bool) []render.Bar {
	if growing {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(l.Bars), func(b render.Bar) bool { return b.To >= 0 || toTheEnd(l, b.From) })
}

// Labels returns the labels of a step: where it is a call that never returns, and has no row below, "accept()
// waits, to the end".
func Labels(l *render.Ladder, step int, growing bool) []string {
	labels := l.Steps[step].Labels
	if growing || !toTheEnd(l, step) {
		return labels
	}
	all := slices.Clone(labels)
	for i, label := range all {
		if strings.HasSuffix(label, " waits") {
			all[i] = label + ", to the end"
		}
	}
	return all
}

// toTheEnd reports whether a step is a call that never returns, with nothing but such calls behind it, and behind the
// first one that never returns: all of them are told in one way.
func toTheEnd(l *render.Ladder, step int) bool {
	for i := len(l.Steps) - 1; i >= step; i-- { // of most steps this is known at once
		if l.Steps[i].Kind != render.Enter {
			return false
		}
	}
	first := step
	for _, b := range l.Bars {
		if b.To < 0 {
			first = min(first, b.From)
		}
	}
	for i := first; i < len(l.Steps); i++ {
		never := func(b render.Bar) bool { return b.From == i && b.To < 0 }
		if l.Steps[i].Kind != render.Enter || !slices.ContainsFunc(l.Bars, never) {
			return false
		}
	}
	return true
}
