package walk

import "wireladder/render"

// SocketState is how a socket stands.
type SocketState struct {
	Lifeline int
	Name     string // "" if it is not known
	Observed bool   // the kernel has said so, too
	New      bool   // it is entered in the step in hand
}

// States returns how the sockets of the ladder in hand stand after the step in hand, those alone of
// which something is known.
func (w *Walker) States() (all []SocketState) {
	if w.Steps() == 0 {
		return nil
	}
	ref, l := w.order[w.here], w.Ladder(w.here)
	known := make([]SocketState, len(l.Lifelines))
	for i := 0; i <= ref.Step; i++ {
		enter(known, &l.Steps[i], i == ref.Step)
	}
	for i, s := range known {
		if s.Lifeline = i; s.Name != "" {
			all = append(all, s)
		}
	}
	return all
}

// enter takes notice of the states that a step leads to.
func enter(known []SocketState, s *render.Step, now bool) {
	from, to := s.From, s.To
	switch s.Kind {
	case render.Message, render.Arrival:
	case render.Call, render.Enter, render.Return, render.Kernel:
		from, to = s.Lifeline, s.Lifeline
	default:
		return
	}
	if s.FromState != "" {
		known[from] = SocketState{Name: s.FromState, Observed: s.FromObserved, New: now}
	}
	if s.ToState != "" && (s.Transit == render.AtOnce || s.Kind == render.Arrival) {
		known[to] = SocketState{Name: s.ToState, Observed: s.ToObserved, New: now}
	}
}
