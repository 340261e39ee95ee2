package streams

import (
	"slices"
	"sort"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
)

// worker is a thread of a program.
type worker struct {
	process string
	thread  int
}

// sentCall is a call that sends, and on whose socket.
type sentCall struct {
	call *accounts.Call
	on   *accounts.Account
}

// nextSend returns the call by which the thread that has made a call sends next on a socket that
// accept(2) has returned, and that socket; nil if it sends no more.
func (x *hearing) nextSend(process string, after *accounts.Call) (*accounts.Call, *accounts.Account) {
	if x.sends == nil {
		x.sends = sendsOf(x.All)
	}
	all := x.sends[worker{process, after.Thread}]
	i := sort.Search(len(all), func(i int) bool { return all[i].call.Enter.After(after.Exit) })
	if i == len(all) {
		return nil, nil
	}
	return all[i].call, all[i].on
}

// sendsOf returns what threads send on sockets that accept(2) has returned, in the order in which they do.
func sendsOf(sockets []*accounts.Account) map[worker][]sentCall {
	sends := map[worker][]sentCall{}
	for _, s := range sockets {
		if s.Role != run.Accepted || s.Proto != capture.TCP {
			continue
		}
		for i := range s.Calls {
			if c := &s.Calls[i]; c.Did(capture.Sends) {
				by := worker{s.Process, c.Thread}
				sends[by] = append(sends[by], sentCall{c, s})
			}
		}
	}
	for _, all := range sends {
		slices.SortStableFunc(all, func(a, b sentCall) int { return a.call.Enter.Compare(b.call.Enter) })
	}
	return sends
}
