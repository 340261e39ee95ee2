// Package rules finds out what went wrong in a run: each rule looks at the stories of all
// sockets.
package rules

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/suspicion"
)

// index is a run, and what was found so far.
type index struct {
	*accounts.Accounts
	claimed map[*accounts.Account]bool // what goes wrong there is explained
	found   []findings.Finding

	taking map[uint16][]time.Time    // when connections were taken, by port; nil: not read yet
	asked  map[[2]netip.AddrPort]int // the first datagram from one to the other; nil: not read yet
	looks  map[netip.Addr]int        // the first error that says that a hop limit was used up
}

// Of returns what went wrong in a run, which has ended.
func Of(all *accounts.Accounts) []findings.Finding {
	if !all.Close() {
		return nil
	}
	x := &index{Accounts: all, claimed: map[*accounts.Account]bool{}}
	if len(all.Programs) == 0 {
		x.found, x.claimed = suspicion.Of(all)
	}
	for _, rule := range []func(*index){
		(*index).addresses, (*index).datagrams, (*index).unreachable, (*index).left, (*index).queues, (*index).spins, (*index).buffers,
		(*index).streams, (*index).waits, (*index).closings, (*index).endings, (*index).captured,
	} {
		rule(x)
	}
	slices.SortStableFunc(x.found, func(a, b findings.Finding) int {
		return cmp.Compare(slices.Index(findings.Rules, a.Rule), slices.Index(findings.Rules, b.Rule))
	})
	return x.found
}

// add adds a finding, unless there is one of that rule about the same socket.
func (x *index) add(f findings.Finding) {
	if slices.ContainsFunc(x.found, func(g findings.Finding) bool { return g.Rule == f.Rule && g.Who == f.Who && g.Process == f.Process }) {
		return
	}
	f.Calls = f.Calls || f.Who != nil && f.Who.FD >= 0
	x.found = append(x.found, f)
}

// explain adds a finding that explains what else goes wrong on the connection of a socket.
func (x *index) explain(s *accounts.Account, f findings.Finding) {
	x.add(f)
	x.claimed[s] = true
	if s.Peer != nil {
		x.claimed[s.Peer] = true
	}
}

// interrupted returns when the program of a socket was interrupted: the end of the run if it
// never was.
func (x *index) interrupted(s *accounts.Account) time.Time {
	p := x.Programs[s.Process]
	if p == nil || p.Interrupted.IsZero() {
		return x.End
	}
	return p.Interrupted
}

// waitsAtEnd returns the call in which a socket's program waited for something to receive
// when all had come to a stand; nil if it did not. A call that an interpreter makes in its
// place counts, too.
func (x *index) waitsAtEnd(s *accounts.Account) *accounts.Call {
	c := s.Last(capture.Waits)
	if c == nil || c.Does(capture.Connects) || c.Does(capture.Accepts) || c.Does(capture.Sends) {
		return nil
	}
	broken := !c.Returned() || c.Errno == "EINTR" || c.Errno == "EAGAIN" || c.Does(capture.Polls) && c.Result == 0 && c.Errno == ""
	long := c.Returned() && c.Exit.Sub(c.Enter) >= standstill && c.Result <= 0
	if !broken && !long {
		return nil
	}
	return c
}

// standstill is after how long a wait is one that something is wrong with: nothing that a
// program of a lecture does takes so long.
const standstill = 700 * time.Millisecond
