package focus

import (
	"slices"

	"wireladder/capture"
	"wireladder/render"
)

// bundleKind is what the steps of a group do.
type bundleKind uint8

// The kinds.
const (
	others  bundleKind = iota // all that has no group of its own
	setUp                     // a socket is made ready
	opening                   // a connection is set up
	closing                   // it ends
)

// bundle is steps that become one row.
type bundle struct {
	kind    bundleKind
	at      int // the lifeline of setUp, the client's of opening and closing
	steps   []int
	stands  int  // which of them it stands for among other groups
	packet  bool // it has one
	acked   bool // of opening: the client has answered the SYN,ACK
	carries bool // of closing: it holds what the connection carries, too
}

// last returns the last step of a group.
func (g *bundle) last() int { return g.steps[len(g.steps)-1] }

// add adds a step. A group stands where its last packet is, or its last call if it has none; one
// that opens a connection where its first packet is, one that ends it where its last FIN is, and
// one that makes a socket ready before what waits on it.
func (g *bundle) add(i int, s *render.Step) {
	packet := s.Kind == render.Message
	begun := g.packet && (g.kind == opening || !packet || g.kind == closing && s.Tone != render.Closes)
	waits := g.kind == setUp && s.Kind == render.Enter
	if !begun && !waits {
		g.stands = i
	}
	g.steps = append(g.steps, i)
	g.packet = g.packet || packet
	g.acked = g.acked || s.Tone == render.Confirms
}

// sort gives each step that does not stay its group. Groups are of steps between two that
// stay.
func (f *folding) sort() {
	var run []*bundle // the groups under way
	end := func() {
		slices.SortStableFunc(run, func(a, b *bundle) int { return a.stands - b.stands })
		f.groups, run = append(f.groups, f.merge(run)...), nil
	}
	for i := range f.l.Steps {
		s := &f.l.Steps[i]
		switch {
		case f.kept[i]:
			end()
			continue
		case s.Kind == render.Arrival:
			f.of[i] = f.of[s.Sent] // which may be of an earlier run
			continue
		}
		k, at := f.kindOf(s, run)
		g := find(run, k, at)
		if g == nil || f.isOver(g, s, run) {
			g = &bundle{kind: k, at: at}
			run = append(run, g)
		}
		g.add(i, s)
		f.of[i] = g
	}
	end()
}

// find returns the last group of a kind, nil if there is none.
func find(run []*bundle, k bundleKind, at int) *bundle {
	for _, g := range slices.Backward(run) {
		if g.kind == k && g.at == at {
			return g
		}
	}
	return nil
}

// isOver reports whether a message is of another connection than a group of others, whose own one is ending: what
// the next one carries is no part of it.
func (f *folding) isOver(g *bundle, s *render.Step, run []*bundle) bool {
	if g.kind != others || s.Kind != render.Message {
		return false
	}
	next := f.ofMessage(s)
	return slices.ContainsFunc(run, func(end *bundle) bool { return end.kind == closing && end.at != next && f.leadsTo(g, end) })
}

// kindOf returns the group that a step belongs to, among those under way.
func (f *folding) kindOf(s *render.Step, run []*bundle) (bundleKind, int) {
	switch s.Kind {
	case render.Message:
		return f.kindOfMessage(s, run)
	case render.Call, render.Enter, render.Return:
		return f.kindOfCall(s, run)
	case render.Pause:
		if n := len(run); n > 0 {
			return run[n-1].kind, run[n-1].at
		}
	}
	return others, 0
}

func (f *folding) kindOfMessage(s *render.Step, run []*bundle) (bundleKind, int) {
	c := f.ofMessage(s)
	if c < 0 || f.l.OfDatagrams() {
		return others, 0
	}
	open := find(run, opening, c)
	switch {
	case s.Tone == render.Opens, s.Tone == render.Confirms && s.From == c && open != nil && open.packet && !open.acked:
		return opening, c
	case s.Tone == render.Closes, s.Tone == render.Confirms && find(run, closing, c) != nil:
		return closing, c
	}
	return others, 0
}

// readies reports whether a call makes a socket ready, and sends nothing.
func readies(s *render.Step) bool {
	return s.Does(capture.Opens) || s.Does(capture.Configures) || s.Does(capture.Binds) || s.Does(capture.Listens)
}

func (f *folding) kindOfCall(s *render.Step, run []*bundle) (bundleKind, int) {
	c, tcp := f.client[s.Lifeline], !f.l.OfDatagrams()
	ready := readies(s) || s.Does(capture.Connects)
	switch {
	case s.Does(capture.Connects) && s.Kind == render.Return && find(run, opening, c) == nil:
		return others, 0
	case ready && tcp && c == s.Lifeline:
		return opening, c
	case ready:
		return setUp, s.Lifeline
	case s.Kind == render.Enter && find(run, setUp, s.Lifeline) != nil:
		return setUp, s.Lifeline
	case s.Born >= 0 && find(run, opening, f.client[s.Born]) != nil:
		return opening, f.client[s.Born]
	case tcp && c >= 0 && (s.Closes || find(run, closing, c) != nil):
		return closing, c
	}
	return others, 0
}
