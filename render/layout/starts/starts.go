package starts

import (
	"maps"
	"slices"

	"wireladder/render/arrange"
)

// Rows are the rows in which phases start.
type Rows map[arrange.PhaseStart]int

// Align returns the rows in which phases start, late enough for every ladder that has them.
func Align(all []Rows) Rows {
	rows, shift := Rows{}, make([]int, len(all))
	for _, b := range inOrder(all) {
		row := 0
		for i := range all {
			if at, ok := all[i][b]; ok {
				row = max(row, at+shift[i])
			}
		}
		for i := range all {
			if at, ok := all[i][b]; ok {
				shift[i] = row - at
			}
		}
		rows[b] = row
	}
	return rows
}

// inOrder returns all starts in the order in which ladders have them. What only one of them
// has stands behind what it follows there.
func inOrder(all []Rows) []arrange.PhaseStart {
	var order []arrange.PhaseStart
	for _, rows := range all {
		starts := slices.SortedFunc(maps.Keys(rows), func(a, b arrange.PhaseStart) int { return rows[a] - rows[b] })
		order = arrange.Merge(order, starts)
	}
	return order
}
