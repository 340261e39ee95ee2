package focus

import (
	"fmt"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/quantity"
)

// build makes the rows: the steps that stay, and each group before the step that stays behind it.
func (f *folding) build() {
	f.folded = *f.l
	f.folded.Steps = nil
	groups := f.groups
	for i := range f.l.Steps {
		for len(groups) > 0 && groups[0].steps[0] < i {
			f.fold(groups[0])
			groups = groups[1:]
		}
		if f.kept[i] {
			f.put(f.l.Steps[i], i)
		}
	}
	for _, g := range groups {
		f.fold(g)
	}
	for _, g := range f.bare {
		f.put(f.l.Steps[g.steps[0]], g.steps...)
	}
	for i := range f.l.Steps {
		if g := f.of[i]; g != nil {
			f.row[i] = f.row[g.steps[0]]
		}
	}
}

// put adds a step to the rows, which stands for so many.
func (f *folding) put(s render.Step, stands ...int) {
	stands = f.absorb(&s, stands)
	s.Phase = ""
	if f.told[s.Brief] {
		s.Brief, s.Full = "", ""
	}
	f.told[s.Brief] = s.Key
	if !s.Key && stands[0] < f.recent {
		s.Brief, s.Full = "", ""
		if s.Kind != render.Call {
			s.FromState, s.ToState, s.FromObserved, s.ToObserved = "", "", false, false
		}
	}
	for _, i := range stands {
		f.row[i] = len(f.folded.Steps)
	}
	f.folded.Steps = append(f.folded.Steps, s)
}

// fold adds the row of a group.
func (f *folding) fold(g *bundle) {
	first := f.l.Steps[g.last()]
	if f.isBare(g) {
		f.bare = append(f.bare, g)
		return
	}
	if len(g.steps) == 1 && len(first.Arrivals) == 0 {
		f.put(first, g.steps...)
		return
	}
	n := f.size(g)
	s := render.Step{Time: first.Time, Born: -1, Folds: n}
	packets := f.packets(g)
	switch {
	case len(packets) == 1:
		s = f.packet(packets[0])
		s.Folds = n
	case g.kind == others:
		s.Kind, s.Labels = render.Pause, []string{f.summary(g, len(packets))}
	case len(packets) == 0:
		f.calls(&s, g)
	default:
		f.exchange(&s, g, packets)
	}
	f.put(s, g.steps...)
}

// size returns how many steps a group has, with the arrivals of its packets.
func (f *folding) size(g *bundle) int {
	n := len(g.steps)
	for _, p := range f.packets(g) {
		n += len(p.Arrivals)
	}
	return n
}

// packet returns the row of the only packet of a group: when it arrives is folded.
func (f *folding) packet(s *render.Step) render.Step {
	one := *s
	if len(one.Arrivals) > 0 {
		one.Transit, one.Arrivals = render.AtOnce, nil
	}
	return one
}

// packets returns the messages of a group.
func (f *folding) packets(g *bundle) (all []*render.Step) {
	for _, i := range g.steps {
		if s := &f.l.Steps[i]; s.Kind == render.Message {
			all = append(all, s)
		}
	}
	return all
}

// names returns the calls of a group, each once, in order.
func (f *folding) names(g *bundle) (all []string) {
	for _, i := range g.steps {
		s := &f.l.Steps[i]
		name := s.Name
		if g.kind == setUp && s.Kind == render.Enter {
			name += "() waits"
		}
		if s.Name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// calls fills in the row of a group of calls at one socket.
func (f *folding) calls(s *render.Step, g *bundle) {
	names := f.names(g)
	short := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return (&capture.Call{Name: n}).Does(capture.Configures) })
	s.Kind, s.Lifeline = render.Call, f.l.Steps[g.last()].Lifeline
	s.Labels = slices.Compact([]string{strings.Join(names, ", "), strings.Join(short, ", "), quantity.Count(int64(len(g.steps)), "call")})
	for _, i := range g.steps {
		one := &f.l.Steps[i]
		if one.Born == one.Lifeline {
			s.Born = one.Born
		}
		if one.ToState != "" {
			s.ToState, s.ToObserved = one.ToState, one.ToObserved
		}
		s.Closes = s.Closes || one.Closes && one.Lifeline == s.Lifeline
	}
}

// exchange fills in the row of packets of one connection: an arrow from who begins.
func (f *folding) exchange(s *render.Step, g *bundle, packets []*render.Step) {
	first, last := packets[0], packets[len(packets)-1]
	s.Kind, s.Tone, s.From, s.To, s.Packet = render.Message, first.Tone, first.From, first.To, first.Packet
	if last.Packet-first.Packet == len(packets)-1 {
		s.Through = last.Packet
	}
	for _, p := range packets {
		s.BothWays = s.BothWays || p.From != s.From
	}
	count := quantity.Count(int64(len(packets)), "packet")
	what := map[bundleKind]string{opening: "handshake", closing: "close"}[g.kind]
	if g.kind == opening && (first.Tone != render.Opens || first.From != g.at) {
		what = "rest of the handshake"
	}
	if g.carries {
		what = "exchange, close"
	}
	s.Labels = []string{what + ": " + count, what, count}
}

// most is how many calls are named of what is folded.
const most = 4

// summary says what is folded into one row.
func (f *folding) summary(g *bundle, packets int) string {
	var all []string
	if packets > 0 {
		all = append(all, quantity.Count(int64(packets), "packet"))
	}
	names := f.names(g)
	for _, n := range names[:min(len(names), most)] {
		all = append(all, n+"()")
	}
	if len(names) > most {
		all = append(all, fmt.Sprintf("%d more", len(names)-most))
	}
	if len(all) == 0 {
		all = append(all, quantity.Count(int64(len(g.steps)), "row"))
	}
	return "folded: " + strings.Join(all, ", ")
}
