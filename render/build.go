package render

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/findings/rules"
	"wireladder/render/quantity"
	"wireladder/render/totals"
	"wireladder/render/words/verdicts"
)

// Subject is what a diagram is of, besides what happened.
type Subject struct {
	// Title is the heading of two ladders that tell the same story and are to be
	// compared; "": they are not.
	Title string
	Drops capture.Drops // what the capture lost
	Holds []Hold        // when the run was held up; in order, and without overlaps
	Notes []string      // what the reader must know besides
}

// Build turns what happened into a diagram: a ladder for each protocol, in order of
// appearance.
func Build(r *run.Run, s Subject) Diagram {
	d := Diagram{Aligned: s.Title != "", Captions: captions(r), Notes: append(notes(r, s), s.Notes...)}
	d.Findings = verdictsOf(r)
	moments := drawn(r.Moments)
	order := protocols(moments)
	for i, proto := range order {
		d.Ladders = append(d.Ladders, buildLadder(proto, i == 0, moments, &s))
	}
	if d.Aligned && len(d.Ladders) == 2 {
		d.Title = s.Title
		if bothEnded(&d.Ladders[0], &d.Ladders[1]) {
			d.Totals = contrast(d.Ladders, moments)
		}
	}
	return d
}

// verdictsOf says what went wrong.
func verdictsOf(r *run.Run) []Finding {
	var all []Finding
	for _, f := range rules.Of(r) {
		said := verdicts.Of(&f)
		all = append(all, Finding{string(f.Rule), said.Brief, said.Full, said.Repair})
	}
	return all
}

// contrast puts side by side what the ladders took.
func contrast(ladders []Ladder, moments []*run.Moment) Table {
	all := make([]totals.Totals, len(ladders))
	for i := range ladders {
		l := &ladders[i]
		roles := make([]run.Role, len(l.Lifelines))
		for j := range l.Lifelines {
			roles[j] = l.Lifelines[j].Role
		}
		all[i] = totals.Of(l.Title, l.Proto, roles, moments)
	}
	return Table{Title: "What it took", Rows: totals.Rows(all)}
}

// drawn returns the moments that are steps of a ladder, or lead to one. A packet that
// was captured before is none: it was sent once.
func drawn(moments []*run.Moment) []*run.Moment {
	var all []*run.Moment
	for _, m := range moments {
		if m.Kind != run.Silent && m.CopyOf == 0 {
			all = append(all, m)
		}
	}
	return all
}

// protocols lists the protocols of moments in order of appearance. Frames of no
// conversation join the first ladder; a ladder of their own they get only when there is
// no other.
func protocols(moments []*run.Moment) []capture.Protocol {
	var order []capture.Protocol
	seen := map[capture.Protocol]bool{capture.Undecoded: true}
	for _, m := range moments {
		if p := m.Protocol(); !seen[p] {
			seen[p] = true
			order = append(order, p)
		}
	}
	if order == nil && len(moments) > 0 {
		order = []capture.Protocol{capture.Undecoded}
	}
	return order
}

// notes says what the reader must know of the recording as a whole.
func notes(r *run.Run, s Subject) []string {
	var out []string
	if lost := s.Drops.Lost(); lost > 0 {
		out = append(out, fmt.Sprintf("The capture lost %s: the picture has gaps.", quantity.Count(lost, "packet")))
	}
	if copies := copies(r.Moments); copies > 0 {
		out = append(out, fmt.Sprintf("%s captured more than once (×2 on the arrow, a step only once). To capture each once, capture on one interface, and where that is no help in one direction: tcpdump -Q in.", capturedTwice(copies)))
	}
	if len(r.Moments) == 0 {
		out = append(out, "The recording holds no packets and no calls.")
	}
	return out
}

// copies counts the frames that hold a packet that was captured before.
func copies(moments []*run.Moment) int {
	n := 0
	for _, m := range moments {
		if m.CopyOf > 0 {
			n++
		}
	}
	return n
}

func capturedTwice(n int) string {
	if n == 1 {
		return "1 frame is a copy of a packet that was"
	}
	return fmt.Sprintf("%d frames are copies of packets that were", n)
}

// captions say how a recording was observed, if that was at two hosts. Who sent the
// first packet is taken for the client, as flow does.
func captions(r *run.Run) []string {
	if !r.Watched {
		return nil
	}
	for _, m := range r.Moments {
		if m.Kind == run.Packet {
			return []string{fmt.Sprintf(
				"Two hosts, client %s and server %s, each captured at its own end: an arrow slopes by the time that its packet was on the wire.",
				m.Packet.Src.Addr(), m.Packet.Dst.Addr(),
			)}
		}
	}
	return nil
}

// Hold is a time in which nothing happened because the run was held up by somebody who
// watches it: in the diagram no time has passed meanwhile.
type Hold struct{ From, To time.Time }

// without returns a time less what the run had been held up before it.
func without(holds []Hold, t time.Time) time.Time {
	total := time.Duration(0)
	for _, h := range holds {
		switch {
		case !t.After(h.From):
			return t.Add(-total)
		case t.Before(h.To):
			return t.Add(-total - t.Sub(h.From))
		}
		total += h.To.Sub(h.From)
	}
	return t.Add(-total)
}
