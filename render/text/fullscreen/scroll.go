package fullscreen

import (
	"wireladder/render/text/detail"
	"wireladder/render/text/fullscreen/comparing"
	"wireladder/render/text/fullscreen/details"
)

// margin is how many rows stay between the step in hand and the edge, where there is room.
func (v *Display) margin() int { return min(4, v.parted().Ladder().Height/4) }

// stuck is how many rows heads take at the top of the ladder when a row of it is the first in sight: none where they
// would cover those of the next ladder, or nothing in sight is below them.
func (v *Display) stuck(top int) (from, rows int) {
	h, ok := v.picture.HeadsAbove(top)
	height := v.parted().Ladder().Height
	if !ok {
		return 0, 0
	}
	rows = min(h.To-h.From, max(1, height/4))
	if next := v.picture.End(top - 1); next < top+height && !v.hasSteps(top+rows, next) {
		return 0, 0
	}
	return h.From, rows
}

// hasSteps reports whether a step stands from a row on to another, not included.
func (v *Display) hasSteps(from, to int) bool {
	for i := range v.walk.Steps() {
		if y := v.picture.Row(v.walk.Ref(i)).Y; y >= from && y < to {
			return true
		}
	}
	return false
}

// keepInSight scrolls until the step in hand is seen, with what is around it; of the first that is all that stands
// above it.
func (v *Display) keepInSight() {
	if v.picture == nil {
		return
	}
	height := v.parted().Ladder().Height
	if v.walk.Steps() > 0 {
		y := v.picture.Row(v.walk.Ref(v.walk.Here())).Y
		_, heads := v.stuck(v.top)
		if least := y - heads - v.margin(); v.top > least {
			v.top = least
		}
		if most := y - height + 1 + v.margin(); v.top < most {
			v.top = most
		}
		if v.walk.Here() == 0 && y < height {
			v.top = 0
		}
	}
	v.top = max(0, min(v.top, v.picture.Height-height))
}

// pick goes to the step whose row is at or above a cell of the ladder.
func (v *Display) pick(x, y int) {
	best, lowest := -1, -1
	for i := range v.walk.Steps() {
		r := v.picture.Row(v.walk.Ref(i))
		if r.Y <= y && r.Y > lowest && x >= r.Lo && x <= r.Hi+1 {
			best, lowest = i, r.Y
		}
	}
	if best >= 0 {
		v.game.TakeBack()
		v.walk.Go(best)
		v.arrived()
	}
}

// unveiled returns, by ladder, the row of the first step that is not reached yet.
func (v *Display) unveiled() map[int]int {
	rows := map[int]int{}
	if !v.hides() {
		return rows
	}
	for i := v.walk.Here() + 1; i < v.walk.Steps(); i++ {
		ref := v.walk.Ref(i)
		if _, known := rows[ref.Ladder]; !known {
			rows[ref.Ladder] = v.picture.Row(ref).Y
		}
	}
	return rows
}

// isVeiled reports whether a cell of the picture shows what is not reached yet, where the rest of
// each ladder begins at from.
func (v *Display) isVeiled(from map[int]int, x, y int) bool {
	for ladder, first := range from {
		left, right := v.picture.Sides(ladder)
		if y >= first && y < v.picture.End(first) && x >= left && x < right {
			return true
		}
	}
	return false
}

// details returns what there is to say of the step in hand.
func (v *Display) details() []detail.PrintedRow {
	width := v.parted().Details().Width
	switch {
	case v.game.Asks():
		return v.question()
	case v.compares:
		return comparing.Rows(v.walk, v.originals, v.walk.Index(*v.marked), v.walk.Here(), v.medium, width)
	}
	var who []detail.PrintedRow
	if v.isAtEnd() {
		who = v.going.asks.Listed(v.medium, width)
	}
	return append(who, (&details.StepInHand{
		Walk: v.walk, Originals: v.originals, Findings: v.drawn.Findings, Notes: v.whole.Notes, Marked: v.marked, Hides: v.hides(), Awaits: v.live, Width: width, ASCII: v.ASCII,
	}).Rows()...)
}

// scrolled is how many rows the details scroll at once.
const scrolled = 3

// scrollDetails scrolls the details down, or up.
func (v *Display) scrollDetails(down bool) {
	by := -scrolled
	if down {
		by = scrolled
	}
	most := len(v.details()) - v.parted().Details().Height
	v.below = max(0, min(v.below+by, most))
}
