// Package rules finds out what went wrong in a run: each rule looks at the stories of all
// sockets.
package rules

import (
	"time"

	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/addresses"
	"wireladder/capture/run/findings/datagrams"
	"wireladder/capture/run/findings/endings"
	"wireladder/capture/run/findings/suspicion"
)

// index is a run, and what was found so far.
type index struct {
	*accounts.Accounts
	claimed accounts.Claims
	found   []findings.Finding
}

// Of returns what went wrong in a run, which has ended.
func Of(all *accounts.Accounts) []findings.Finding {
	if !all.Close() {
		return nil
	}
	x := &index{Accounts: all, claimed: accounts.Claims{}}
	if len(all.Programs) == 0 {
		x.found, x.claimed = suspicion.Of(all)
	}
	for _, rule := range []func(*index){
		(*index).datagrams, (*index).addresses, (*index).left, (*index).queues, (*index).spins, (*index).buffers,
		(*index).streams, (*index).waits, (*index).standstills, (*index).closings, (*index).held, (*index).ended, (*index).captured,
	} {
		rule(x)
	}
	order(x.found)
	return x.found
}

// datagrams finds what is wrong with single datagrams.
func (x *index) datagrams() { x.found = append(x.found, datagrams.Of(x.Accounts, x.claimed)...) }

// left finds servers that end too early.
func (x *index) left() { x.found = append(x.found, endings.Servers(x.Accounts, x.claimed, x.found)...) }

// ended finds programs that end by an error.
func (x *index) ended() { x.found = append(x.found, endings.Crashes(x.Accounts, x.claimed)...) }

// addresses finds what is wrong with addresses.
func (x *index) addresses() { x.found = append(x.found, addresses.Of(x.Accounts, x.claimed)...) }

// add adds a finding, unless there is one of that rule about the same socket.
func (x *index) add(f findings.Finding) {
	x.found = findings.Append(x.found, f)
}

// explain adds a finding that explains what else goes wrong on the connection of a socket.
func (x *index) explain(s *accounts.Account, f findings.Finding) {
	x.add(f)
	x.claimed.Take(s)
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
