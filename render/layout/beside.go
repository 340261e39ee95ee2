package layout

import (
	"wireladder/render/layout/slope"
	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
)

// spaces returns what lifelines leave free of the row in hand.
func (a *ladderLayout) spaces() *spaces.Spaces {
	return &spaces.Spaces{
		Columns: a.standing.Columns(), Ever: a.standing.Begun(), Edge: a.left, First: a.left + a.gutter, Right: a.Right, Medium: a.page.Medium, Most: a.passable,
	}
}

// beside puts a label in its place, with blanks around it: one may hide the dash to its lifeline.
func (a *ladderLayout) beside(l spaces.Label, kind sheet.TextKind) {
	a.page.Text(l.X-1, a.y, " "+l.Text+" ", kind)
	if l.Far {
		a.page.Leaders = append(a.page.Leaders, l.Leader(a.page.Medium, a.y))
	}
}

// movable notes that the label of a call, which was put last, may get a better place when the arrows have theirs that are on
// their way.
func (a *ladderLayout) movable(forms []string, x int, left bool, now spaces.Label) {
	if a.open == 0 {
		return
	}
	c := slope.Movable{Text: len(a.page.Texts) - 1}
	for _, l := range a.spaces().Better(forms, x, left, now) {
		p := slope.Spot{X: l.X, S: l.Text}
		if l.Far {
			leader := l.Leader(a.page.Medium, a.y)
			p.Leader = &leader
		}
		c.Better = append(c.Better, p)
	}
	a.calls = append(a.calls, c)
}
