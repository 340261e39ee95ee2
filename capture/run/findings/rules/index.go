// Package rules finds out what went wrong in a run: each rule looks at the stories of all
// sockets.
package rules

import (
	"slices"

	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/addresses"
	"wireladder/capture/run/findings/datagrams"
	"wireladder/capture/run/findings/docket"
	"wireladder/capture/run/findings/endings"
	"wireladder/capture/run/findings/spins"
	"wireladder/capture/run/findings/standstill"
	"wireladder/capture/run/findings/streams"
	"wireladder/capture/run/findings/suspicion"
	"wireladder/capture/run/findings/waits"
)

// index is a run, and what was found so far.
type index struct {
	*docket.Docket
	claimed accounts.Claims // those of the docket
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
		func() { datagrams.Faults(d) }, func() { addresses.Faults(d) }, func() { endings.Servers(d) }, x.queues,
		func() { waits.Turns(d) }, func() { spins.Faults(d) }, x.buffers,
		func() { streams.Messages(d) }, func() { standstill.Unread(d) }, func() { waits.Deadlocks(d) }, func() { standstill.Faults(d) }, func() { waits.Stalls(d) }, func() { streams.Closings(d) }, x.silent, x.held, func() { endings.Crashes(d) }, x.captured,
	} {
		rule()
	}
	order(x.Found)
	for i := range x.Found {
		x.Found[i].File = x.file(&x.Found[i])
	}
	return x.Found
}

// file returns a file of the programs that a finding is about; "" if none is known.
func (x *index) file(f *findings.Finding) string {
	programs := []string{f.Process}
	for _, k := range []*run.Socket{f.Other, f.Who} {
		if k != nil {
			programs = append(programs, k.Process)
		}
	}
	for _, program := range slices.Backward(programs) {
		for _, s := range x.All {
			i := slices.IndexFunc(s.Calls, func(c accounts.Call) bool { return c.Process.Name == program && c.Code.File != "" })
			if i >= 0 {
				return s.Calls[i].Code.File
			}
		}
	}
	return ""
}

// add adds a finding, unless there is one of that rule about the same socket.
func (x *index) add(f findings.Finding) { x.Add(f) }

// explain adds a finding that explains what else goes wrong on the connection of a socket.
func (x *index) explain(s *accounts.Account, f findings.Finding) { x.Explain(s, f) }
