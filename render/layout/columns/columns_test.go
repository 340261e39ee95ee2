package columns

import (
	"strings"
	"testing"

	"wireladder/capture/flow"
	"wireladder/render"
)

// cells is a medium in which texts come out as they are.
type cells struct{}

func (cells) Encode(s string) string { return s }
func (cells) Cells(s string) int     { return len([]rune(s)) }

// Each lifeline has a column, initiators on the left, and none is outside; where there is no room
// for all, that is said.
func TestColumnsHaveRoom(t *testing.T) {
	for n := 1; n < 40; n++ {
		l := &render.Ladder{}
		for i := range n {
			l.Lifelines = append(l.Lifelines, render.Lifeline{Side: flow.Side(i % 2), FD: i, Process: "somebody"}) //nolint:gosec // 0 or 1
		}
		for width := 60; width < 170; width += 7 {
			c := Of(l, cells{}, 4, width-2)
			used := map[int]bool{}
			for i, x := range c.X {
				if x < 4 || x > width-2 {
					t.Fatalf("%d in %d cells: %v", n, width, c.X)
				}
				if c.Form > Crowded && (used[x] || len(c.Heads[i]) == 0) {
					t.Fatalf("%d in %d cells: two lifelines in column %d, or no head", n, width, x)
				}
				used[x] = true
			}
			if crowded := n*9+tightGap > width; crowded != (c.Form == Crowded) && n*9+tightGap+20 < width {
				t.Errorf("%d in %d cells: form %d", n, width, c.Form)
			}
		}
	}
}

// Lifelines of a side are no farther apart than leaves room for whole labels between the sides, unless these are
// too long for that; and whether there is such room is told.
func TestLabelsHaveRoom(t *testing.T) {
	for _, label := range []int{10, 36, 50, 90} {
		l := &render.Ladder{Lifelines: []render.Lifeline{{Side: flow.Initiator}, {Side: flow.Responder}, {Side: flow.Responder}}}
		l.Steps = []render.Step{{Kind: render.Call, Labels: []string{strings.Repeat("c", 99)}}, {Kind: render.Message, To: 1, Labels: []string{strings.Repeat("m", label), "m"}}}
		wants := min(max(GoodGap, label+labelEnds), mostGap)
		whole := false
		for width := 60; width < 170; width++ {
			c := Of(l, cells{}, 4, width-2)
			between, apart := c.X[1]-c.X[0], c.X[2]-c.X[1]
			if c.Whole != (between >= wants) {
				t.Errorf("%d in %d cells: %d between the sides, whole: %t", label, width, between, c.Whole)
			}
			if tight := apart <= minSpacing+2; !c.Whole && !tight && c.Form == Apart {
				t.Errorf("%d in %d cells: %d between the sides, and lifelines %d apart", label, width, between, apart)
			}
			if whole && !c.Whole {
				t.Errorf("%d in %d cells: there is no room, and in one less there is", label, width)
			}
			whole = c.Whole && c.Form == Complete
		}
	}
}
