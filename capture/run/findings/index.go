package findings

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// index is a run, by its sockets.
type index struct {
	*run.Run
	all       []*story
	of        map[*run.Socket]*story
	processes map[string]*program
	end       time.Time // the last moment
	claimed   map[*story]bool
	found     []Finding
}

// story is what happened at one socket.
type story struct {
	*run.Socket
	peer    *story // of a TCP connection; nil: unknown
	calls   []call // in the order in which they were made
	sent    []*run.Moment
	arrived []*run.Moment // packets
}

// call is a socket call, where it was told of last.
type call struct {
	*capture.Call
	moment *run.Moment
}

// program is what is known of a program as a whole.
type program struct {
	name   string
	stderr string // what it has printed there, the last of it
	prints []time.Time
	exits  []call
	signal time.Time // when it was interrupted, zero if it was not seen to be
}

func newIndex(r *run.Run) *index {
	x := &index{Run: r, of: map[*run.Socket]*story{}, processes: map[string]*program{}, claimed: map[*story]bool{}}
	for _, k := range r.Sockets {
		s := &story{Socket: k}
		x.of[k] = s
		x.all = append(x.all, s)
	}
	for _, m := range r.Moments {
		x.note(m)
	}
	x.pair()
	for _, s := range x.all {
		slices.SortStableFunc(s.calls, func(a, b call) int { return a.Enter.Compare(b.Enter) })
	}
	return x
}

// note takes a moment.
func (x *index) note(m *run.Moment) {
	if m.Time.After(x.end) {
		x.end = m.Time
	}
	c := m.Call
	if c == nil {
		c = m.Entry.Call
	}
	switch {
	case c != nil:
		x.noteCall(m, c)
	case m.Kind == run.Packet && m.CopyOf == 0 && x.of[m.From] != nil && x.of[m.To] != nil:
		from, to := x.of[m.From], x.of[m.To]
		from.sent = append(from.sent, m)
		if !m.Facts.Fate.Lost() {
			to.arrived = append(to.arrived, m)
		}
	}
}

// pair finds the two sockets of each connection. Of several that had the same addresses it
// takes the first that is still without.
func (x *index) pair() {
	ends := map[[2]netip.AddrPort]*story{}
	for _, s := range x.all {
		if s.Proto != capture.TCP || s.Role == run.Listening || !s.Local.IsValid() || !s.Remote.IsValid() {
			continue
		}
		if other := ends[[2]netip.AddrPort{s.Remote, s.Local}]; other != nil && other.peer == nil {
			s.peer, other.peer = other, s
			continue
		}
		ends[[2]netip.AddrPort{s.Local, s.Remote}] = s
	}
}

// noteCall takes a call: of one that waits, its return.
func (x *index) noteCall(m *run.Moment, c *capture.Call) {
	p := x.program(c.Process.Name)
	switch s := x.of[m.Socket]; {
	case c.Prints():
		p.prints = append(p.prints, c.Enter)
		if c.FD == capture.Stderr {
			p.stderr = lastOf(p.stderr + string(c.Data))
		}
	case c.Does(capture.Interrupts):
		if p.signal.IsZero() && c.Args.Signal == "SIGINT" {
			p.signal = c.Enter
		}
	case c.Does(capture.Ends):
		p.exits = append(p.exits, call{c, m})
		if s != nil && c.FD >= 0 {
			s.calls = append(s.calls, call{c, m})
		}
	case s != nil:
		if i := slices.IndexFunc(s.calls, func(k call) bool { return k.Call == c }); i >= 0 {
			s.calls[i].moment = m
			break
		}
		s.calls = append(s.calls, call{c, m})
	}
	if c.Errno == "EINTR" && p.signal.IsZero() {
		p.signal = c.Exit
	}
}

// lastOf returns the last of what was printed.
func lastOf(text string) string {
	const most = 4096
	return text[max(0, len(text)-most):]
}

// program returns what is known of a program.
func (x *index) program(name string) *program {
	p := x.processes[name]
	if p == nil {
		p = &program{name: name}
		x.processes[name] = p
	}
	return p
}

// names returns the names of programs, in order.
func (x *index) names() []string {
	var all []string
	for name := range x.processes {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// add adds a finding, unless there is one of that rule about the same socket.
func (x *index) add(f Finding) {
	if slices.ContainsFunc(x.found, func(g Finding) bool { return g.Rule == f.Rule && g.Who == f.Who && g.Process == f.Process }) {
		return
	}
	f.Calls = f.Calls || f.Who != nil && f.Who.FD >= 0
	x.found = append(x.found, f)
}

// explain adds a finding that explains what else goes wrong on the connection of a socket.
func (x *index) explain(s *story, f Finding) {
	x.add(f)
	x.claimed[s] = true
	if s.peer != nil {
		x.claimed[s.peer] = true
	}
}

// interrupted returns when the program of a socket was interrupted: the end of the run if it
// never was.
func (x *index) interrupted(s *story) time.Time {
	p := x.processes[s.Process]
	if p == nil || p.signal.IsZero() {
		return x.end
	}
	return p.signal
}

// received returns how many octets, or datagrams, calls have taken in.
func (s *story) received() (octets int64) {
	for _, c := range s.calls {
		if c.Did(capture.Receives) && !strings.Contains(c.Args.Flags, "MSG_PEEK") {
			octets += max(c.Result, 0)
		}
	}
	return octets
}

// handed returns how many octets calls have handed to the kernel.
func (s *story) handed() (octets int64) {
	for _, c := range s.calls {
		if c.Did(capture.Sends) {
			octets += max(c.Result, 0)
		}
	}
	return octets
}

// last returns the last call that does something, nil if there is none.
func (s *story) last(does capture.Doing) *call {
	for i := len(s.calls) - 1; i >= 0; i-- {
		if s.calls[i].Does(does) {
			return &s.calls[i]
		}
	}
	return nil
}

// first returns the first packet that has such an event, nil if there is none.
func first(all []*run.Moment, e flow.Events) *run.Moment {
	for _, m := range all {
		if m.Events.Has(e) && m.Facts.Again == nil {
			return m
		}
	}
	return nil
}

// payload returns what has arrived of a stream, up to a time; a limit bounds it.
func payload(all []*run.Moment, until time.Time) []byte {
	const most = 1 << 16
	var b []byte
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil && !m.Time.After(until) && len(b) < most {
			b = append(b, m.Packet.Payload...)
		}
	}
	return b
}

// waitsAtEnd returns the call in which a socket's program waited for something to receive
// when all had come to a stand; nil if it did not. A call that an interpreter makes in its
// place counts, too.
func (x *index) waitsAtEnd(s *story) *call {
	c := s.last(capture.Waits)
	if c == nil || c.Does(capture.Connects) || c.Does(capture.Accepts) || c.Does(capture.Sends) {
		return nil
	}
	broken := !c.Returned() || c.Errno == "EINTR" || c.Errno == "EAGAIN" || c.Does(capture.Polls) && c.Result == 0 && c.Errno == ""
	long := c.Returned() && c.Exit.Sub(c.Enter) >= standstill && c.Result <= 0
	if !broken && !long {
		return nil
	}
	return c
}

// standstill is after how long a wait is one that something is wrong with: nothing that a
// program of a lecture does takes so long.
const standstill = 700 * time.Millisecond
