package quantity

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Longest is what a time.Duration is that would be longer than it can tell.
const Longest time.Duration = math.MaxInt64

// Duration names a time in a sentence, by three digits that count and no zeros at
// the end: "1.02 s", "20.3 ms", "180 µs"; from 100 s on "3m20s".
func Duration(d time.Duration) string {
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
	if v >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return fmt.Sprintf("%.3g", v)
}

// rounded returns d with three digits that count, so that 999.9 ms are a second.
func rounded(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}

// Span returns what AppendSpan appends.
func Span(d time.Duration) string { return string(AppendSpan(nil, d)) }

// AppendSpan appends a time span as people say it: "512 ms", "3 min 20 s",
// "2 h 5 min"; of Longest that it is longer than can be told. Where three digits of
// the integer say it all, it does without floating point, which takes long.
func AppendSpan(b []byte, d time.Duration) []byte {
	unit, name := time.Second, " s"
	switch {
	case d <= 0 || d >= 100*time.Second:
		return appendAnySpan(b, d)
	case d < 999500*time.Nanosecond:
		unit, name = time.Microsecond, " µs"
	case d < 999500*time.Microsecond:
		unit, name = time.Millisecond, " ms"
	}
	decimals, step := 2, unit/100
	if d >= unit*9995/100 {
		decimals, step = 0, unit
	} else if d >= unit*9995/1000 {
		decimals, step = 1, unit/10
	}
	n, rest := d/step, 2*(d%step)
	if rest == step {
		return appendAnySpan(b, d) // neither is nearer: the fraction's binary form decides
	}
	if rest > step {
		n++
	}
	return append(appendPoint(b, int(n), decimals), name...)
}

// appendAnySpan is AppendSpan for any span.
func appendAnySpan(b []byte, d time.Duration) []byte {
	switch {
	case d == Longest:
		return append(b, "over 292 years"...)
	case d < 0:
		return appendAnySpan(append(b, '-'), max(-d, 0))
	case d == 0:
		return append(b, "0 s"...)
	case d < 999500*time.Nanosecond:
		return append(appendDigits(b, float64(d)/1e3), " µs"...)
	case d < 999500*time.Microsecond:
		return append(appendDigits(b, float64(d)/1e6), " ms"...)
	case d < 100*time.Second:
		return append(appendDigits(b, d.Seconds()), " s"...)
	case d < time.Hour-time.Second/2:
		return appendTwo(b, int64(d.Round(time.Second)/time.Second), 60, " min ", " s")
	case d < 48*time.Hour-time.Minute/2:
		return appendTwo(b, int64(d.Round(time.Minute)/time.Minute), 60, " h ", " min")
	}
	return appendTwo(b, int64(d.Round(time.Hour)/time.Hour), 24, " d ", " h")
}

// appendTwo appends n of the small unit as some of the large one and the rest.
func appendTwo(b []byte, n, ratio int64, large, small string) []byte {
	b = append(strconv.AppendInt(b, n/ratio, 10), large...)
	return append(strconv.AppendInt(b, n%ratio, 10), small...)
}

// appendPoint appends the three digits of n, with a point before the decimals.
func appendPoint(b []byte, n, decimals int) []byte {
	x, y, z := byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10) //nolint:gosec // digits
	switch decimals {
	case 2:
		return append(b, x, '.', y, z)
	case 1:
		return append(b, x, y, '.', z)
	}
	return append(b, x, y, z)
}
