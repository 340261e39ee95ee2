package render

import (
	"net/netip"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/run"
)

// titles are the headings of ladders: what they are of, what is characteristic of it, and
// what of that takes a server's socket of that role.
var titles = map[capture.Protocol]struct {
	title, subtitle, sockets string
	role                     run.Role
}{
	capture.UDP:       {"UDP", "datagrams", ", and one socket for all clients", run.Bound},
	capture.TCP:       {"TCP", "connections", ", and a socket for each client", run.Accepted},
	capture.Undecoded: {"Frames", "that belong to no conversation", "", run.Endpoint},
}

// head gives the ladder its heading. Where calls tell the sockets, it speaks of those
// that are there.
func (l *Ladder) head() {
	t := titles[l.Proto]
	l.Title, l.Subtitle = t.title, t.subtitle
	calls, there := false, false
	for i := range l.Lifelines {
		calls = calls || l.Lifelines[i].FD >= 0
		there = there || l.Lifelines[i].Role == t.role
	}
	if there || !calls {
		l.Subtitle += t.sockets
	}
}

// refuses takes from the packet of a lifeline that it refuses a connection: then it has no
// peer.
func (l *Lifeline) refuses(m *run.Moment) {
	if r := m.Facts.Reset; r != nil && r.Why == facts.Refuses && r.Listens == 0 && l.FD < 0 {
		l.Remote = netip.AddrPort{}
	}
}
