package layout

import (
	"wireladder/render"
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

// phaseStart is the start of a phase, which it makes for the n-th time.
type phaseStart struct {
	phase string
	n     int
}

// phaseRows are the rows in which phases start.
type phaseRows map[phaseStart]int

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

// inOrder returns all starts in the order of the phases of an exchange: requests and
// replies by turns, and the close last.
func inOrder(all []phaseRows) []phaseStart {
	rounds := 0
	for _, s := range all {
		for b := range s {
			rounds = max(rounds, b.n)
		}
	}
	order := []phaseStart{{render.PhaseSetup, 1}}
	for n := 1; n <= rounds; n++ {
		order = append(order, phaseStart{render.PhaseRequest, n}, phaseStart{render.PhaseReply, n})
	}
	return append(order, phaseStart{render.PhaseClose, 1})
}
