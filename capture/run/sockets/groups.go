package sockets

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture"
	"wireladder/capture/run"
)

// memberships are the groups that a socket has joined, as far as its calls tell (ip(7), IP_ADD_MEMBERSHIP).
type memberships struct {
	joined  []netip.Addr
	alone   bool // it has set IP_MULTICAST_ALL to 0: it receives what is sent to these alone
	unclear bool // it has set an option of which it is not known what it does
}

// sets takes an option that was set.
func (m *memberships) sets(o capture.SocketOption) {
	group, _, _ := strings.Cut(strings.TrimPrefix(o.Value, "{"), ",")
	a, err := netip.ParseAddr(group)
	_, unknown := strconv.Atoi(o.Name)
	switch {
	case unknown == nil:
		m.unclear = true
	case o.Name == "IP_MULTICAST_ALL":
		m.alone = o.Value == "0"
	case !strings.HasSuffix(o.Name, "_MEMBERSHIP"):
	case err != nil:
		m.unclear = true
	case strings.Contains(o.Name, "_DROP_"):
		m.joined = slices.DeleteFunc(m.joined, func(b netip.Addr) bool { return a == b })
	default:
		m.joined = append(m.joined, a)
	}
}

// bystanders returns the open sockets at the port of a group that do not get what is sent to it: all their calls were
// seen, and they have not joined it, and have set IP_MULTICAST_ALL to 0.
func (s *Sockets) bystanders(group netip.AddrPort) (all []*run.Socket) {
	for _, k := range s.named.ports[group.Port()] {
		joined, known := k.Groups()
		if known && k.groups.alone && k.TakesDatagrams(group) && !slices.Contains(joined, group.Addr()) {
			all = append(all, &k.Socket)
		}
	}
	return all
}

// Groups returns the groups that the socket has joined, and whether it is known that these are all: only where all its
// calls were seen.
func (k *Socket) Groups() (joined []netip.Addr, all bool) {
	return k.groups.joined, k.Born && k.FD >= 0 && !k.groups.unclear
}
