// Package endings finds out which programs end otherwise than they should: by an exception, by
// a signal, or while others still wait for them.
package endings

import (
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// search is a run, and what was found so far.
type search struct{ *docket.Docket }

// Servers finds which servers end while clients still wait for them, or come after it: who is
// refused has been found before.
func Servers(d *docket.Docket) {
	x := &search{d}
	for _, name := range x.Names() {
		p := x.Programs[name]
		if len(p.Exits) == 0 || strings.Contains(p.Stderr, "Traceback") {
			continue
		}
		e := p.Exits[len(p.Exits)-1]
		if e.Args.Signal != "" || e.Result != 0 || !p.Interrupted.IsZero() {
			continue
		}
		x.left(name, e)
	}
}

// left adds a server that has ended, if somebody still wants something of it.
func (x *search) left(name string, e accounts.Call) {
	f := findings.Finding{Rule: findings.ServerEnded, Process: name, Moments: []*run.Moment{e.Moment}, Calls: true}
	owes := x.owes(name, e.Enter)
	if owes == nil {
		owes, f.Near = x.tooLate(name, e.Enter), findings.Ended
	}
	if owes == nil {
		return
	}
	for _, s := range x.All {
		x.Claimed[s] = x.Claimed[s] || s.Process == name && !s.Closes()
	}
	f.Who = owes.Socket
	if c := x.accepting(e); c != nil {
		f.Moments = append(f.Moments, c.Moment)
	} else if c := x.serving(owes, e); c != nil {
		f.Moments = append(f.Moments, c.Moment)
	} else if c := x.shuts(name, e); c != nil {
		f.Moments = append(f.Moments, c.Moment)
	}
	x.Add(f)
	x.Claimed.Take(owes)
}

// accepting returns the call in which a process waits for clients when it ends, nil if it waits
// in none: then it has not come to its end by itself.
func (x *search) accepting(e accounts.Call) *accounts.Call {
	for _, s := range x.All {
		for i := range s.Calls {
			c := &s.Calls[i]
			if c.Process == e.Process && c.Does(capture.Accepts) && c.Enter.Before(e.Enter) && (!c.Returned() || !c.Exit.Before(e.Enter)) {
				return c
			}
		}
	}
	return nil
}

// shuts returns the call by which a line of a program that has ended has closed its listening socket; nil if none has.
func (x *search) shuts(process string, e accounts.Call) *accounts.Call {
	for _, s := range x.All {
		if c := s.Last(capture.Closes); s.Process == process && s.Role == run.Listening && c != nil && c.Code.Line > 0 && c.Enter.Before(e.Enter) {
			return c
		}
	}
	return nil
}

// serving returns the last call that a thread of a process has made for a client, if it is not the
// main one and the process ends behind it; nil if it is, or has made none.
func (x *search) serving(s *accounts.Account, e accounts.Call) (last *accounts.Call) {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Process == e.Process && c.Enter.Before(e.Enter) && (c.Does(capture.Receives) || c.Does(capture.Sends)) {
			last = c
		}
	}
	if last == nil || last.Thread == last.Process.PID || last.Thread == 0 {
		return nil
	}
	return last
}

// owes returns a socket on which somebody still waited for a program that ended: a client's
// last message has no answer, or it was never accepted.
func (x *search) owes(process string, at time.Time) *accounts.Account {
	for _, s := range x.All {
		if s.Process != process || s.Peer == nil || s.Side != flow.Responder || s.Closes() {
			continue
		}
		asked, answered := accounts.LastData(s.Peer.Sent), accounts.LastData(s.Sent)
		if asked != nil && (answered == nil || asked.Time.After(answered.Time)) || s.Peer.FD >= 0 && (s.Peer.Ending() == nil || s.Peer.Ending().Enter.After(at)) {
			return s
		}
	}
	if s := x.owesDatagram(process, at); s != nil {
		return s
	}
	for _, s := range x.All {
		if s.Proto == capture.TCP && s.Side == flow.Initiator && (s.Peer == nil || s.Peer.FD < 0) && accounts.First(s.Arrived, flow.SYNACK) != nil && x.listened(process, s) {
			return s
		}
	}
	return nil
}

// owesDatagram returns the UDP socket of a program that ended by which it has received a datagram,
// and answered nothing, while its sender waits for ever; nil if there is none.
func (x *search) owesDatagram(process string, at time.Time) *accounts.Account {
	for _, s := range x.All {
		if s.Process != process || s.Proto != capture.UDP || s.Role != run.Bound {
			continue
		}
		took := s.Last(capture.Receives)
		if took == nil || !took.Did(capture.Receives) || !took.Exit.Before(at) || s.After(*took, capture.Sends) != nil {
			continue
		}
		for _, o := range x.All {
			sent := o.Last(capture.Sends)
			if o.Process == process || o.Proto != capture.UDP || o.Local != took.Remote || sent == nil || o.Heard(sent.Enter) {
				continue
			}
			if wait := o.WaitsAtEnd(); wait != nil && !wait.Returned() && wait.Enter.After(sent.Enter) {
				return s
			}
		}
	}
	return nil
}

// listened reports whether a client has got its connection from a listening socket of a
// program.
func (x *search) listened(process string, client *accounts.Account) bool {
	port := accounts.First(client.Arrived, flow.SYNACK).Packet.Src.Port()
	return slices.ContainsFunc(x.All, func(s *accounts.Account) bool {
		return s.Process == process && s.Role == run.Listening && s.Local.Port() == port
	})
}

// tooLate returns a client that came when a server had ended.
func (x *search) tooLate(process string, at time.Time) *accounts.Account {
	i := slices.IndexFunc(x.Found, func(f findings.Finding) bool {
		return f.Rule == findings.Refused && f.Near == findings.Ended && f.Other != nil && f.Other.Process == process && f.Moments[0].Time.After(at)
	})
	if i < 0 {
		return nil
	}
	return x.Of[x.Found[i].Who]
}
