package render

import "wireladder/capture"

// severalThreads stands for a socket that more than one thread made calls on.
const severalThreads = -1

// threads are the threads that made the calls on each lifeline; 0: unknown.
type threads map[int]int

func (t threads) note(lifeline int, c *capture.Call) {
	switch before, known := t[lifeline]; {
	case c.Thread == 0:
	case !known:
		t[lifeline] = c.Thread
	case before != c.Thread:
		t[lifeline] = severalThreads
	}
}

// name gives accepted sockets their threads, where each is served by one that
// makes calls on no other socket of its process: a thread for each client.
func (t threads) name(lifelines []Lifeline) {
	for i := range lifelines {
		l := &lifelines[i]
		if l.Role == Accepted && t[i] > 0 && t.alone(i, lifelines) {
			l.Thread = t[i]
		}
	}
}

func (t threads) alone(i int, lifelines []Lifeline) bool {
	for j := range lifelines {
		if i != j && lifelines[i].Process == lifelines[j].Process && t[j] == t[i] {
			return false
		}
	}
	return true
}
