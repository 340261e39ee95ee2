package addresses

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/capture/run/findings"
	"wireladder/capture/run/findings/accounts"
)

// refusedTry is a connection that was asked for and refused.
type refusedTry struct {
	socket *accounts.Account
	shown  []*run.Moment // the call, and the RST where the call has not waited for it
	to     netip.AddrPort
	reset  *facts.Reset // of a program whose calls are not known
}

// last is the moment at which it was known.
func (a refusedTry) last() *run.Moment { return a.shown[len(a.shown)-1] }

// refused finds connections that nobody takes: those of one program to one address are told
// once.
func (x *search) refused() {
	var order []refusedTry
	tries := map[[2]string][]refusedTry{}
	for _, s := range x.All {
		a, ok := x.attempt(s)
		if !ok {
			continue
		}
		key := [2]string{cmp.Or(s.Process, s.Local.Addr().String()), a.to.String()}
		if tries[key] == nil {
			order = append(order, a)
		}
		tries[key] = append(tries[key], a)
	}
	for _, first := range order {
		x.refusal(tries[[2]string{cmp.Or(first.socket.Process, first.socket.Local.Addr().String()), first.to.String()}])
	}
}

// attempt returns that of a socket, if it was refused.
func (x *search) attempt(s *accounts.Account) (refusedTry, bool) {
	for _, c := range s.Calls {
		switch {
		case !c.Does(capture.Connects) || c.Proto != capture.TCP:
		case c.Errno == "ECONNREFUSED":
			return refusedTry{socket: s, shown: []*run.Moment{c.Moment}, to: c.Args.Address}, true
		case c.Errno == "EINPROGRESS":
			if rst := refuses(s); rst != nil {
				return refusedTry{socket: s, shown: []*run.Moment{c.Moment, rst}, to: c.Args.Address}, true
			}
		}
	}
	if rst := refuses(s); rst != nil && s.FD < 0 {
		return refusedTry{socket: s, shown: []*run.Moment{rst}, to: rst.Packet.Src, reset: rst.Facts.Reset}, !x.taken(rst) && !x.scans(rst)
	}
	return refusedTry{}, false
}

// refuses returns the RST that answers the SYN of a socket; nil if none does.
func refuses(s *accounts.Account) *run.Moment {
	for _, m := range s.Arrived {
		if r := m.Facts.Reset; r != nil && r.Why == facts.Refuses && !r.Agrees {
			return m
		}
	}
	return nil
}

// refusal adds attempts of one program to reach one address, unless nothing is wrong with
// them.
func (x *search) refusal(all []refusedTry) {
	first, last := all[0], all[len(all)-1]
	if s := first.socket; s.FD >= 0 && (x.reaches(s.Process, last.to, last.last().Time) || x.looksAround(s.Process)) {
		return
	}
	f := findings.Finding{Rule: findings.Refused, Who: first.socket.Socket, Moments: first.shown, Address: first.to}
	f.Near, f.Other = x.near(first.socket, first.to, capture.TCP, last.last())
	f.Text = x.file(f.Other)
	if f.Near == findings.Ended && x.asksWhetherGone(first) {
		return
	}
	if len(x.Programs) == 0 {
		f.May = []findings.Rule{findings.Refused, findings.Crashed}
	}
	if len(all) > 1 {
		f.Got = int64(len(all))
	}
	if r := last.reset; r != nil && f.Other == nil && r.Listens > 0 {
		f.Near = findings.Ended
		if r.Listens > last.last().Packet.Number {
			f.Near = findings.Later
		}
	}
	if f.Near == findings.Ended && x.fell(f.Other, last.last().Time) {
		f.Near = findings.Fallen
	}
	for _, a := range all {
		x.Explain(a.socket, f)
	}
}

// endTime is within what time a program that ends by an exception has closed its sockets.
const endTime = 200 * time.Millisecond

// fell reports whether a socket was closed because an exception has ended its program, before a
// time.
func (x *search) fell(k *run.Socket, before time.Time) bool {
	return k != nil && k.End != nil && x.Raises(k.Process) && slices.ContainsFunc(x.Program(k.Process).Exits, func(e accounts.Call) bool {
		return e.Result != 0 && e.Enter.Before(before) && e.Enter.Sub(k.End.Time) < endTime
	})
}

// reaches reports whether a program has got to a port after a time: it tries again until the
// server is there, or tries one address of a name after the other, or one protocol.
func (x *search) reaches(process string, to netip.AddrPort, after time.Time) bool {
	return x.hears(process, to, after) || slices.ContainsFunc(x.All, func(s *accounts.Account) bool {
		return s.Process == process && slices.ContainsFunc(s.Calls, func(c accounts.Call) bool {
			return c.Does(capture.Connects) && c.Proto == capture.TCP && c.Args.Address.Port() == to.Port() && !c.Enter.Before(after) && connects(s, c)
		})
	})
}

// connects reports whether a connect(2) has brought about a connection, at once or in the
// background.
func connects(s *accounts.Account, c accounts.Call) bool {
	if c.Errno != "EINPROGRESS" {
		return c.Did(capture.Connects)
	}
	return accounts.First(s.Arrived, flow.SYNACK) != nil
}

// looksAround reports whether a program asks who is there, and takes no answer for one, too: it
// tries several ports, gets to one of them or tries many, and ends as it should.
func (x *search) looksAround(process string) bool {
	tried, reached := map[uint16]bool{}, false
	for _, s := range x.All {
		for _, c := range s.Calls {
			if s.Process == process && c.Proto == capture.TCP && c.Does(capture.Connects) {
				tried[c.Args.Address.Port()] = true
				reached = reached || connects(s, c)
			}
		}
	}
	return x.content(process) && (len(tried) > 1 && reached || len(tried) > 2)
}

// content reports whether a program has ended as it should, or goes on.
func (x *search) content(process string) bool {
	p := x.Program(process)
	return !strings.Contains(p.Stderr, "Traceback") && !slices.ContainsFunc(p.Exits, func(e accounts.Call) bool { return e.Result != 0 })
}

// asksWhetherGone reports whether a program that was served before looks whether the server is
// gone, and is content with that.
func (x *search) asksWhetherGone(a refusedTry) bool {
	return a.socket.FD >= 0 && x.content(a.socket.Process) && slices.ContainsFunc(x.All, func(s *accounts.Account) bool {
		return s.Process == a.socket.Process && s.Proto == capture.TCP && s.Received() > 0 && s.Remote == a.to && s.BornAt.Before(a.socket.BornAt)
	})
}
