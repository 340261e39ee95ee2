// Package standstill finds programs that wait where nothing comes: for another socket than the
// one on which their peer waits for them, or on a socket that somebody else keeps open.
package standstill

import (
	"cmp"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// inspection is a run that is looked through.
type inspection struct{ *docket.Docket }

// Faults finds them at sockets that are not claimed, and claims those of it.
func Faults(d *docket.Docket) {
	s := &inspection{d}
	for _, own := range d.All {
		wait := waitOf(own)
		if d.Claimed[own] || own.Process == "" || s.stolen(own) || wait == nil {
			continue
		}
		switch {
		case own.Proto == capture.UDP:
			s.datagrams(own, wait)
		case own.Side != flow.Initiator:
		case own.Peer == nil || own.Peer.FD < 0:
			s.unaccepted(own, wait)
		default:
			s.keptOpen(own, wait)
			s.elsewhere(own, wait)
		}
	}
}

// add adds a finding about some sockets.
func (s *inspection) add(f findings.Finding, about ...*accounts.Account) {
	s.Add(f)
	for _, a := range about {
		s.Claimed[a] = true
	}
}

// elsewhere finds a server that does not receive what a client has sent, for it waits in a call
// for others. One that an exception has hit, as far as that served the client, is told of besides.
func (s *inspection) elsewhere(client *accounts.Account, wait *accounts.Call) {
	server := client.Peer
	if s.Claimed[client] || s.Throws(server.Process) || server.FD < 0 || server.Received() >= client.Handed() || accounts.Underway(client, server) || s.ended(server, wait) {
		return
	}
	other := s.waiting(server, wait)
	if other == nil {
		return
	}
	f := findings.Finding{
		Rule: findings.BothWait, Who: client.Socket, Other: server.Socket, Moments: []*run.Moment{wait.Moment, other.Moment},
		Got: server.Received(), Of: client.Handed(),
	}
	if other.Does(capture.Accepts) && s.threaded(server.Process, other.Thread) {
		f.Near = findings.ThreadAway
	}
	s.add(f, client, server)
}

// threaded reports whether a server receives from its clients by other threads than the one that
// accepts them.
func (s *inspection) threaded(process string, accepting int) bool {
	return slices.ContainsFunc(s.All, func(a *accounts.Account) bool {
		c := a.Last(capture.Receives)
		return a.Process == process && a.Role == run.Accepted && c != nil && c.Thread != accepting
	})
}

// ended reports whether a socket was closed while the other side waited.
func (s *inspection) ended(server *accounts.Account, wait *accounts.Call) bool {
	end := server.Ending()
	return end != nil && !end.Shared && s.Counts(end.Enter) && end.Enter.Before(over(wait, s.End))
}

// waiting returns the call in which the program of a socket waits for something else while another one
// waits for it, or does not wait for it though it should; nil if there is none, or it is in a call for that
// socket.
func (s *inspection) waiting(server *accounts.Account, wait *accounts.Call) *accounts.Call {
	if c := server.Last(capture.Waits); c != nil && (!c.Returned() || c.Errno == "EINTR") {
		return nil
	}
	var last *accounts.Call
	for _, a := range s.All {
		if a.Process != server.Process || a == server {
			continue
		}
		for i := range a.Calls {
			c := &a.Calls[i]
			if a.Lasts(c, c.Enter) && (!c.Returned() || c.Exit.After(wait.Enter)) && (c.Does(capture.Accepts) || c.Does(capture.Polls) && len(c.Args.Read) > 0 && !slices.Contains(c.Args.Read, server.FD)) && (last == nil || c.Enter.After(last.Enter)) {
				last = c
			}
		}
	}
	return last
}

// keptOpen finds a socket that one process has closed, and another one that shares it has not:
// the other side waits for an end that does not come (fork(2)).
func (s *inspection) keptOpen(client *accounts.Account, wait *accounts.Call) {
	server := client.Peer
	if server.Received() < client.Handed() {
		return
	}
	last := lastBefore(server, s.End)
	if last == nil || !last.Shared || !last.Does(capture.Closes) && !last.Does(capture.Ends) || accounts.First(server.Sent, flow.FIN) != nil && accounts.First(server.Sent, flow.FIN).Time.Before(wait.Enter.Add(accounts.Standstill)) {
		return
	}
	closed := last
	for i := range server.Calls {
		if c := &server.Calls[i]; c.Does(capture.Closes) && !c.Enter.After(s.End) {
			closed = c
		}
	}
	s.add(findings.Finding{
		Rule: findings.NeverClosed, Who: server.Socket, Other: client.Socket, Moments: []*run.Moment{closed.Moment, wait.Moment}, Got: int64(server.FD), Of: 1,
	}, client, server)
}

// datagrams finds a program that waits for a datagram that nobody sends, or that goes to another
// of its sockets.
func (s *inspection) datagrams(own *accounts.Account, wait *accounts.Call) {
	if other := s.unread(own); other != nil && own.Received() == 0 && len(own.Arrived) == 0 {
		arrived := other.Arrived[len(other.Arrived)-1]
		s.add(findings.Finding{
			Rule: findings.ReplyWrongAddress, Who: own.Socket, Other: other.Socket, Moments: []*run.Moment{wait.Moment, arrived}, Address: other.Local,
		}, own, other)
		return
	}
	server, asked := s.asks(own)
	if server == nil || s.Claimed[server] || own.Role == run.Bound || len(own.Arrived) > 0 {
		return
	}
	other := server.WaitsAtEnd()
	if other == nil || server.Received() == 0 || !other.Enter.After(asked.Enter) || s.answers(server) {
		return
	}
	s.add(findings.Finding{
		Rule: findings.BothWait, Who: own.Socket, Other: server.Socket, Moments: []*run.Moment{wait.Moment, other.Moment},
	}, own, server)
}

// unread returns another socket of the same program that datagrams have come to, which it has
// not received; nil if there is none.
func (s *inspection) unread(own *accounts.Account) *accounts.Account {
	for _, a := range s.All {
		if a != own && a.Proto == capture.UDP && a.Process == own.Process && accounts.First(a.Arrived, flow.Data) != nil && a.Last(capture.Receives) == nil {
			return a
		}
	}
	return nil
}

// asks returns the socket that a program has sent a datagram to last, and the call; nil if that
// is not known.
func (s *inspection) asks(own *accounts.Account) (*accounts.Account, *accounts.Call) {
	c := own.Last(capture.Sends)
	if c == nil || !c.Did(capture.Sends) {
		return nil, nil
	}
	to := c.Args.Address
	if !to.IsValid() {
		to = cmp.Or(c.Remote, own.Remote)
	}
	for _, a := range s.All {
		if a.Proto == capture.UDP && a != own && a.TakesDatagrams(to) {
			return a, c
		}
	}
	return nil, nil
}

// answers reports whether a program has sent a datagram by a socket, or by another one, behind
// what that has received.
func (s *inspection) answers(server *accounts.Account) bool {
	return slices.ContainsFunc(s.All, func(a *accounts.Account) bool {
		return a.Process == server.Process && a.Proto == capture.UDP && a.Last(capture.Sends) != nil
	})
}
