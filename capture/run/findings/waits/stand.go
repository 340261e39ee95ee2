package waits

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/accounts"
	"wireladder/capture/run/findings/docket"
)

// pause is how long a program may take from one call that waits to the next one, and still be
// said to wait all the time.
const pause = 150 * time.Millisecond

// stand is how a program waits for something to receive on a socket, when nothing comes.
type stand struct {
	at    *accounts.Account
	calls []accounts.Call // in which it waits, one after the other
	since time.Time       // when it made the first of them
	until time.Time       // when the last one was over
	ends  waitEnd
}

// waitEnd is how a wait is over.
type waitEnd uint8

// The ways.
const (
	lasts    waitEnd = iota // it was not over when all was
	broken                  // a signal has ended it
	timeout                 // it has its time
	returned                // something has come, if only the end
)

// last returns the call in which the program waits at the end.
func (s *stand) last() *accounts.Call { return &s.calls[len(s.calls)-1] }

// finder finds stands.
type finder struct {
	*docket.Docket
	polls   map[string][]accounts.Call // by program: those that wait for several sockets
	fds     map[string][]*accounts.Account
	accepts map[netip.AddrPort]acceptance // by the client's address: the first one
}

// acceptance is a call by which a listening socket has accepted a client.
type acceptance struct {
	by   *accounts.Account
	call *accounts.Call
}

// newFinder reads which calls wait for several sockets, and which accept clients.
func newFinder(d *docket.Docket) *finder {
	x := &finder{Docket: d, polls: map[string][]accounts.Call{}, fds: map[string][]*accounts.Account{}, accepts: map[netip.AddrPort]acceptance{}}
	for _, s := range d.All {
		x.fds[s.Process] = append(x.fds[s.Process], s)
		for i := range s.Calls {
			c := &s.Calls[i]
			if c.Does(capture.Polls) {
				x.polls[s.Process] = append(x.polls[s.Process], *c)
			}
			if _, known := x.accepts[c.Remote]; !known && c.Did(capture.Accepts) {
				x.accepts[c.Remote] = acceptance{s, c}
			}
		}
	}
	return x
}

// waitsFor returns the calls in which the program of a socket waits to receive on it, in the
// order in which they were made.
func (x *finder) waitsFor(s *accounts.Account) []accounts.Call {
	var all []accounts.Call
	for _, c := range s.Calls {
		if c.Does(capture.Receives) && !strings.Contains(c.Args.Flags, "MSG_DONTWAIT") {
			all = append(all, c)
		}
	}
	reads := all
	for _, c := range s.Asides {
		if !x.within(&c, reads) {
			all = append(all, c)
		}
	}
	for _, c := range x.polls[s.Process] {
		if slices.Contains(c.Args.Read, s.FD) && !c.Enter.Before(s.BornAt) && (s.End == nil || c.Enter.Before(s.End.Time)) && !x.within(&c, reads) {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b accounts.Call) int { return a.Enter.Compare(b.Enter) })
	return all
}

// within reports whether a call is one by which a runtime waits for what another one is to receive:
// that stands on a line of the program, and lasts as long.
func (x *finder) within(poll *accounts.Call, reads []accounts.Call) bool {
	return poll.Does(capture.Polls) && poll.Code.Line == 0 && slices.ContainsFunc(reads, func(c accounts.Call) bool {
		return c.Code.Line > 0 && !c.Enter.After(poll.Enter) && !x.over(&c).Before(x.over(poll))
	})
}

// shifts reports whether a runtime waits for the sockets of a program by itself, and may have what
// goes on after that made by any of its threads: as that of Go does.
func (x *finder) shifts(s *accounts.Account) bool {
	return s.HasLines() && slices.ContainsFunc(append(slices.Clip(s.Asides), x.polls[s.Process]...), func(c accounts.Call) bool {
		return c.Does(capture.Polls) && c.Code.Line == 0
	})
}

// stand returns how a socket's program waits when the last call in which it does was made
// before a time; nil if it does not.
func (x *finder) stand(s *accounts.Account, before time.Time) *stand {
	st := &stand{at: s, until: x.End}
	all := x.waitsFor(s)
	for i := len(all) - 1; i >= 0; i-- {
		c := all[i]
		if c.Enter.After(before) {
			continue
		}
		end := x.over(&c)
		switch {
		case st.calls == nil:
			st.until, st.ends = end, x.ended(&c)
			if gone := s.Ending(); parks(&c) && gone != nil && gone.Enter.Before(x.End) && gone.Args.Signal == "" {
				st.until, st.ends = gone.Enter, timeout
			}
		case st.since.Sub(end) > pause || x.ended(&c) == returned && !c.Does(capture.Polls):
			slices.Reverse(st.calls)
			return st
		}
		if st.calls == nil || c.Enter.Before(st.since) {
			st.since = c.Enter
		}
		st.calls = append(st.calls, c)
	}
	if st.calls == nil {
		return nil
	}
	slices.Reverse(st.calls)
	return st
}

// parks reports whether a call that was made has left nothing but a wait of the runtime's behind: in Go a read that
// finds nothing is made again only when something has come, and never when its deadline is over.
func parks(c *accounts.Call) bool { return !c.Returned() && strings.HasSuffix(c.Code.File, ".go") }

// over returns when a call was over; the end of the run where it was not.
func (x *finder) over(c *accounts.Call) time.Time {
	if !c.Returned() || c.Exit.After(x.End) {
		return x.End
	}
	return c.Exit
}

// ended says how a call was over.
func (x *finder) ended(c *accounts.Call) waitEnd {
	switch {
	case !c.Returned():
		return lasts
	case c.Errno == "EINTR":
		return broken
	case c.Exit.After(x.End):
		return lasts
	case c.Errno == "EAGAIN" || c.Does(capture.Polls) && c.Result == 0 && c.Errno == "":
		return timeout
	}
	return returned
}

// alone reports whether nothing but what comes on a socket lets its program go on: no other
// thread of it sends there, and no keyboard and no other connection of its own is waited for.
func (x *finder) alone(st *stand) bool {
	thread, shifts := st.last().Thread, x.shifts(st.at)
	for _, c := range st.at.Calls {
		mine := st.at.Role == run.Accepted || !c.Does(capture.Connects) && !c.Does(capture.Opens)
		if c.Thread != thread && !shifts && !(mine && !c.Does(capture.Sends) && !c.Does(capture.ShutsDown)) {
			return false
		}
	}
	for i := range st.calls {
		for _, fd := range st.calls[i].Args.Read {
			if fd != st.at.FD && !x.serves(st.at, fd) {
				return false
			}
		}
	}
	return true
}

// serves reports whether a descriptor that is watched beside a socket is one of a server: it
// listens, or was accepted.
func (x *finder) serves(s *accounts.Account, fd int) bool {
	return slices.ContainsFunc(x.fds[s.Process], func(o *accounts.Account) bool {
		return o.FD == fd && (o.Role == run.Listening || o.Role == run.Accepted) && s.Role == run.Accepted
	})
}

// maxCompared is how many calls of a socket are compared with those of others.
const maxCompared = 2000

// pushes reports whether a server has sent to a client what another one had brought about.
func (x *finder) pushes(s *accounts.Account) bool {
	if len(s.Calls) > maxCompared {
		return true
	}
	for _, c := range s.Calls {
		if !c.Did(capture.Sends) {
			continue
		}
		var cause *accounts.Account
		var at time.Time
		for _, o := range x.fds[s.Process] {
			for _, r := range o.Calls {
				if r.Did(capture.Receives) && r.Result > 0 && r.Exit.Before(c.Enter) && r.Exit.After(at) && r.Thread == c.Thread {
					cause, at = o, r.Exit
				}
			}
		}
		if cause != nil && cause != s && cause.Proto == s.Proto {
			return true
		}
	}
	return false
}
