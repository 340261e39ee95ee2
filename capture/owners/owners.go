// Package owners tells which program has a socket of this network, by its addresses.
//
//	addresses ──sock_diag──► inode ──/proc/*/fd──► process ──/proc/PID──► its name
//
// The kernel is asked when a socket comes up that was not known, and then for all of them at once;
// processes are searched from the newest on. What was found is kept
// for a while: a packet costs a look into a map. Of a socket that is gone before it was asked for, and
// of a process of somebody else's, nobody knows.
package owners

import (
	"net/netip"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/sockdiag"
)

// Program is a process that has a socket.
type Program struct {
	PID  int
	Name string // "server.py", as somebody would call it
}

// Owners know the sockets of the network that the thread is in which made them. They are for one
// goroutine at a time. Make them with Open.
type Owners struct {
	ask      func(sockdiag.Kind) ([]capture.KernelSocket, error)
	close    func() error
	search   *search
	now      func() time.Time
	known    map[ends]*known
	listings map[sockdiag.Kind]*listing
	rest     time.Time // until when nobody is asked
	// Urgent says that the kernel is asked as often as anything is to be known, whatever that takes.
	Urgent bool
}

// ends is what a socket is known by. remote is invalid for one that listens, or takes datagrams of
// everybody.
type ends struct {
	proto         capture.Protocol
	local, remote netip.AddrPort
}

// known is what is known of a socket.
type known struct {
	program Program   // PID 0: nobody knows
	inode   uint32    // of the socket; 0: nobody knows
	at      time.Time // when the program was seen to have it last
	checked time.Time // when that was looked at
}

// listing is what the kernel has told of all sockets of a kind.
type listing struct {
	inodes map[ends]uint32
	asked  time.Time
}

// For how long what was looked at is taken for true without another look, and what was true before where
// nothing speaks against it; how many are known, and which part of the time asking takes at most.
const (
	moment   = 100 * time.Millisecond
	lasting  = 5 * time.Second
	maxKnown = 1 << 13
	share    = 8
)

// Open returns the Owners of the calling thread's network. The error is sockdiag.ErrUnsupported on
// systems that do not tell.
func Open() (*Owners, error) {
	reader, err := sockdiag.Open()
	if err != nil {
		return nil, err
	}
	return newOwners(reader.Sockets, reader.Close), nil
}

func newOwners(ask func(sockdiag.Kind) ([]capture.KernelSocket, error), end func() error) *Owners {
	o := &Owners{ask: ask, close: end, search: newSearch("/proc"), now: time.Now, known: map[ends]*known{}, listings: map[sockdiag.Kind]*listing{}}
	for _, kind := range kinds {
		o.listings[kind] = &listing{inodes: map[ends]uint32{}}
	}
	return o
}

// kinds are those of all sockets that are told of.
var kinds = []sockdiag.Kind{{Proto: capture.TCP}, {Proto: capture.TCP, IPv6: true}, {Proto: capture.UDP}, {Proto: capture.UDP, IPv6: true}}

// Close gives back what Open took.
func (o *Owners) Close() error { return o.close() }

// Of returns the program that has a socket of TCP or UDP between two addresses, or one at the local
// address that takes what comes from the other; of a socket that is gone, who had it. ok is false where
// nobody knows (yet).
func (o *Owners) Of(proto capture.Protocol, local, remote netip.AddrPort) (p Program, ok bool) {
	if proto != capture.TCP && proto != capture.UDP {
		return Program{}, false
	}
	at, now := ends{proto, local, remote}, o.now()
	k := o.known[at]
	if k == nil {
		k = o.remember(at)
	}
	if now.Sub(k.checked) < moment {
		return k.program, k.program.PID != 0
	}
	told := *k
	if k.program.PID == 0 {
		told = o.told(at, now)
	}
	switch {
	case o.search.still(told.program.PID, told.inode):
		*k = known{told.program, told.inode, now, now}
	case o.Urgent || !now.Before(o.rest):
		o.learn(k, at, told, now)
	}
	return k.program, k.program.PID != 0
}

// learn asks who has a socket. Where it is gone, that is who is told to have had it: of TCP until its
// addresses are used anew, see Forget; of UDP, where nobody sees that, for a while.
func (o *Owners) learn(k *known, at ends, told known, now time.Time) {
	oldest := now // the kernel is asked, but not again and again of what it did not know
	if !k.checked.IsZero() {
		oldest = now.Add(-moment)
	}
	k.checked = now
	switch found, inode := o.find(at, oldest); {
	case found.PID != 0:
		k.program, k.inode, k.at = found, inode, now
	case inode == 0 && (at.proto == capture.TCP || now.Sub(told.at) < lasting):
		k.program, k.inode, k.at = told.program, told.inode, told.at
	default:
		k.program, k.inode = Program{}, 0 // it is somebody else's
	}
	o.rest = o.now().Add(share * o.now().Sub(now))
}

// remember makes room for a socket.
func (o *Owners) remember(at ends) *known {
	if len(o.known) >= maxKnown {
		clear(o.known)
	}
	k := new(known)
	o.known[at] = k
	return k
}

// Forget says that addresses are used anew.
func (o *Owners) Forget(proto capture.Protocol, a, b netip.AddrPort) {
	delete(o.known, ends{proto, a, b})
	delete(o.known, ends{proto, b, a})
}

// Refresh learns who listens, and who takes datagrams, before anything comes for them: when that is
// shown, their sockets may be gone. It is for when there is time, and takes little where there is no
// news.
func (o *Owners) Refresh() {
	now := o.now()
	for _, kind := range kinds {
		o.look(kind, now)
		for at, inode := range o.listings[kind].inodes {
			if at.remote.IsValid() {
				continue
			}
			k := o.known[at]
			if k == nil {
				k = o.remember(at)
			}
			if k.inode != inode || k.program.PID == 0 {
				k.program, _ = o.search.owner(inode)
			}
			k.inode, k.at = inode, now
		}
	}
}

// told returns who has a socket, by what was found when others were asked for, and by who has waited for
// packets there: who has it still, or else who had it a while ago.
func (o *Owners) told(at ends, now time.Time) (had known) {
	for _, e := range candidates(at) {
		for _, one := range []known{o.listed(e), o.waiting(e)} {
			switch {
			case one.program.PID == 0:
			case o.search.still(one.program.PID, one.inode):
				return one
			case had.program.PID == 0 && now.Sub(one.at) < lasting:
				had = one
			}
		}
	}
	return had
}

// listed returns who has a socket that the kernel has told of.
func (o *Owners) listed(e ends) known {
	for _, six := range []bool{false, true} {
		t := o.listings[sockdiag.Kind{Proto: e.proto, IPv6: six}]
		if p, ok := o.search.told(t.inodes[e]); ok {
			return known{program: p, inode: t.inodes[e], at: t.asked}
		}
	}
	return known{}
}

// waiting returns who was seen to wait for packets.
func (o *Owners) waiting(e ends) known {
	if k := o.known[e]; k != nil {
		return *k
	}
	return known{}
}

// look asks the kernel for all sockets of a kind.
func (o *Owners) look(k sockdiag.Kind, now time.Time) {
	t := o.listings[k]
	clear(t.inodes)
	t.asked = now
	sockets, err := o.ask(k)
	if err != nil {
		return // a kernel without IPv6 has none of these
	}
	for i := range sockets {
		if s := &sockets[i]; s.Inode != 0 {
			t.inodes[ends{s.Proto, s.Local, s.Remote}] = s.Inode
		}
	}
}

// find asks the kernel, unless it has told since a time, and then the processes. inode is 0 where there is
// no such socket. Sockets of IPv6 take IPv4, too, as a rule (ipv6(7)).
func (o *Owners) find(at ends, oldest time.Time) (p Program, inode uint32) {
	for _, kind := range []sockdiag.Kind{{Proto: at.proto, IPv6: at.local.Addr().Is6()}, {Proto: at.proto, IPv6: true}} {
		if !o.listings[kind].asked.After(oldest) {
			o.look(kind, o.now())
		}
		for _, e := range candidates(at) {
			if inode = o.listings[kind].inodes[e]; inode != 0 {
				p, _ = o.search.owner(inode)
				return p, inode
			}
		}
	}
	return Program{}, 0
}

// candidates are the sockets that a packet between two addresses may be of, the likely one first. A
// connection that nobody has accepted is the listening socket's.
func candidates(at ends) []ends {
	port := at.local.Port()
	any4, any6 := netip.AddrPortFrom(netip.IPv4Unspecified(), port), netip.AddrPortFrom(netip.IPv6Unspecified(), port)
	return []ends{
		at, {at.proto, any4, at.remote}, {at.proto, any6, at.remote},
		{at.proto, at.local, netip.AddrPort{}}, {at.proto, any4, netip.AddrPort{}}, {at.proto, any6, netip.AddrPort{}},
	}
}

// Is reports whether a program goes by a name: as it is called, whatever number stands behind.
func (p Program) Is(name string) bool {
	called, _, _ := strings.Cut(p.Name, "[")
	return p.Name == name || called == name
}
