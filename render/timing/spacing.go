package timing

import (
	"math"
	"time"

	"wireladder/render"
)

// The distance of two rows is the logarithm of the time between them: from least on, which is
// what things take that follow each other at once, up to most. A timer of 200 ms is seen beside
// 30 µs then, and one of a minute takes no more room than one of ten seconds.
const (
	least = 100 * time.Microsecond
	most  = 10 * time.Second
)

// scale says so.
const scale = "; each tenfold of the time between two rows, from 0.1 ms to 10 s, sets them further apart by the same distance"

// Units returns how far apart two rows are to stand with so much time between them: 0 up to
// least, and 1 more for each tenfold.
func Units(between time.Duration) float64 {
	return math.Log10(float64(min(max(between, least), most)) / float64(least))
}

// spacings returns how far below which one before it each row stands. A pause is half-way.
func spacings(l *render.Ladder) []render.Spacing {
	all, last := make([]render.Spacing, len(l.Steps)), -1
	for i := range l.Steps {
		s := &l.Steps[i]
		pause := s.Kind == render.Pause && s.Folds == 0 && !s.Time.IsZero()
		if !pause && !isTimed(s) {
			continue
		}
		if last >= 0 {
			all[i] = render.Spacing{From: last, Units: Units(s.Time.Sub(l.Steps[last].Time))}
		}
		if pause {
			all[i].Units /= 2
			continue
		}
		last = i
	}
	return all
}
