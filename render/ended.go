package render

import "wireladder/capture/flow"

// ended reports whether each client has closed its socket, or waits for ever: whoever was
// broken off has done neither, and nothing is to be concluded.
func (l *Ladder) ended() bool {
	waits := map[int]bool{}
	for _, b := range l.Bars {
		waits[b.Lifeline] = waits[b.Lifeline] || b.To < 0
	}
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		if line.Side == flow.Initiator && line.FD >= 0 && line.End < 0 && !waits[i] {
			return false
		}
	}
	return true
}

// exchanges counts the initiators' sockets.
func exchanges(l *Ladder) int {
	n := 0
	for i := range l.Lifelines {
		if l.Lifelines[i].Side == flow.Initiator {
			n++
		}
	}
	return n
}
