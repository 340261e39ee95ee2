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
	ask    func(sockdiag.Kind) ([]capture.KernelSocket, error)
	close  func() error
	search *search
	now    func() time.Time
	known  map[ends]*known
	table  map[capture.Protocol]map[ends]uint32 // inodes, as the kernel told last
	rest   time.Time                            // until when nobody is asked
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
	program Program // PID 0: nobody knows
	at      time.Time
	tries   int    // that came to nothing
	inode   uint32 // of one that Refresh has looked at
}

// How long what is known is taken for true, how often a socket is asked for, how many are known, and
// which part of the time asking takes at most.
const (
	lasting  = 5 * time.Second
	maxTries = 3
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
	return &Owners{ask: ask, close: end, search: newSearch("/proc"), now: time.Now, known: map[ends]*known{}, table: map[capture.Protocol]map[ends]uint32{capture.TCP: {}, capture.UDP: {}}}
}

// Close gives back what Open took.
func (o *Owners) Close() error { return o.close() }

// Of returns the program that has a socket of TCP or UDP between two addresses, or one at the local
// address that takes what comes from the other. ok is false where nobody knows (yet).
func (o *Owners) Of(proto capture.Protocol, local, remote netip.AddrPort) (p Program, ok bool) {
	if proto != capture.TCP && proto != capture.UDP {
		return Program{}, false
	}
	at, now := ends{proto, local, remote}, o.now()
	k := o.known[at]
	if k == nil {
		k = o.remember(at)
	}
	if fresh := now.Sub(k.at) < lasting; k.program.PID != 0 && fresh || k.program.PID == 0 && k.tries >= maxTries && fresh {
		return k.program, k.program.PID != 0
	}
	if k.program.PID == 0 {
		k.program, k.at = o.told(at), now
	}
	if k.program.PID != 0 && now.Sub(k.at) < lasting || !o.Urgent && now.Before(o.rest) {
		return k.program, k.program.PID != 0
	}
	switch found, ok := o.find(at); {
	case ok:
		k.program, k.tries = found, 0
	case k.program.PID == 0:
		k.tries++
	}
	k.at = now
	o.rest = o.now().Add(share * o.now().Sub(now))
	return k.program, k.program.PID != 0
}

// remember makes room for a socket.
func (o *Owners) remember(at ends) *known {
	if len(o.known) >= maxKnown {
		clear(o.known)
	}
	k := &known{}
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
	for _, proto := range []capture.Protocol{capture.TCP, capture.UDP} {
		clear(o.table[proto])
		o.look(sockdiag.Kind{Proto: proto})
		o.look(sockdiag.Kind{Proto: proto, IPv6: true})
		for at, inode := range o.table[proto] {
			if at.remote.IsValid() {
				continue
			}
			k := o.known[at]
			if k == nil {
				k = o.remember(at)
			}
			if k.inode == inode {
				continue
			}
			k.program, _ = o.search.owner(inode)
			k.inode, k.at = inode, now
		}
	}
}

// told returns who has a socket, by what was found when others were asked for, and by who has waited for
// packets there.
func (o *Owners) told(at ends) Program {
	for _, e := range candidates(at) {
		if p, ok := o.search.told(o.table[at.proto][e]); ok {
			return p
		}
		if k := o.known[e]; k != nil && k.program.PID != 0 {
			return k.program
		}
	}
	return Program{}
}

// look asks the kernel for all sockets of a kind.
func (o *Owners) look(k sockdiag.Kind) {
	sockets, err := o.ask(k)
	if err != nil {
		return // a kernel without IPv6 has none of these
	}
	for i := range sockets {
		if s := &sockets[i]; s.Inode != 0 {
			o.table[k.Proto][ends{s.Proto, s.Local, s.Remote}] = s.Inode
		}
	}
}

// find asks the kernel, and then the processes. Sockets of IPv6 take IPv4, too, as a rule (ipv6(7)).
func (o *Owners) find(at ends) (Program, bool) {
	clear(o.table[at.proto])
	o.look(sockdiag.Kind{Proto: at.proto, IPv6: at.local.Addr().Is6()})
	inode := o.inode(at)
	if inode == 0 && at.local.Addr().Is4() {
		o.look(sockdiag.Kind{Proto: at.proto, IPv6: true})
		inode = o.inode(at)
	}
	if inode == 0 {
		return Program{}, false
	}
	return o.search.owner(inode)
}

// inode returns that of a socket; 0 if the kernel has told of none.
func (o *Owners) inode(at ends) uint32 {
	for _, e := range candidates(at) {
		if inode := o.table[at.proto][e]; inode != 0 {
			return inode
		}
	}
	return 0
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
