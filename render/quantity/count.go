package quantity

import (
	"strconv"
	"strings"
)

// Count returns a number of things: "1 byte", "6 bytes".
func Count[N ~int | ~int32 | ~int64 | ~uint64](n N, noun string) string {
	return string(AppendCount(nil, n, noun))
}

// AppendCount appends what Count returns. The noun is that of one thing.
func AppendCount[N ~int | ~int32 | ~int64 | ~uint64](b []byte, n N, noun string) []byte {
	b = append(strconv.AppendInt(b, int64(n), 10), ' ') //nolint:gosec // no count is that large
	if n == 1 {
		return append(b, noun...)
	}
	return appendPlural(b, noun)
}

// appendPlural appends the plural of a regular noun.
func appendPlural(b []byte, noun string) []byte {
	stem, isY := strings.CutSuffix(noun, "y")
	switch {
	case isY && stem != "" && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])):
		return append(append(b, stem...), "ies"...)
	case strings.HasSuffix(noun, "s"), strings.HasSuffix(noun, "x"), strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "sh"):
		return append(append(b, noun...), "es"...)
	}
	return append(append(b, noun...), 's')
}

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
