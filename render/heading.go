package render

import (
	"slices"
	"strings"
	"time"

	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/render/titles"
)

// head gives the ladder its heading. Where calls tell the sockets, it speaks of those that are there.
func (l *Ladder) head() {
	calls, served, several := false, false, false
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		own := line.FD >= 0 && line.Side == flow.Responder
		calls, several, served = calls || line.FD >= 0, several || served && own || line.Group != facts.OneHost, served || own
	}
	l.Title, l.Subtitle = titles.Of(l.Proto, served || !calls, several)
}

// Heading says what the diagram is of: its title, or its ladders.
func (d *Diagram) Heading() string {
	if d.Title != "" {
		return d.Title
	}
	var all []string
	for i := range d.Ladders {
		l := d.Ladders[i]
		if l.Title == "" {
			l.head()
		}
		all = append(all, l.Title+": "+l.Subtitle)
	}
	return strings.Join(all, "; ")
}

// Untitled returns d without a title, for where something else says what it is of: what tells
// several ladders apart stays. Heading returns the same of both.
func (d *Diagram) Untitled() *Diagram {
	own := *d
	own.Untold = true
	if own.Ladders = slices.Clone(d.Ladders); len(own.Ladders) == 1 {
		own.Ladders[0].Title, own.Ladders[0].Subtitle = "", ""
	}
	return &own
}

// First returns the time of the first packet that has one; zero if there is none.
func (d *Diagram) First() (first time.Time) {
	for i := range d.Ladders {
		if at := d.Ladders[i].First; first.IsZero() || !at.IsZero() && at.Before(first) {
			first = at
		}
	}
	return first
}
