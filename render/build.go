package render

import (
	"fmt"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
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
	d := NewSketch(s, Full)
	for _, m := range r.Moments {
		d.Add(m)
	}
	return d.Diagram(r.Watched, s.Drops)
}

// notes says what the reader must know of the recording as a whole.
func (d *Sketch) notes(drops capture.Drops) []string {
	out := slices.Clone(d.outside)
	if lost := drops.Lost(); lost > 0 {
		out = append(out, fmt.Sprintf("The capture lost %s: the picture has gaps.", quantity.Count(lost, "packet")))
	}
	if d.copies > 0 {
		out = append(out, fmt.Sprintf("%s captured more than once (×2 on the arrow, a step only once). To capture each once, capture on one interface, and where that is no help in one direction: tcpdump -Q in.", capturedTwice(d.copies)))
	}
	if !d.some {
		out = append(out, "The recording holds no packets and no calls.")
	}
	return append(out, d.subject.Notes...)
}

func capturedTwice(n int) string {
	if n == 1 {
		return "1 frame is a copy of a packet that was"
	}
	return fmt.Sprintf("%d frames are copies of packets that were", n)
}

// hosts says how a recording was observed, if that was at two hosts. Who sent the
// first packet is taken for the client, as flow does.
func (d *Sketch) hosts(watched bool) string {
	if !watched || !d.client.IsValid() {
		return ""
	}
	return fmt.Sprintf("Two hosts, client %s and server %s, each captured at its own end", d.client, d.server)
}

// captions say what is to be known of a picture of two hosts.
func captions(hosts string) []string {
	if hosts == "" {
		return nil
	}
	return []string{hosts + ": an arrow slopes by the time that its packet was on the wire."}
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
