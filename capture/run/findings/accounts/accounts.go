// Package accounts tells a run by its sockets: of each its calls, its packets and its peer, and
// of each program what it printed and how it ended.
package accounts

import (
	"net/netip"
	"slices"
	"sort"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// Accounts are those of a run. Make them with New; after Close they may be read.
type Accounts struct {
	Moments  []*run.Moment // copies, in order
	All      []*Account    // in order of appearance
	Of       map[*run.Socket]*Account
	Programs map[string]*Program
	End      time.Time // the last moment that counts
	tooMany  bool      // there were more moments than are looked at
	killed   time.Time // when a program was killed, for it took too long: what came then does not count
	loops    map[*run.Socket]*loop
}

// maxMoments is of how many moments accounts are given. Of more nothing is known: who has so
// many does not look for what went wrong in a picture.
const maxMoments = 1 << 16

// New returns the accounts of nothing.
func New() *Accounts {
	return &Accounts{Of: map[*run.Socket]*Account{}, Programs: map[string]*Program{}, loops: map[*run.Socket]*loop{}}
}

// Add takes the next moment, which must be settled, and keeps a copy of it.
func (x *Accounts) Add(m *run.Moment) {
	if x.goesRound(m) {
		return
	}
	if len(x.Moments) == maxMoments {
		x.tooMany, x.Moments = true, nil
	}
	if x.tooMany {
		return
	}
	own := *m
	own.Fix()
	if m.Packet != nil {
		p := *m.Packet
		p.Data, p.Payload = nil, slices.Clone(m.Packet.Payload[:min(len(m.Packet.Payload), maxPayload)])
		own.Packet = &p
		if own.Entry.Packet != nil {
			own.Entry.Packet = &p
		}
	}
	x.Moments = append(x.Moments, &own)
}

// maxPayload is how many octets of a packet are kept.
const maxPayload = 1 << 12

// Close ends them: nothing more will come. It reports whether anything is known. Of a run
// that its user gave up nothing is: it would have gone on.
func (x *Accounts) Close() bool {
	x.killed = killedAt(x.Moments)
	x.End = x.killed
	for _, m := range x.Moments {
		x.note(m)
	}
	x.pair()
	x.inherit()
	for _, s := range x.All {
		s.Killed = x.killed
		if l := x.loops[s.Socket]; l != nil {
			s.Further = l.empties
		}
		slices.SortStableFunc(s.Calls, func(a, b Call) int { return a.Enter.Compare(b.Enter) })
	}
	return len(x.Moments) > 0 && !slices.ContainsFunc(x.Moments, givesUp)
}

// givesUp reports whether the user ends the run.
func givesUp(m *run.Moment) bool { return m.Entry.Call != nil && m.Entry.Call.Does(capture.GivesUp) }

// account returns that of a socket, nil for none.
func (x *Accounts) account(k *run.Socket) *Account {
	if k == nil {
		return nil
	}
	s := x.Of[k]
	if s == nil {
		s = &Account{Socket: k}
		x.Of[k] = s
		x.All = append(x.All, s)
	}
	return s
}

// Account is what happened at one socket.
type Account struct {
	*run.Socket
	Peer    *Account      // of a TCP connection; nil: unknown
	Calls   []Call        // in the order in which they were made
	Asides  []Call        // that its interpreter makes by itself, to wait for it
	Sent    []*run.Moment // packets
	Arrived []*run.Moment // packets; of an accepted socket also what came before accept(2)
	Killed  time.Time     // when a program was killed, for the run took too long; zero: none was
	Further int           // calls that have received nothing, besides Calls: a loop without an end
}

// Claims are the sockets at which what goes wrong is explained.
type Claims map[*Account]bool

// Take notes that what goes wrong on the connection of a socket is explained.
func (c Claims) Take(s *Account) {
	c[s] = true
	if s.Peer != nil {
		c[s.Peer] = true
	}
}

// Call is a socket call, where it was told of last.
type Call struct {
	*capture.Call
	Moment *run.Moment
}

// Program is what is known of a program as a whole.
type Program struct {
	Name        string
	Stderr      string // what it has printed there, the last of it
	Errors      []Call // by which it has printed there, up to a limit
	Prints      []time.Time
	Exits       []Call         // of its processes; of one several, where that closed several sockets
	Interrupted time.Time      // when a signal came; zero: none was seen to
	Outside     netip.AddrPort // what it has tried to reach beyond the network that it has; invalid: nothing
}

// killedAt returns when the first program was killed by us; the zero time if none was.
func killedAt(moments []*run.Moment) time.Time {
	for _, m := range moments {
		if c := m.Entry.Call; c != nil && c.Does(capture.Ends) && c.Args.By != "" {
			return c.Enter
		}
	}
	return time.Time{}
}

// Counts reports whether something that happened at a time counts.
func (x *Accounts) Counts(at time.Time) bool { return x.killed.IsZero() || at.Before(x.killed) }

// note takes a moment.
func (x *Accounts) note(m *run.Moment) {
	if m.Time.After(x.End) && x.Counts(m.Time) {
		x.End = m.Time
	}
	c := m.Call
	if c == nil {
		c = m.Entry.Call
	}
	switch {
	case c != nil && c.Aside:
		x.noteAside(m, c)
	case c != nil && (c.Does(capture.Ends) || c.Prints() || x.Counts(c.Enter)):
		x.noteCall(m, c)
	case c != nil || !x.Counts(m.Time):
	case m.Kind == run.Packet && m.CopyOf == 0 && m.From != nil && m.To != nil:
		from, to := x.account(m.From), x.account(m.To)
		from.Sent = append(from.Sent, m)
		if !m.Facts.Fate.Lost() {
			to.Arrived = append(to.Arrived, m)
		}
	}
}

// pair finds the two sockets of each connection. Of several that had the same addresses it
// takes the first that is still without.
func (x *Accounts) pair() {
	ends := map[[2]netip.AddrPort]*Account{}
	for _, s := range x.All {
		if s.Proto != capture.TCP || s.Role == run.Listening || !s.Local.IsValid() || !s.Remote.IsValid() {
			continue
		}
		if other := ends[[2]netip.AddrPort{s.Remote, s.Local}]; other != nil && other.Peer == nil {
			s.Peer, other.Peer = other, s
		}
		ends[[2]netip.AddrPort{s.Local, s.Remote}] = s
	}
}

// noteCall takes a call: of one that waits, its return.
func (x *Accounts) noteCall(m *run.Moment, c *capture.Call) {
	p := x.Program(c.Process.Name)
	if c.ReachesOut() && !p.Outside.IsValid() && (c.Errno == "ENETUNREACH" || !x.Serves(c.Args.Address)) {
		p.Outside = c.Args.Address
	}
	x.account(m.Born)
	switch s := x.account(m.Socket); {
	case c.Prints():
		p.print(c, m)
	case c.Does(capture.Interrupts):
		if p.Interrupted.IsZero() && c.Args.Signal == "SIGINT" {
			p.Interrupted = c.Enter
		}
	case c.Does(capture.Ends):
		p.Exits = append(p.Exits, Call{c, m})
		if s != nil && c.FD >= 0 {
			s.Calls = append(s.Calls, Call{c, m})
		}
	case s != nil:
		if !s.returns(c, m) {
			s.Calls = append(s.Calls, Call{c, m})
		}
	}
	if c.Errno == "EINTR" && p.Interrupted.IsZero() {
		p.Interrupted = c.Exit
	}
}

// print takes a call that prints. What it prints may stand with the call before it, whose moment
// is another one, and then has none of its own.
func (p *Program) print(c *capture.Call, m *run.Moment) {
	p.Prints = append(p.Prints, c.Enter)
	if c.FD != capture.Stderr || m.Call == nil {
		return
	}
	p.Stderr = lastOf(p.Stderr + string(c.Data))
	if len(p.Errors) < maxErrors {
		p.Errors = append(p.Errors, Call{c, m})
	}
}

// maxErrors is how many calls that print errors are kept of a program.
const maxErrors = 1 << 10

// reach is how many calls back one is looked for that has returned: there are as many as
// threads.
const reach = 64

// returns notes where a call has returned that was told of when it was made, and reports
// whether it was.
func (s *Account) returns(c *capture.Call, m *run.Moment) bool {
	for i := len(s.Calls) - 1; i >= 0 && i >= len(s.Calls)-reach; i-- {
		if s.Calls[i].Call == c {
			s.Calls[i].Moment = m
			return true
		}
	}
	return false
}

// lastOf returns the last of what was printed.
func lastOf(text string) string {
	const most = 4096
	return text[max(0, len(text)-most):]
}

// Program returns what is known of a program.
func (x *Accounts) Program(name string) *Program {
	p := x.Programs[name]
	if p == nil {
		p = &Program{Name: name}
		x.Programs[name] = p
	}
	return p
}

// Names returns the names of programs, in order.
func (x *Accounts) Names() []string {
	var all []string
	for name := range x.Programs {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// Received returns how many octets, or datagrams, calls have taken in.
func (s *Account) Received() (octets int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Receives) && !strings.Contains(c.Args.Flags, "MSG_PEEK") {
			octets += max(c.Result, 0)
		}
	}
	return octets
}

// Handed returns how many octets calls have handed to the kernel.
func (s *Account) Handed() (octets int64) {
	for _, c := range s.Calls {
		if c.Did(capture.Sends) {
			octets += max(c.Result, 0)
		}
	}
	return octets
}

// Last returns the last call that does something, nil if there is none.
func (s *Account) Last(does capture.Doing) *Call {
	for i := len(s.Calls) - 1; i >= 0; i-- {
		if s.Calls[i].Does(does) {
			return &s.Calls[i]
		}
	}
	return nil
}

// First returns the first packet that has such an event, nil if there is none.
func First(all []*run.Moment, e flow.Events) *run.Moment {
	for _, m := range all {
		if m.Events.Has(e) && m.Facts.Again == nil {
			return m
		}
	}
	return nil
}

// Payload returns what has arrived of a stream, up to a time; a limit bounds it.
func Payload(all []*run.Moment, until time.Time) []byte {
	const most = 1 << 16
	var b []byte
	for _, m := range all {
		if m.Events.Has(flow.Data) && m.Facts.Again == nil && !m.Time.After(until) && len(b) < most {
			b = append(b, m.Packet.Payload...)
		}
	}
	return b
}

// Empties counts how often a program has received nothing.
func (s *Account) Empties() (n int) {
	for _, c := range s.Calls {
		if c.Did(capture.Receives) && c.Result == 0 && c.Size > 0 {
			n++
		}
	}
	return n + s.Further
}

// Closes reports whether the program has closed a socket itself: a language that closes what
// is left when it ends does so on no line of the program.
func (s *Account) Closes() bool {
	c := s.Last(capture.Closes)
	return c != nil && (c.Code.Line > 0 || !s.HasLines())
}

// HasLines reports whether it is known where the calls on a socket stand in its program.
func (s *Account) HasLines() bool {
	return slices.ContainsFunc(s.Calls, func(c Call) bool { return c.Code.Line > 0 })
}

// Ending returns the call that has closed a socket, nil if none has.
func (s *Account) Ending() *Call {
	if c := s.Last(capture.Closes); c != nil {
		return c
	}
	return s.Last(capture.Ends)
}

// After returns the first call behind another one that does something, nil if there is none.
func (s *Account) After(c Call, does capture.Doing) *Call {
	later := sort.Search(len(s.Calls), func(i int) bool { return s.Calls[i].Enter.After(c.Enter) })
	for i := range s.Calls[later:] {
		if next := &s.Calls[later+i]; next.Does(does) {
			return next
		}
	}
	return nil
}

// BrokenPipe returns the call that found that the other side takes no more; nil if none did.
func (s *Account) BrokenPipe() *Call {
	for i := range s.Calls {
		if c := &s.Calls[i]; c.Does(capture.Sends) && c.Errno == "EPIPE" && !c.Moment.Meets.ShutWrite {
			return c
		}
	}
	return nil
}

// Connected reports whether a TCP socket has ever had a connection, or has asked for one.
func (s *Account) Connected() bool {
	return s.Peer != nil || s.Role == run.Accepted || len(s.Sent)+len(s.Arrived) > 0 || s.Last(capture.Connects) != nil
}

// LastLine returns the last line of what was printed.
func LastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
