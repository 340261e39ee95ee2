package walk

import (
	"fmt"

	"wireladder/render"
)

// Who says who does the step of an index: "packet 6, client → server", "client fd 5"; "" if nobody does.
func (w *Walker) Who(i int) string {
	s := w.Step(i)
	switch s.Kind {
	case render.Message:
		sign := " → "
		if s.BothWays {
			sign = " ⇄ "
		}
		return "packet " + s.Numbers() + ", " + w.Name(i, s.From) + sign + w.Name(i, s.To)
	case render.Arrival:
		return fmt.Sprintf("packet %d arrives at %s", s.Packet, w.Name(i, s.To))
	case render.Remark:
		return fmt.Sprintf("packet %d", s.Packet)
	case render.Kernel:
		return "the kernel, of " + w.Name(i, s.Lifeline)
	case render.Pause:
		return ""
	}
	return w.Name(i, s.Lifeline)
}

// Name names a socket of the ladder of the step of an index: "server fd 4".
func (w *Walker) Name(i, lifeline int) string {
	l := &w.Ladder(i).Lifelines[lifeline]
	name := l.Owner()
	if l.FD >= 0 {
		name += fmt.Sprintf(" fd %d", l.FD)
	}
	return name
}
