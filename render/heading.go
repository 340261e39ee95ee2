package render

import (
	"strings"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/capture/run"
)

// titles are the headings of ladders: what they are of, what is characteristic of it, and
// what of that takes a server with a socket.
var titles = map[capture.Protocol]struct{ title, subtitle, sockets string }{
	capture.UDP:       {"UDP", "datagrams", ", and one socket for all clients"},
	capture.TCP:       {"TCP", "connections", ", and a socket for each client"},
	capture.Undecoded: {"Frames", "that belong to no conversation", ""},
}

// head gives the ladder its heading. Where calls tell the sockets, it speaks of those
// that are there.
func (l *Ladder) head() {
	t := titles[l.Proto]
	l.Title, l.Subtitle = t.title, t.subtitle
	calls, served := false, false
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		calls = calls || line.FD >= 0
		served = served || line.FD >= 0 && line.Side == flow.Responder
	}
	if served || !calls {
		l.Subtitle += t.sockets
	}
}

// Heading says what the diagram is of: its title, or its ladders.
func (d *Diagram) Heading() string {
	if d.Title != "" {
		return d.Title
	}
	var all []string
	for i := range d.Ladders {
		all = append(all, d.Ladders[i].Title+": "+d.Ladders[i].Subtitle)
	}
	return strings.Join(all, "; ")
}

// refuses reports whether the packet of a socket shows that it has refused a connection: then
// it has no peer.
func refuses(m *run.Moment) bool {
	r := m.Facts.Reset
	return r != nil && r.Why == facts.Refuses && r.Listens == 0 && m.From.FD < 0
}
