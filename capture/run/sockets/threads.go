package sockets

import (
	"wireladder/capture"
	"wireladder/capture/run"
)

// severalThreads stands for a socket that more than one thread made calls on.
const severalThreads = -1

// threads tells whether a server has a thread for each client.
type threads struct {
	of      map[*Socket]int  // the thread that made its calls
	beside  map[serving]bool // those that were seen to wait in two threads at once
	waiting map[work][]*wait // the last waits of each process, by protocol
}

// serving is what a process does for one protocol: a thread that serves UDP does not make
// the one that serves TCP a thread for each client.
type serving struct {
	process string
	proto   capture.Protocol
}

// work is that of one process among several of a name.
type work struct {
	process capture.Process
	proto   capture.Protocol
}

// wait is a call that waits.
type wait struct {
	thread int
	call   *capture.Call
}

func newThreads() threads {
	return threads{of: map[*Socket]int{}, beside: map[serving]bool{}, waiting: map[work][]*wait{}}
}

// note takes a call on a socket. That a socket has had one thread only does not say
// much: the calls of a program may be made by whichever thread is free. But two threads
// of one program that wait at once are two.
func (t threads) note(k *Socket, c *capture.Call) {
	switch before, known := t.of[k]; {
	case c.Thread == 0:
		return
	case !known:
		t.of[k] = c.Thread
	case before != c.Thread:
		t.of[k] = severalThreads
	}
	t.enter(c)
}

// maxWaits is how many calls of a process are remembered.
const maxWaits = 64

// enter compares the time of a call with those of calls that other threads of its
// process waited in.
func (t threads) enter(c *capture.Call) {
	if c.Thread == 0 {
		return
	}
	who := work{c.Process, c.Proto}
	all := t.waiting[who]
	for _, w := range all {
		overlaps := (!w.call.Returned() || c.Enter.Before(w.call.Exit)) && (!c.Returned() || w.call.Enter.Before(c.Exit))
		if w.thread != c.Thread && overlaps {
			t.beside[serving{c.Process.Name, c.Proto}] = true
		}
	}
	if !c.Does(capture.Waits) {
		return
	}
	t.waiting[who] = append(all[max(0, len(all)-maxWaits+1):], &wait{c.Thread, c})
}

// name gives the accepted sockets of such processes their threads.
func (t threads) name(all []*Socket) {
	for _, k := range all {
		if k.Role == run.Accepted && t.of[k] > 0 && t.beside[serving{k.Process, k.Proto}] {
			k.Thread = t.of[k]
		}
	}
}
