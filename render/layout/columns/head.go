package columns

import (
	"fmt"
	"net/netip"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
)

// headings returns the lines above each lifeline, encoded, and the spacing
// that they ask for with apart cells between them.
func headings(l *render.Ladder, m sheet.Medium, head func(*render.Lifeline) []string, apart int) (heads [][]string, spacing int) {
	spacing = minSpacing
	for i := range l.Lifelines {
		lines := head(&l.Lifelines[i])
		for j := range lines {
			lines[j] = m.Encode(lines[j])
			spacing = max(spacing, m.Cells(lines[j])+apart)
		}
		heads = append(heads, lines)
	}
	return heads, spacing
}

// wideHead heads a lifeline with whole addresses.
func wideHead(l *render.Lifeline) []string {
	if l.Sockets > 0 {
		return laneHead(l, netip.AddrPort.String)
	}
	lines := []string{l.Owner()}
	switch role := l.Role.String(); {
	case l.FD >= 0 && role != "":
		lines = append(lines, fmt.Sprintf("fd %d %s", l.FD, role))
	case l.FD >= 0:
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	lines = append(lines, thread(l)...)
	return append(lines, addresses(l, netip.AddrPort.String)...)
}

// narrowHead heads a lifeline with its ports only.
func narrowHead(l *render.Lifeline) []string {
	if l.Sockets > 0 {
		return laneHead(l, port)
	}
	lines := []string{l.Owner()}
	if l.FD >= 0 {
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	if role := l.Role.String(); role != "" && !l.OnTheWay() {
		lines = append(lines, role)
	}
	lines = append(lines, thread(l)...)
	return append(lines, addresses(l, port)...)
}

func port(a netip.AddrPort) string { return fmt.Sprintf(":%d", a.Port()) }

// laneHead heads a lane of several sockets.
func laneHead(l *render.Lifeline, show func(netip.AddrPort) string) []string {
	lines := []string{l.Owner()}
	if role := l.Role.String(); role != "" && !l.Queued() {
		lines = append(lines, fmt.Sprintf("%d %s", l.Sockets, role))
	} else {
		lines = append(lines, quantity.Count(int64(l.Sockets), "socket"))
	}
	if l.Local.IsValid() && l.Local.Port() > 0 {
		lines = append(lines, show(l.Local))
	}
	return lines
}

// thread names the thread that serves the socket, if it has one to itself.
func thread(l *render.Lifeline) []string {
	if l.Thread == 0 {
		return nil
	}
	return []string{fmt.Sprintf("tid %d", l.Thread)}
}

// addresses returns the local address and, of a socket that serves one peer,
// the remote one.
func addresses(l *render.Lifeline, show func(netip.AddrPort) string) []string {
	var lines []string
	switch {
	case l.OnTheWay():
		lines = append(lines, l.Local.Addr().String())
	case l.Local.IsValid():
		lines = append(lines, show(l.Local))
	}
	if l.Side == flow.Responder && l.Remote.IsValid() {
		lines = append(lines, "⇄ "+show(l.Remote))
	}
	return lines
}
