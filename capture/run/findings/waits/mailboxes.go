package waits

import (
	"bytes"
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/heard"
)

// mailboxes finds UDP sockets whose programs wait for each other: of two programs that have
// one each, or of several that have asked the same one. Who gives up is not held to have
// waited in vain, unless it has asked again: a datagram needs no answer.
func (x *finder) mailboxes() {
	server := x.mailbox()
	if server == nil {
		return
	}
	other := x.stand(server, x.End)
	if other == nil || x.Claimed[server] || !x.alone(other) {
		return
	}
	for _, s := range x.All {
		if s.Proto == capture.UDP && s.Process != server.Process && s.FD >= 0 && !x.Claimed[s] && other.ends != timeout {
			x.inbox(s, other)
		}
	}
}

// inbox finds that the program of a socket and a server, which waits so, wait for each other.
func (x *finder) inbox(s *accounts.Account, other *stand) {
	own := x.stand(s, x.End)
	if own == nil || !x.awaits(own, other.at) || len(s.Sent) == 0 && triesToSend(own) { // that is no matter of turns
		return
	}
	since := later(later(own.since, other.since), lastDatagram(s))
	endless := !own.last().Returned() && !other.last().Returned()
	if x.End.Sub(since) < stopped && !endless {
		return
	}
	f := findings.Finding{Rule: findings.BothWait, Who: s.Socket, Other: other.at.Socket, Moments: []*run.Moment{own.last().Moment, other.last().Moment}}
	f.Heard = x.unanswered(s, other)
	if own.ends == timeout {
		f.GivesUp, f.Got = s.Socket, own.until.Sub(own.since).Milliseconds()
	}
	if other.ends != returned || x.idle(&f, own, other) {
		x.Explain(s, f)
	}
}

// awaits reports whether nothing but what a server sends lets a program go on that waits: one that gives up must have
// asked again.
func (x *finder) awaits(own *stand, server *accounts.Account) bool {
	vain := own.ends != returned && (own.ends != timeout || asksAgain(own.at))
	return vain && x.alone(own) && x.expects(own.at, server)
}

// asksAgain reports whether a program has sent one datagram several times, and never got anything.
func asksAgain(s *accounts.Account) bool {
	if len(s.Sent) < 2 || s.Received() > 0 {
		return false
	}
	first := s.Sent[0].Packet.Payload
	return len(first) > 0 && !slices.ContainsFunc(s.Sent, func(m *run.Moment) bool { return !bytes.Equal(m.Packet.Payload, first) })
}

// unanswered returns what a server that waits for the next datagram has received last, if that is
// of a client, and it has sent nothing since; nil if that is not so.
func (x *finder) unanswered(client *accounts.Account, server *stand) *findings.Heard {
	h := heard.Of(server.at, x.End)
	if h == nil || server.ends == returned || h.Said > 0 || h.Take.Entry.Call.Remote != client.Local {
		return nil
	}
	return h
}

// idle makes a finding one about a server that has received a datagram, and does nothing any
// more; it reports whether that is so.
func (x *finder) idle(f *findings.Finding, own, other *stand) bool {
	last := other.last()
	f.Idle, f.Got = true, last.Result
	return last.Did(capture.Receives) && own.ends == lasts && !x.Throws(other.at.Process)
}

// mailbox returns the one UDP socket that a server has: bound first, and the only one of its
// program; nil if that is not so.
func (x *finder) mailbox() (server *accounts.Account) {
	of := map[string]int{}
	for _, s := range x.All {
		if s.Proto != capture.UDP || s.FD < 0 {
			continue
		}
		of[s.Process]++
		if s.Role == run.Bound && server == nil {
			server = s
		}
	}
	for _, n := range of {
		if n > 1 {
			return nil
		}
	}
	return server
}

// expects reports whether a program may expect something of a server that it does not send:
// it is connected to it, or has sent it what the server has received, or will only send when
// it has received; and the server has sent nothing of its own accord, and nothing was lost.
func (x *finder) expects(s, server *accounts.Account) bool {
	took, answered, heard := 0, 0, 0
	asker := netip.AddrPort{}
	for _, c := range server.Calls {
		switch {
		case c.Did(capture.Receives) && c.Remote == s.Local:
			took++
			asker = c.Remote
		case c.Did(capture.Receives) && c.Remote.IsValid():
			asker = c.Remote
		case c.Did(capture.Sends) && c.Args.Address == s.Local:
			if answered++; asker != s.Local {
				return false
			}
		}
	}
	for _, c := range s.Calls {
		if c.Did(capture.Receives) {
			heard++
		}
	}
	if len(s.Sent) != took || len(s.Arrived) != answered || heard != answered {
		return false
	}
	line := x.waitsFor(s)[0].Code
	return took > 0 || s.Remote.IsValid() && server.Holds(s.Remote) || took == 0 && answered == 0 && line.Line > 0 && !line.Mute && len(server.Arrived) == 0
}

// lastDatagram returns when a datagram has passed at a socket last.
func lastDatagram(s *accounts.Account) (at time.Time) {
	for _, all := range [][]*run.Moment{s.Sent, s.Arrived} {
		for _, m := range all {
			at = later(at, m.Time)
		}
	}
	return at
}
