package render

import (
	"wireladder/capture/run"
)

// lastSteps are the last steps in which something happened at the sockets of each owner,
// who sees what happens at all of them in order: a process, or where that is not known for
// one of two sockets, the side that both are on. Make them with newLastSteps.
type lastSteps struct {
	process map[string]int
	side    [2]int // at any socket of a side
	unnamed [2]int // at those of a side that belong to no known process
}

func newLastSteps() lastSteps { return lastSteps{process: map[string]int{}} }

// note takes notice that something happens at a socket in the step of an index. An index
// is kept plus one: 0 is none.
func (l *lastSteps) note(k *run.Socket, step int) {
	l.side[k.Side] = max(l.side[k.Side], step+1)
	if k.Process == "" {
		l.unnamed[k.Side] = max(l.unnamed[k.Side], step+1)
		return
	}
	l.process[k.Process] = max(l.process[k.Process], step+1)
}

// busy reports whether something happened at the owner of a socket since a step.
func (l *lastSteps) busy(k *run.Socket, since int) bool {
	return max(l.process[k.Process], l.around(k)) > since+1
}

// around returns the last step at those sockets on the same side that may have the same
// owner, for all that is known.
func (l *lastSteps) around(k *run.Socket) int {
	if k.Process == "" {
		return l.side[k.Side]
	}
	return l.unnamed[k.Side]
}
