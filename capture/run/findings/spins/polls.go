package spins

import (
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// unheeded finds a program that asks select(2) or the like again and again, is told at once each time
// that a socket is ready, and does nothing with that: as a socket is for writing that has room.
func unheeded(d *docket.Docket, process string) {
	var vain []*accounts.Call
	for _, c := range callsOf(d, process) {
		if polls := c.Does(capture.Polls); polls && isReady(c) && (vain == nil || isSame(vain[0], c)) {
			vain = append(vain, c)
			continue
		}
		if isRestless(vain) {
			break
		}
		vain = nil
	}
	if !isRestless(vain) {
		return
	}
	first := vain[0]
	f := findings.Finding{Rule: findings.Spin, Moments: []*run.Moment{first.Moment}, Got: int64(len(vain)), Text: Writing}
	fd := first.Args.ReadyWrite
	if len(first.Args.ReadyRead) > 0 {
		f.Text, fd = Reading, first.Args.ReadyRead
	}
	if s := open(d, process, fd[0], first); s != nil && !d.Claimed[s] {
		f.Who = s.Socket
		d.Add(f)
	}
}

// What a socket is ready for that a program does not heed, as Finding.Text tells.
const (
	Writing = "writing"
	Reading = "reading"
)

// callsOf returns what a program has asked of sockets, in order.
func callsOf(d *docket.Docket, process string) (all []*accounts.Call) {
	for _, s := range d.All {
		if s.Process != process {
			continue
		}
		for i := range s.Calls {
			if c := &s.Calls[i]; c.Does(capture.Polls) || c.Does(capture.Receives) || c.Does(capture.Sends) || c.Does(capture.Accepts) || c.Does(capture.Connects) || c.Does(capture.Closes) {
				all = append(all, c)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *accounts.Call) int { return a.Enter.Compare(b.Enter) })
	return all
}

// isReady reports whether a call has said that something is ready.
func isReady(c *accounts.Call) bool {
	return c.Returned() && c.Errno == "" && len(c.Args.ReadyRead)+len(c.Args.ReadyWrite) > 0
}

// isSame reports whether two calls say the same.
func isSame(a, b *accounts.Call) bool {
	return a.Thread == b.Thread && slices.Equal(a.Args.ReadyRead, b.Args.ReadyRead) && slices.Equal(a.Args.ReadyWrite, b.Args.ReadyWrite)
}

// open returns the socket that a program has at a descriptor when it makes a call.
func open(d *docket.Docket, process string, fd int, at *accounts.Call) (last *accounts.Account) {
	for _, s := range d.All {
		if s.Process == process && s.FD == fd && (s.End == nil || s.End.Time.After(at.Enter)) && !s.BornAt.After(at.Enter) {
			last = s
		}
	}
	return last
}
