package layout

import (
	"maps"
	"slices"

	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/layout/page"
)

// placeAligned places ladders side by side so that their phases start in the same rows:
// once to see how long each phase gets, once for good.
func placeAligned(p *page.Page, o *Options, ladders []render.Ladder, widths []int) {
	var rows phaseRows
	top, bottom := p.Y, p.Y
	for pass := range 2 {
		x, all := 0, []phaseRows{}
		for i := range ladders {
			on := p
			if pass == 0 {
				on = page.New(p.Medium, p.Cells)
			}
			l := newLadderLayout(on, o, &ladders[i], x, widths[i])
			l.draw(top, rows)
			x += widths[i] + betweenLadders
			bottom = max(bottom, l.y)
			all = append(all, l.phaseRows)
		}
		rows = align(ladders, all)
	}
	p.Y = bottom + 1
}

// phaseRows are the rows in which phases start.
type phaseRows map[arrange.PhaseStart]int

// align returns the rows in which phases start, late enough for every ladder.
func align(ladders []render.Ladder, all []phaseRows) phaseRows {
	rows, shift := phaseRows{}, make([]int, len(ladders))
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
func inOrder(all []phaseRows) []arrange.PhaseStart {
	var order []arrange.PhaseStart
	for _, rows := range all {
		starts := slices.SortedFunc(maps.Keys(rows), func(a, b arrange.PhaseStart) int { return rows[a] - rows[b] })
		order = arrange.Merge(order, starts)
	}
	return order
}
