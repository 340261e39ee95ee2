package text

import (
	"strconv"
	"time"
)

// Octets returns a number of octets with its unit, in powers of 1000, with
// three digits that count: "512 B", "1.23 MB".
func Octets(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	b := AppendScaled(nil, n)
	return string(b[:len(b)-1]) + " " + string(b[len(b)-1]) + "B"
}

// AppendScaled appends n with three digits that count and the largest unit of
// k, M, G and so on that it has one of: "1.23M"; below 1000 as it is.
func AppendScaled(b []byte, n int64) []byte {
	if n < 1000 {
		return strconv.AppendInt(b, n, 10)
	}
	scaled, unit := float64(n), 0
	for scaled /= 1000; scaled >= 999.5; scaled /= 1000 {
		unit++
	}
	return append(appendDigits(b, scaled), "kMGTPE"[unit])
}

// AppendSpan appends a time span as people say it: "512 ms", "3 min 20 s",
// "2 h 5 min".
func AppendSpan(b []byte, d time.Duration) []byte {
	switch {
	case d < 0:
		return AppendSpan(append(b, '-'), max(-d, 0))
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

// Span returns what AppendSpan appends.
func Span(d time.Duration) string { return string(AppendSpan(nil, d)) }

// appendTwo appends n of the small unit as some of the large one and the rest.
func appendTwo(b []byte, n, ratio int64, large, small string) []byte {
	b = append(strconv.AppendInt(b, n/ratio, 10), large...)
	return append(strconv.AppendInt(b, n%ratio, 10), small...)
}

// appendDigits appends f with three digits that count, or all before the point.
func appendDigits(b []byte, f float64) []byte {
	decimals := 0
	switch {
	case f < 9.995:
		decimals = 2
	case f < 99.95:
		decimals = 1
	}
	return strconv.AppendFloat(b, f, 'f', decimals, 64)
}
