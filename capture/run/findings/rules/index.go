// Package rules finds out what went wrong in a run: each rule looks at the stories of all
// sockets.
package rules

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

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
		(*index).streams, (*index).waits, (*index).standstills, (*index).closings, (*index).endings, (*index).captured,
	} {
		rule(x)
	}
	slices.SortStableFunc(x.found, func(a, b findings.Finding) int {
		return cmp.Compare(slices.Index(findings.Rules, a.Rule), slices.Index(findings.Rules, b.Rule))
	})
	return crashesFirst(x.found)
}

// crashesFirst puts the crash of a program before what came of it: what was found at a later
// moment, and what waits for ever.
func crashesFirst(found []findings.Finding) []findings.Finding {
	for i, f := range found {
		if f.Rule != findings.Crashed {
			continue
		}
		at := f.Moments[len(f.Moments)-1].Time
		to := slices.IndexFunc(found[:i], func(g findings.Finding) bool {
			return g.Rule != findings.Crashed && (waiting[g.Rule] || at.Before(g.Moments[len(g.Moments)-1].Time))
		})
		if to >= 0 {
			found = slices.Insert(slices.Delete(found, i, i+1), to, f)
		}
	}
	return found
}

// waiting are the rules of programs that wait for ever.
var waiting = map[findings.Rule]bool{
	findings.BothWait: true, findings.NothingSent: true, findings.NoNewline: true, findings.WaitsForEOF: true,
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
