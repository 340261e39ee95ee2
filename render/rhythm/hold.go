package rhythm

import "time"

// Hold is a time in which nothing happened because the run was held up by somebody who
// watches it: in the diagram no time has passed meanwhile.
type Hold struct{ From, To time.Time }

// Without returns a time less what the run had been held up before it.
func Without(holds []Hold, t time.Time) time.Time {
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
