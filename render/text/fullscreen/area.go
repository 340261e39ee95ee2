package fullscreen

// pane is a part of the screen, in cells.
type pane struct{ left, top, width, height int }

// has reports whether a cell of the screen lies in it.
func (a pane) has(x, y int) bool {
	return x >= a.left && x < a.left+a.width && y >= a.top && y < a.top+a.height
}

// Sizes of areas, in cells.
const (
	besideFrom  = 150 // a screen this wide has the details beside the ladder
	besideWidth = 60
	leastRows   = 10 // a screen of fewer rows has no details
)

// isBeside reports whether the details stand beside the ladder: not where there are ladders to be
// compared, which stand beside each other.
func (v *Display) isBeside() bool {
	compared := v.whole.Aligned && len(v.whole.Ladders) > 1
	return v.width >= besideFrom && v.share != none && !compared
}

// ladderArea is where the ladder is.
func (v *Display) ladderArea() pane {
	a := pane{width: v.width, height: max(1, v.height-2-v.detailRows())}
	if v.isBeside() {
		a.width -= besideWidth + 1
	}
	return a
}

// detailRows is how many rows are below the ladder for the details.
func (v *Display) detailRows() int {
	switch {
	case v.isBeside(), v.share == none, v.height < leastRows:
		return 0
	case v.share == most:
		return (v.height - 2) * 2 / 3
	}
	return max(4, (v.height-2)*2/5)
}

// detailArea is where the details are.
func (v *Display) detailArea() pane {
	l := v.ladderArea()
	if v.isBeside() {
		return pane{left: l.width + 1, width: besideWidth, height: l.height}
	}
	return pane{top: l.height + 1, width: v.width, height: v.detailRows()}
}

// barRow is the row between ladder and details that says where one is.
func (v *Display) barRow() int { return v.ladderArea().height }
