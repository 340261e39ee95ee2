package suspicion

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/questions"
)

// The times by which a wait is told from work: after standstill something is wrong, within
// atOnce a program does what it was about to do when something happened, and what takes longer
// than slow a program that heeds an end would have done.
const (
	standstill = 700 * time.Millisecond
	atOnce     = 50 * time.Millisecond
	slow       = 100 * time.Millisecond
)

// patience is after how long a client has waited in vain that closes then, where the server heeds
// that: a shorter silence at the end is one that many programs keep which have all they want.
const patience = 2 * time.Second

// inquiry is what was captured, and what was found so far.
type inquiry struct {
	*accounts.Accounts
	talks   []*dialogue
	of      map[netip.AddrPort][]*dialogue   // those of a server; nil: not sorted yet
	latest  map[uint16]int                   // the last packet that takes a connection, by port; nil: not read yet
	slow    map[netip.AddrPort]time.Duration // how long a server has taken for an answer at most; nil: not read yet
	claimed map[*accounts.Account]bool
	found   []findings.Finding
}

// Of returns what packets let suspect, and the sockets whose trouble is explained by that.
func Of(x *accounts.Accounts) ([]findings.Finding, map[*accounts.Account]bool) {
	all, held := talks(x)
	i := &inquiry{Accounts: x, talks: all, claimed: map[*accounts.Account]bool{}}
	found, claimed := questions.Of(x.Moments)
	i.found = found
	for _, s := range claimed {
		i.claimed[x.Of[s]] = true
	}
	i.backlog()
	i.serial()
	i.servers()
	for _, rule := range []func(*dialogue){i.late, i.aborted, i.short, i.silent, i.unanswered, i.dismissed, i.headless, i.noNewline, i.fewer, i.letters, i.lingers} {
		for _, t := range i.talks {
			if !i.claimed[t.ends[flow.Initiator]] {
				rule(t)
			}
		}
	}
	for _, t := range held {
		if t.full == [2]bool{} { // not-reading tells of others
			i.aborted(t)
		}
	}
	return i.found, i.claimed
}

// suspect adds a finding about a side of a connection.
func (x *inquiry) suspect(t *dialogue, side flow.Side, f findings.Finding) {
	f.Who, f.Other = t.ends[side].Socket, t.ends[side.Peer()].Socket
	x.found = append(x.found, f)
	for _, s := range t.ends {
		x.claimed[s] = true
	}
}

// inOrder puts moments into the order of their packets.
func inOrder(all ...*run.Moment) []*run.Moment {
	slices.SortFunc(all, func(a, b *run.Moment) int { return cmp.Compare(a.Packet.Number, b.Packet.Number) })
	return all
}
