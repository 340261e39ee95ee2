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
		for _, s := range Entered(&l.Steps[i]) {
			s.New = i == ref.Step
			known[s.Lifeline] = s
		}
	}
	for _, s := range known {
		if s.Name != "" {
			all = append(all, s)
		}
	}
	return all
}

// Entered returns the states that a step leads to: the sender's first. None is New.
func Entered(s *render.Step) (all []SocketState) {
	from, to := s.From, s.To
	switch s.Kind {
	case render.Message, render.Arrival:
	case render.Call, render.Enter, render.Return, render.Kernel:
		from, to = s.Lifeline, s.Lifeline
	default:
		return nil
	}
	if s.FromState != "" {
		all = append(all, SocketState{Lifeline: from, Name: s.FromState, Observed: s.FromObserved})
	}
	if s.ToState != "" && (s.Transit == render.AtOnce || s.Kind == render.Arrival) {
		all = append(all, SocketState{Lifeline: to, Name: s.ToState, Observed: s.ToObserved})
	}
	return all
}
