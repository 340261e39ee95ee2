// Package heads says what heads a lifeline, whole or narrow, for all that lays diagrams out.
package heads

import (
	"fmt"
	"net/netip"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/quantity"
)

// Whole returns the lines that head a lifeline: who has the socket, its descriptor and role, its thread,
// and its addresses.
func Whole(l *render.Lifeline) []string {
	return head(l, false, func(a netip.AddrPort) []string { return []string{a.String()} })
}

// Narrow returns what heads the lifelines of a ladder where there is little room: a role has its own line,
// and of addresses there are the ports alone, but of groups, and where several addresses of a side have the
// same port.
func Narrow(all *render.Ladder) func(*render.Lifeline) []string {
	shared := sharedPorts(all)
	return func(l *render.Lifeline) []string {
		return head(l, true, func(a netip.AddrPort) []string {
			port := fmt.Sprintf(":%d", a.Port())
			if l.Group != facts.OneHost || shared[sidePort{l.Side, a.Port()}] {
				return []string{a.Addr().String(), port}
			}
			return []string{port}
		})
	}
}

// sidePort is a port of a side.
type sidePort struct {
	side flow.Side
	port uint16
}

// sharedPorts returns the ports that several addresses have.
func sharedPorts(all *render.Ladder) map[sidePort]bool {
	first, shared := map[sidePort]netip.Addr{}, map[sidePort]bool{}
	for i := range all.Lifelines {
		l := &all.Lifelines[i]
		local, _ := Ends(l)
		at := sidePort{l.Side, local.Port()}
		if l.OnTheWay() || !local.IsValid() || l.Group != facts.OneHost {
			continue
		}
		if known, ok := first[at]; ok && known != local.Addr() {
			shared[at] = true
		}
		first[at] = local.Addr()
	}
	return shared
}

// head returns the lines of a head, with addresses as show has them.
func head(l *render.Lifeline, narrow bool, show func(netip.AddrPort) []string) []string {
	if l.Sockets > 0 {
		return lane(l, show)
	}
	lines, role := []string{l.Owner()}, l.Role.String()
	if l.FD >= 0 {
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	switch {
	case l.NoSocket:
		lines = append(lines, "no socket")
	case l.Group != facts.OneHost: // its name says that it is no socket: what a packet names is nobody's own
	case role == "" || l.OnTheWay() || !narrow && l.FD < 0:
	case narrow:
		lines = append(lines, role)
	default:
		lines[1] += " " + role
	}
	if l.Thread != 0 {
		lines = append(lines, fmt.Sprintf("tid %d", l.Thread))
	}
	return append(lines, addresses(l, show)...)
}

// lane heads a lane of several sockets.
func lane(l *render.Lifeline, show func(netip.AddrPort) []string) []string {
	lines := []string{l.Owner()}
	if role := l.Role.String(); role != "" && !l.Queued() {
		lines = append(lines, fmt.Sprintf("%d %s", l.Sockets, role))
	} else {
		lines = append(lines, quantity.Count(int64(l.Sockets), "socket"))
	}
	if local, _ := Ends(l); local.IsValid() && local.Port() > 0 {
		lines = append(lines, show(local)...)
	}
	return lines
}

// addresses returns the local address and, of a socket that serves one peer, the remote one.
func addresses(l *render.Lifeline, show func(netip.AddrPort) []string) []string {
	var lines []string
	local, remote := Ends(l)
	switch {
	case l.OnTheWay():
		lines = append(lines, local.Addr().String())
	case local.IsValid():
		lines = append(lines, show(local)...)
	}
	if TellPeer(l) {
		peer := show(remote)
		lines = append(lines, "⇄ "+peer[len(peer)-1])
	}
	return lines
}

// TellPeer reports whether the head of a lifeline tells the other end of its connection.
func TellPeer(l *render.Lifeline) bool {
	_, remote := Ends(l)
	return l.Sockets == 0 && remote.IsValid() && !l.NoSocket && (l.Side == flow.Responder || l.OwnRemote.IsValid())
}

// Ends returns the local address of a lifeline and the remote one, as the capture at its own end has them.
func Ends(l *render.Lifeline) (local, remote netip.AddrPort) {
	local, remote = l.Local, l.Remote
	if l.Own.IsValid() {
		local = l.Own
	}
	if l.OwnRemote.IsValid() {
		remote = l.OwnRemote
	}
	return local, remote
}
