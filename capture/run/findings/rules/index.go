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
		func() { streams.Messages(d) }, func() { waits.Deadlocks(d) }, func() { waits.Held(d) }, func() { streams.Closings(d) }, x.silent, x.endings, x.captured,
	} {
		rule()
	}
	slices.SortStableFunc(x.Found, func(a, b findings.Finding) int {
		return cmp.Compare(slices.Index(findings.Rules, a.Rule), slices.Index(findings.Rules, b.Rule))
	})
	return x.Found
}

// add adds a finding, unless there is one of that rule about the same socket.
func (x *index) add(f findings.Finding) { x.Add(f) }

// explain adds a finding that explains what else goes wrong on the connection of a socket.
func (x *index) explain(s *accounts.Account, f findings.Finding) { x.Explain(s, f) }

// waitsAtEnd returns the call in which a socket's program waited for something to receive
// when all had come to a stand; nil if it did not.
func (x *index) waitsAtEnd(s *accounts.Account) *accounts.Call { return x.WaitsAtEnd(s) }
