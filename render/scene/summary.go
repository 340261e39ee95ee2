package scene

import (
	"fmt"
	"strings"

	"wireladder/render"
)

// mostTold is how many messages a summary tells.
const mostTold = 60

// summaryOf tells what is in a diagram, for those who can't see it: what went wrong, and each
// message.
func summaryOf(d *render.Diagram) string {
	var b strings.Builder
	for i := range d.Findings {
		fmt.Fprintf(&b, "%s: %s. ", d.Findings[i].Rule, d.Findings[i].Brief)
	}
	for i := range d.Ladders {
		summarize(&b, &d.Ladders[i])
	}
	return strings.TrimSpace(b.String())
}

// summarize tells the messages of a ladder.
func summarize(b *strings.Builder, l *render.Ladder) {
	told, more := 0, 0
	if l.Title != "" {
		fmt.Fprintf(b, "%s. ", l.Title)
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		if s.Kind != render.Message {
			continue
		}
		if told == mostTold {
			more++
			continue
		}
		told++
		fmt.Fprintf(b, "%d, from %s to %s: %s", s.Packet, l.Lifelines[s.From].Owner(), l.Lifelines[s.To].Owner(), s.Labels[0])
		if why := s.Why(); why != "" {
			b.WriteString(", " + why)
		}
		b.WriteString(". ")
	}
	if more > 0 {
		fmt.Fprintf(b, "And %d more. ", more)
	}
}
