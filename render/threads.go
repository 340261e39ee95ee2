package render

import "wireladder/capture"

// severalThreads stands for a socket that more than one thread made calls on.
const severalThreads = -1

// threads tells whether a process has a thread for each client.
type threads struct {
	of     map[int]int     // by lifeline: the thread that made its calls
	beside map[string]bool // processes that were seen to wait in two threads at once
}

func newThreads() threads { return threads{of: map[int]int{}, beside: map[string]bool{}} }

// note takes a call on a lifeline, and those that wait meanwhile. That a socket
// has had one thread only does not say much: a program's calls may be made by
// whichever is free. But two threads of one program that wait at once are two.
func (t threads) note(lifeline int, c *capture.Call, waiting map[*capture.Call]int) {
	switch before, known := t.of[lifeline]; {
	case c.Thread == 0:
		return
	case !known:
		t.of[lifeline] = c.Thread
	case before != c.Thread:
		t.of[lifeline] = severalThreads
	}
	for other := range waiting {
		if other.Process == c.Process && other.Thread != 0 && other.Thread != c.Thread {
			t.beside[c.Process.Name] = true
		}
	}
}

// name gives the accepted sockets of such processes their threads.
func (t threads) name(lifelines []Lifeline) {
	for i := range lifelines {
		if l := &lifelines[i]; l.Role == Accepted && t.of[i] > 0 && t.beside[l.Process] {
			l.Thread = t.of[i]
		}
	}
}
