package render

import (
	"fmt"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/render/quantity"
	"wireladder/render/rhythm"
	"wireladder/render/titles"
)

// Subject is what a diagram is of, besides what happened.
type Subject struct {
	// Title is the heading of two ladders that tell the same story and are to be
	// compared; "": they are not.
	Title  string
	From   titles.Provenance // which run or file it shows
	Drops  capture.Drops     // what the capture lost
	Holds  []rhythm.Hold     // when the run was held up; in order, and without overlaps
	Notes  []string          // what the reader must know besides
	Clocks []string          // how two clocks differ, where two captures were joined
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
	out = append(out, titles.Copies(d.copies, d.rounds)...)
	if !d.some {
		out = append(out, "The recording holds no packets and no calls.")
	}
	return append(out, d.subject.Notes...)
}
