package layout

import (
	"wireladder/render"
	"wireladder/render/layout/columns"
	"wireladder/render/layout/page"
	"wireladder/render/layout/starts"
)

// placeAligned places ladders side by side so that their phases start in the same rows:
// once to see how long each phase gets, once for good.
func placeAligned(p *page.Page, o *Options, ladders []render.Ladder, widths []int) {
	var rows starts.Rows
	top, bottom := p.Y, p.Y
	for pass := range 2 {
		x, all := 0, []starts.Rows{}
		for i := range ladders {
			on := p
			if pass == 0 {
				on = page.New(p.Medium, p.Cells)
			}
			l := newLadderLayout(on, o, &ladders[i], x, widths[i])
			l.which = i
			l.draw(top, rows)
			x += widths[i] + columns.BetweenLadders
			bottom = max(bottom, l.y)
			all = append(all, l.phaseRows)
		}
		rows = starts.Align(all)
	}
	p.Y = bottom + 1
}
