package render

// levelArrow is a level arrow among others that slope. It gets its label where
// they leave room.
type levelArrow struct {
	step   *Step
	lo, hi int // the lifelines that it runs between, from the left
	y      int
}

// labelBetween puts the longest label that fits on a piece of the arrow that
// nothing crosses, on the longest such piece; if there is none, the shortest
// label on top of what crosses.
func (a *ladderLayout) labelBetween(g *ground, w *levelArrow) {
	m, whose := a.page.medium, a.whose(w.step)
	free := g.freeOn(w)
	for _, l := range w.step.Labels {
		l = " " + m.Encode(whose+l) + " "
		if n := m.Cells(l); n <= free.width() {
			a.labelAt(g, free.lo+(free.width()-n)/2, l, w)
			return
		}
	}
	l := m.Encode(whose + w.step.Labels[len(w.step.Labels)-1])
	l = " " + shorten(m, l, max(1, w.hi-w.lo-arrowEnds)) + " "
	a.labelAt(g, w.lo+max(1, (w.hi-w.lo-m.Cells(l))/2), l, w)
}

func (a *ladderLayout) labelAt(g *ground, x int, label string, w *levelArrow) {
	a.page.Texts = append(a.page.Texts, Text{X: x, Y: w.y, S: label, Style: Label, Tone: w.step.Tone})
	g.write(w.y, x, a.page.medium.Cells(label))
}

// freeOn returns the longest piece of an arrow, without its ends, that nothing
// crosses.
func (g *ground) freeOn(w *levelArrow) span {
	best, from := span{}, w.lo+3
	for x := from; x < w.hi-1; x++ {
		if t := g.at(x, w.y); t&^(hasLevel|hasClaim) == 0 && x < w.hi-2 {
			continue
		}
		if s := (span{from, x}); s.width() > best.width() {
			best = s
		}
		from = x + 1
	}
	return best
}
