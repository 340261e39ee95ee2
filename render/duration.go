package render

import (
	"fmt"
	"time"
)

// duration names a time in three digits: "1.02 s", "20.3 ms", "180 µs".
func duration(d time.Duration) string {
	switch d = rounded(d); {
	case d >= 100*time.Second:
		return d.Round(time.Second).String()
	case d >= time.Second:
		return digits(d.Seconds()) + " s"
	case d >= time.Millisecond:
		return digits(float64(d)/float64(time.Millisecond)) + " ms"
	}
	return fmt.Sprintf("%d µs", d.Microseconds())
}

// digits writes v with three digits that count, without zeros at the end.
func digits(v float64) string {
	s := fmt.Sprintf("%.3g", v)
	if v >= 100 {
		s = fmt.Sprintf("%.0f", v)
	}
	return s
}

// rounded returns d with three digits that count, so that 999.9 ms are a second.
func rounded(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}
