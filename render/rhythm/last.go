package rhythm

import (
	"wireladder/capture/run"
)

// LastSteps are the last steps in which something happened at the sockets of each owner,
// who sees what happens at all of them in order: a process, or where that is not known for
// one of two sockets, the side that both are on. Make them with NewLastSteps.
type LastSteps struct {
	process map[string]int
	side    [2]int // at any socket of a side
	unnamed [2]int // at those of a side that belong to no known process
}

// NewLastSteps returns those of a ladder without steps.
func NewLastSteps() LastSteps { return LastSteps{process: map[string]int{}} }

// Note takes notice that something happens at a socket in the step of an index. An index
// is kept plus one: 0 is none.
func (l *LastSteps) Note(k *run.Socket, step int) {
	l.side[k.Side] = max(l.side[k.Side], step+1)
	if k.Process == "" {
		l.unnamed[k.Side] = max(l.unnamed[k.Side], step+1)
		return
	}
	l.process[k.Process] = max(l.process[k.Process], step+1)
}

// Busy reports whether something happened at the owner of a socket since a step.
func (l *LastSteps) Busy(k *run.Socket, since int) bool {
	return max(l.process[k.Process], l.around(k)) > since+1
}

// around returns the last step at those sockets on the same side that may have the same
// owner, for all that is known.
func (l *LastSteps) around(k *run.Socket) int {
	if k.Process == "" {
		return l.side[k.Side]
	}
	return l.unnamed[k.Side]
}
