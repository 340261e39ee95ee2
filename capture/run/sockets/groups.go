package sockets

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"wireladder/capture"
)

// groups are those that a socket has joined, as far as its calls tell (ip(7), IP_ADD_MEMBERSHIP).
type groups struct {
	joined  []netip.Addr
	unclear bool // it has set an option of which it is not known what it does
}

// sets takes an option that was set.
func (g *groups) sets(o capture.SocketOption) {
	group, _, _ := strings.Cut(strings.TrimPrefix(o.Value, "{"), ",")
	a, err := netip.ParseAddr(group)
	_, unknown := strconv.Atoi(o.Name)
	switch {
	case unknown == nil:
		g.unclear = true
	case !strings.HasSuffix(o.Name, "_MEMBERSHIP"):
	case err != nil:
		g.unclear = true
	case strings.Contains(o.Name, "_DROP_"):
		g.joined = slices.DeleteFunc(g.joined, func(b netip.Addr) bool { return a == b })
	default:
		g.joined = append(g.joined, a)
	}
}

// Groups returns the groups that the socket has joined, and whether it is known that these are all: only where all its
// calls were seen.
func (k *Socket) Groups() (joined []netip.Addr, all bool) {
	return k.groups.joined, k.Born && k.FD >= 0 && !k.groups.unclear
}
