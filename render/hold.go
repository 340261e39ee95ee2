package render

import (
	"time"

	"wireladder/capture"
)

// Hold is a time in which nothing happened because the run was held up by
// somebody who watches it.
type Hold struct{ From, To time.Time }

// BuildHeld is Build for a run that was held up: in the diagram no time has
// passed meanwhile. Holds are in order and do not overlap.
func BuildHeld(rec *capture.Recording, holds []Hold) Diagram {
	story := tell(rec, understand(rec))
	leaveOut(holds, story)
	return build(rec, story)
}

// leaveOut takes the holds out of the times of moments.
func leaveOut(holds []Hold, story []moment) {
	for i := range story {
		story[i].at = story[i].at.Add(-heldBefore(holds, story[i].at))
	}
}

// heldBefore returns how long the run had been held up before t.
func heldBefore(holds []Hold, t time.Time) time.Duration {
	var total time.Duration
	for _, h := range holds {
		switch {
		case !t.After(h.From):
			return total
		case t.Before(h.To):
			return total + t.Sub(h.From)
		}
		total += h.To.Sub(h.From)
	}
	return total
}
