// Package shift finds out by how much one row of times is behind another.
package shift

import "slices"

// What is looked for among so many times at most, and how far from each other the shifts of
// pairs may be, in ns.
const (
	most  = 256
	width = 10_000_000
)

// Best returns the pairs of times, by their places in both rows, of which the second is later
// than the first by about the same: by what makes most pairs. There is none where several
// shifts make as many, or rows are too long. The rows must be in order.
func Best(a, b []int64) (pairs [][2]int) {
	if len(a) > most || len(b) > most {
		return nil
	}
	var shifts []int64
	for _, x := range a {
		for _, y := range b {
			shifts = append(shifts, y-x)
		}
	}
	slices.Sort(shifts)
	best, count, rival := int64(0), 0, 0
	for i, j := 0, 0; i < len(shifts); i++ {
		for j < len(shifts) && shifts[j]-shifts[i] <= width {
			j++
		}
		switch n := j - i; {
		case n > count:
			if shifts[i]-best > width {
				rival = count
			}
			best, count = shifts[i], n
		case shifts[i]-best > width:
			rival = max(rival, n)
		}
	}
	if count < 2 || count == rival {
		return nil
	}
	return by(best, a, b)
}

// by returns the pairs of a shift, or of a little more.
func by(shift int64, a, b []int64) (pairs [][2]int) {
	next := 0
	for i, x := range a {
		for j := next; j < len(b); j++ {
			if d := b[j] - x - shift; d >= 0 && d <= width {
				pairs = append(pairs, [2]int{i, j})
				next = j + 1
				break
			}
		}
	}
	return pairs
}
