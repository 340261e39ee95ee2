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
	"wireladder/capture/run/findings/docket"
	"wireladder/capture/run/findings/standstill"
	"wireladder/capture/run/findings/streams"
	"wireladder/capture/run/findings/suspicion"
	"wireladder/capture/run/findings/waits"
)

// index is a run, and what was found so far.
type index struct {
	*docket.Docket
	claimed map[*accounts.Account]bool // those of the docket

	taking map[uint16][]time.Time    // when connections were taken, by port; nil: not read yet
	asked  map[[2]netip.AddrPort]int // the first datagram from one to the other; nil: not read yet
	looks  map[netip.Addr]int        // the first error that says that a hop limit was used up
}

// Of returns what went wrong in a run, which has ended.
func Of(all *accounts.Accounts) []findings.Finding {
	if !all.Close() {
		return nil
	}
	d := docket.New(all)
	x := &index{Docket: d, claimed: d.Claimed}
	if len(all.Programs) == 0 {
		d.Found, d.Claimed = suspicion.Of(all)
		x.claimed = d.Claimed
	}
	for _, rule := range []func(){
		x.addresses, x.datagrams, x.unreachable, x.left, x.queues,
		func() { waits.Turns(d) }, func() { waits.Spins(d) }, x.buffers,
		func() { streams.Messages(d) }, func() { waits.Deadlocks(d) }, x.standstills, func() { streams.Closings(d) }, x.silent, x.endings, x.captured,
	} {
		rule()
	}
	slices.SortStableFunc(x.Found, func(a, b findings.Finding) int {
		return cmp.Compare(slices.Index(findings.Rules, a.Rule), slices.Index(findings.Rules, b.Rule))
	})
	return crashesFirst(x.Found)
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
func (x *index) add(f findings.Finding) { x.Add(f) }

// explain adds a finding that explains what else goes wrong on the connection of a socket.
func (x *index) explain(s *accounts.Account, f findings.Finding) { x.Explain(s, f) }

// standstills finds programs that wait elsewhere than their peers do.
func (x *index) standstills() {
	for _, f := range standstill.Of(x.Accounts, x.Claimed) {
		x.add(f)
	}
}
