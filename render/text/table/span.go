package table

import (
	"time"

	"wireladder/render/text"
)

// appendSpan appends what text.AppendSpan appends. Where three digits of the
// integer say it all, it does without floating point, which takes longer than
// the rest of a row.
func appendSpan(b []byte, d time.Duration) []byte {
	unit, name := time.Second, " s"
	switch {
	case d <= 0 || d >= 100*time.Second:
		return text.AppendSpan(b, d)
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
		return text.AppendSpan(b, d) // neither is nearer: the fraction's binary form decides
	}
	if rest > step {
		n++
	}
	return append(appendPoint(b, int(n), decimals), name...)
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
