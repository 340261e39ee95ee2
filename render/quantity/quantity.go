// Package quantity writes numbers with their units: counts, times, lists.
package quantity

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Count returns "1 byte", "6 bytes".
func Count[N ~int | ~int64 | ~uint64](n N, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.FormatInt(int64(n), 10) + " " + noun //nolint:gosec // no count is that large
}

// Duration names a time in three digits: "1.02 s", "20.3 ms", "180 µs".
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
		return fmt.Sprintf("%.0f", v)
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

// mostListed is how many numbers a list names.
const mostListed = 6

// List names numbers: "packet 7", "packets 7, 8 and 9".
func List(noun string, numbers []int) string {
	if len(numbers) == 1 {
		return fmt.Sprintf("%s %d", noun, numbers[0])
	}
	shown := numbers[:min(len(numbers), mostListed)]
	words := make([]string, len(shown))
	for i, n := range shown {
		words[i] = strconv.Itoa(n)
	}
	last := words[len(words)-1]
	if more := len(numbers) - len(shown); more > 0 {
		last = fmt.Sprintf("%d more", more+1)
	}
	return noun + "s " + strings.Join(words[:len(words)-1], ", ") + " and " + last
}
