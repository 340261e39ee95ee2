package accounts

import (
	"net/netip"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
)

// noteAside takes a call that an interpreter makes by itself: of one that waits for a socket
// in place of a call that has a time limit it is noted which socket that is.
func (x *Accounts) noteAside(m *run.Moment, c *capture.Call) {
	p := x.Program(c.Process.Name)
	if c.ReachesOut() && !p.Outside.IsValid() && !x.Serves(c.Args.Address) {
		p.Outside = c.Args.Address
	}
	if c.Errno == "EINTR" && p.Interrupted.IsZero() {
		p.Interrupted = c.Exit
	}
	if !c.Does(capture.Polls) || !x.Counts(c.Enter) {
		return
	}
	for _, s := range slices.Backward(x.All) {
		if s.Process == c.Process.Name && slices.Contains(c.Args.Read, s.FD) && s.Proto == c.Proto {
			s.Asides = append(s.Asides, Call{c, m})
			return
		}
	}
}

// Serves reports whether a program has a UDP socket that is bound to an address: a name server, perhaps.
func (x *Accounts) Serves(address netip.AddrPort) bool {
	return slices.ContainsFunc(x.All, func(s *Account) bool { return s.Role == run.Bound && s.TakesDatagrams(address) })
}

// moment is how long a wait takes at least that is one: who asks whether something is there
// does not wait.
const moment = 20 * time.Millisecond

// InVain returns the last call behind a time in which a socket's program waited for something
// to receive, and got nothing: it gave up, or never returned; nil if there is none.
func (s *Account) InVain(since time.Time) (last *capture.Call) {
	for _, c := range s.Calls {
		last = later(last, c.Call, since, s.FD)
	}
	for _, c := range s.Asides {
		last = later(last, c.Call, since, s.FD)
	}
	return last
}

// later returns the later one of two calls, if that has waited in vain for a descriptor.
func later(last, c *capture.Call, since time.Time, fd int) *capture.Call {
	receives := c.Does(capture.Receives) || c.Does(capture.Polls) && slices.Contains(c.Args.Read, fd)
	if !receives || c.Returned() && c.Exit.Before(since) || last != nil && c.Enter.Before(last.Enter) {
		return last
	}
	found := c.Errno == "" && (c.Does(capture.Receives) || slices.Contains(c.Args.ReadyRead, fd))
	if c.Returned() && (found || c.Exit.Sub(c.Enter) < moment && c.Errno != "ECONNREFUSED") {
		return last
	}
	return c
}

// Heard reports whether a socket's program has received something behind a time.
func (s *Account) Heard(since time.Time) bool {
	return slices.ContainsFunc(s.Calls, func(c Call) bool { return c.Did(capture.Receives) && c.Exit.After(since) })
}

// When returns when a call was made first that does something and worked; false if none was.
func (s *Account) When(does capture.Doing) (time.Time, bool) {
	for _, c := range s.Calls {
		if c.Did(does) {
			return c.Enter, true
		}
	}
	return time.Time{}, false
}
