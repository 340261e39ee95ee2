package columns

import (
	"fmt"
	"net/netip"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/scene/paper"
)

// HeadPadding is what is free beside and above the text of a head.
const HeadPadding = 8.0

// HeadWidth returns how wide the panel of a head is.
func HeadWidth(p *paper.Paper, lines []string) float64 {
	w := 0.0
	for i, line := range lines {
		w = max(w, p.Wide(line, HeadStyle(i)))
	}
	return w + 2*HeadPadding
}

// HeadHeight returns how high it is.
func HeadHeight(lines []string) float64 {
	h := HeadPadding
	for i := range lines {
		h += paper.LineHeight(HeadStyle(i))
	}
	return h
}

// HeadStyle returns the style of a line of a head.
func HeadStyle(line int) figure.Style {
	if line == 0 {
		return figure.Name
	}
	return figure.Address
}

// wideHead heads a lifeline with whole addresses.
func wideHead(l *render.Lifeline) []string {
	lines := []string{l.Owner()}
	switch role := l.Role.String(); {
	case l.FD >= 0 && role != "":
		lines = append(lines, fmt.Sprintf("fd %d %s", l.FD, role))
	case l.FD >= 0:
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	return append(lines, addresses(l, netip.AddrPort.String)...)
}

// narrowHead heads a lifeline with its ports only.
func narrowHead(l *render.Lifeline) []string {
	lines := []string{l.Owner()}
	if l.FD >= 0 {
		lines = append(lines, fmt.Sprintf("fd %d", l.FD))
	}
	if role := l.Role.String(); role != "" && !l.OnTheWay() {
		lines = append(lines, role)
	}
	return append(lines, addresses(l, func(a netip.AddrPort) string { return fmt.Sprintf(":%d", a.Port()) })...)
}

// addresses returns what identifies the socket besides: its thread, its address and, where it
// serves one peer, the remote one.
func addresses(l *render.Lifeline, show func(netip.AddrPort) string) []string {
	var lines []string
	if l.Thread != 0 {
		lines = append(lines, fmt.Sprintf("tid %d", l.Thread))
	}
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
