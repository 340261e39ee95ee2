package sockets

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture"
)

// memberships are the groups that a socket has joined, as far as its calls tell (ip(7), IP_ADD_MEMBERSHIP).
type memberships struct {
	joined  []netip.Addr
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
	case !strings.HasSuffix(o.Name, "_MEMBERSHIP"):
	case err != nil:
		m.unclear = true
	case strings.Contains(o.Name, "_DROP_"):
		m.joined = slices.DeleteFunc(m.joined, func(b netip.Addr) bool { return a == b })
	default:
		m.joined = append(m.joined, a)
	}
}

// Groups returns the groups that the socket has joined, and whether it is known that these are all: only where all its
// calls were seen.
func (k *Socket) Groups() (joined []netip.Addr, all bool) {
	return k.groups.joined, k.Born && k.FD >= 0 && !k.groups.unclear
}
