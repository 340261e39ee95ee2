package focus

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
)

// merge puts what a connection carries and its end together, where there are several.
func (f *folding) merge(run []*bundle) []*bundle {
	if f.clients() < 2 {
		return run
	}
	var all []*bundle
	for _, g := range run {
		if last := len(all) - 1; last >= 0 && f.leadsTo(all[last], g) {
			g.steps, g.carries = append(all[last].steps, g.steps...), true
			slices.Sort(g.steps)
			all = all[:last]
		}
		for _, i := range g.steps {
			f.of[i] = g
		}
		all = append(all, g)
	}
	return all
}

// clients counts the initiators' sockets.
func (f *folding) clients() (n int) {
	for i := range f.l.Lifelines {
		if f.l.Lifelines[i].Side == flow.Initiator {
			n++
		}
	}
	return n
}

// leadsTo reports whether all packets of a group are of the connection that the next one ends.
func (f *folding) leadsTo(g, next *bundle) bool {
	if g.kind != others || next.kind != closing || !g.packet {
		return false
	}
	return !slices.ContainsFunc(g.steps, func(i int) bool {
		s := &f.l.Steps[i]
		return s.Kind == render.Message && f.ofMessage(s) != next.at
	})
}

// isBare reports whether a group is nothing but the socket() of a client that will send
// datagrams: that goes without saying where the first one does.
func (f *folding) isBare(g *bundle) bool {
	return g.kind == setUp && len(g.steps) == 1 && f.l.OfDatagrams() && f.l.Lifelines[g.at].Side == flow.Initiator &&
		f.l.Steps[g.steps[0]].Does(capture.Opens)
}

// absorb has a row stand for the bare socket() of each client as well that it is the first of.
func (f *folding) absorb(s *render.Step, stands []int) []int {
	for i := len(f.bare) - 1; i >= 0; i-- {
		bare := f.bare[i]
		if !slices.ContainsFunc(stands, func(n int) bool { return f.isOf(n, bare.at) }) {
			continue
		}
		f.bare = slices.Delete(f.bare, i, i+1)
		if s.Kind == render.Call || s.Kind == render.Enter {
			s.Born = bare.at
		}
		s.Folds = max(s.Folds, 1) + 1
		stands = append(stands, bare.steps...)
	}
	return stands
}

// isOf reports whether a step is a call that a socket's program makes, or a message that it sends.
func (f *folding) isOf(step, lifeline int) bool {
	s := &f.l.Steps[step]
	call := s.Kind == render.Call || s.Kind == render.Enter
	return call && s.Lifeline == lifeline || s.Kind == render.Message && s.From == lifeline
}
