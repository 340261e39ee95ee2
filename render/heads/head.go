// Package heads says what heads a lifeline, whole or narrow, for all that lays diagrams out.
package heads

import (
	"fmt"
	"net/netip"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/quantity"
)

// Of returns the lines that head a lifeline: who has the socket, its descriptor and role,
// its thread, and its addresses, whole or, for a narrow head, the ports alone. A role has its
// own line in a narrow one.
func Of(l *render.Lifeline, narrow bool) []string {
	if l.Sockets > 0 {
		return lane(l, shown(narrow))
	}
	lines, role := []string{l.Owner()}, l.Role.String()
	if l.FD >= 0 {
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	switch {
	case l.NoSocket:
		lines = append(lines, "no socket")
	case role == "" || l.OnTheWay() || !narrow && l.FD < 0:
	case narrow:
		lines = append(lines, role)
	default:
		lines[1] += " " + role
	}
	if l.Thread != 0 {
		lines = append(lines, fmt.Sprintf("tid %d", l.Thread))
	}
	return append(lines, addresses(l, shown(narrow))...)
}

// lane heads a lane of several sockets.
func lane(l *render.Lifeline, show func(netip.AddrPort) string) []string {
	lines := []string{l.Owner()}
	if role := l.Role.String(); role != "" && !l.Queued() {
		lines = append(lines, fmt.Sprintf("%d %s", l.Sockets, role))
	} else {
		lines = append(lines, quantity.Count(int64(l.Sockets), "socket"))
	}
	if local, _ := Ends(l); local.IsValid() && local.Port() > 0 {
		lines = append(lines, show(local))
	}
	return lines
}

// shown returns how addresses are shown: whole, or in a narrow head the port alone.
func shown(narrow bool) func(netip.AddrPort) string {
	if narrow {
		return func(a netip.AddrPort) string { return fmt.Sprintf(":%d", a.Port()) }
	}
	return netip.AddrPort.String
}

// addresses returns the local address and, of a socket that serves one peer, the remote one.
func addresses(l *render.Lifeline, show func(netip.AddrPort) string) []string {
	var lines []string
	local, remote := Ends(l)
	switch {
	case l.OnTheWay():
		lines = append(lines, local.Addr().String())
	case local.IsValid():
		lines = append(lines, show(local))
	}
	if TellPeer(l) {
		lines = append(lines, "⇄ "+show(remote))
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
