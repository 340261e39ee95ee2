// Package thin leaves out of the marks of a plot what would fall upon others: where hundred
// thousand packets stand on thousand points, the picture stays as it is, and its file small. The
// least and the greatest of each column stay.
package thin

import (
	"cmp"
	"math"
	"slices"

	"wireladder/render/figure"
)

// Column is how wide a column is, in points: a pixel of a picture that has two a point.
const Column = 0.5

// column returns the column that an x is in.
func column(x float64) int { return int(math.Floor(x / Column)) }

// Line returns points by which a line looks the same: of those in one column that follow each
// other the first and the last, the lowest and the highest.
func Line(points []figure.Point) []figure.Point {
	var kept []figure.Point
	for i := 0; i < len(points); {
		end := i + 1
		for end < len(points) && column(points[end].X) == column(points[i].X) {
			end++
		}
		kept = appendColumn(kept, points[i:end])
		i = end
	}
	return kept
}

// appendColumn appends what is kept of the points of a column.
func appendColumn(kept, points []figure.Point) []figure.Point {
	if len(points) <= 4 {
		return append(kept, points...)
	}
	lo, hi := 0, 0
	for i, p := range points {
		if p.Y < points[lo].Y {
			lo = i
		}
		if p.Y > points[hi].Y {
			hi = i
		}
	}
	which := []int{0, min(lo, hi), max(lo, hi), len(points) - 1}
	for _, i := range slices.Compact(which) {
		kept = append(kept, points[i])
	}
	return kept
}

// Reach is an upright line from one height down to another.
type Reach struct{ X, Top, Bottom float64 }

// Touch is how near upright lines of one column are that become one, in points.
const Touch = 0.5

// Uprights returns upright lines that look the same: those of one column that touch are one.
func Uprights(all []Reach) []Reach {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(column(a.X), column(b.X)), cmp.Compare(a.Top, b.Top))
	})
	kept := sorted[:0]
	for _, u := range sorted {
		if n := len(kept); n > 0 && column(kept[n-1].X) == column(u.X) && u.Top <= kept[n-1].Bottom+Touch {
			kept[n-1].Bottom = max(kept[n-1].Bottom, u.Bottom)
			continue
		}
		kept = append(kept, u)
	}
	return kept
}

// Spots returns places of which none lie on the same spot, which is so many points wide and
// high. The first of each stays where it is.
func Spots(all []figure.Point, size float64) []figure.Point {
	type spot struct{ x, y int }
	var kept []figure.Point
	seen := map[spot]bool{}
	for _, p := range all {
		at := spot{int(math.Floor(p.X / size)), int(math.Floor(p.Y / size))}
		if !seen[at] {
			seen[at] = true
			kept = append(kept, p)
		}
	}
	return kept
}

// Extremes returns places of which each column has its lowest and its highest, where there is
// more than one.
func Extremes(all []figure.Point) []figure.Point {
	ends := map[int][2]int{}
	for i, p := range all {
		c := column(p.X)
		e, seen := ends[c]
		if !seen {
			e = [2]int{i, i}
		}
		if p.Y < all[e[0]].Y {
			e[0] = i
		}
		if p.Y > all[e[1]].Y {
			e[1] = i
		}
		ends[c] = e
	}
	var kept []figure.Point
	for i, p := range all {
		if e := ends[column(p.X)]; e[0] == i || e[1] == i {
			kept = append(kept, p)
		}
	}
	return kept
}
