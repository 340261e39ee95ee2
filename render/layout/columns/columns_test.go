package columns

import (
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
