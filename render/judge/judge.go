// Package judge tells of a recording what went wrong in it, and how that is put into words: all
// that shows findings has them from here.
package judge

import (
	"fmt"
	"net/netip"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/rules"
	"wireladder/render/words/verdicts"
)

// Judge is given a recording moment by moment, and tells in the end what went wrong in it. Of a
// long recording it knows nothing. Make one with New.
type Judge struct {
	accounts *accounts.Accounts
	bound    []*run.Socket // of UDP
}

// Judged is a finding, and what it rests on.
type Judged struct {
	Rule   string          // what it is called: "both-wait"
	Brief  string          // what it is, in a line
	Full   string          // how that is seen
	Repair string          // what is to be done; "" if nothing is
	May    []string        // from packets alone: the rules that may be behind it
	Seen   []capture.Entry // what shows it, in order: packets, calls, counters
}

// New returns a judge of nothing.
func New() *Judge { return &Judge{accounts: accounts.New()} }

// Add takes the next moment, in causal order. It must be settled, and have its sockets; nothing
// of it is kept but these.
func (j *Judge) Add(m *run.Moment) {
	if m.Call != nil && m.Call.Did(capture.Binds) && m.Call.Proto == capture.UDP && m.Socket != nil {
		j.bound = append(j.bound, m.Socket)
	}
	j.accounts.Add(m)
}

// Serves reports whether a program of the recording has a socket for datagrams to an address.
func (j *Judge) Serves(address netip.AddrPort) bool {
	return slices.ContainsFunc(j.bound, func(k *run.Socket) bool { return k.TakesDatagrams(address) })
}

// Close returns what went wrong, the likely cause first. Nothing may be added afterwards.
func (j *Judge) Close() []Judged {
	var all []Judged
	count := map[findings.Rule]int{}
	for _, f := range rules.Of(j.accounts) {
		if count[f.Rule]++; count[f.Rule] > maxAlike {
			continue
		}
		said := verdicts.Of(&f)
		judged := Judged{Rule: string(f.Rule), Brief: said.Brief, Full: said.Full, Repair: said.Repair, Seen: seen(f.Moments)}
		for _, r := range f.May {
			judged.May = append(judged.May, string(r))
		}
		all = append(all, judged)
	}
	for i := range all {
		if n := count[findings.Rule(all[i].Rule)]; n > maxAlike && (i+1 == len(all) || all[i+1].Rule != all[i].Rule) {
			all[i].Full += fmt.Sprintf(" It is one of %d.", n)
		}
	}
	return all
}

// maxAlike is how many findings of one rule are told: more say nothing new.
const maxAlike = 5

// seen returns what was seen at some moments.
func seen(moments []*run.Moment) (all []capture.Entry) {
	for _, m := range moments {
		switch {
		case m.Packet != nil:
			all = append(all, capture.Entry{Packet: m.Packet})
		case m.Call != nil && !m.Call.Prints():
			all = append(all, capture.Entry{Call: m.Call})
		default:
			all = append(all, m.Entry)
		}
	}
	return all
}
