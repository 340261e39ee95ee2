package selection

import "time"

// Instant is a time that a user asked for. The zero value is none.
type Instant struct {
	Form  InstantForm
	Since time.Duration // after the start, or after the midnight before it
	Exact time.Time
}

// InstantForm is how an Instant was written.
type InstantForm uint8

// The forms.
const (
	NoInstant  InstantForm = iota // none was asked for
	SinceStart                    // after the start of the file
	OfTheClock                    // on the day, in UTC, on which the file starts
	Exactly                       // a date and a time
)

// in returns the time in a file that starts at start.
func (i Instant) in(start time.Time) time.Time {
	switch i.Form {
	case OfTheClock:
		return start.UTC().Truncate(24 * time.Hour).Add(i.Since)
	case Exactly:
		return i.Exact
	}
	return start.Add(i.Since)
}
