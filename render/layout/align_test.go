package layout

import (
	"math/rand/v2"
	"slices"
	"testing"

	"wireladder/render"
	"wireladder/render/layout/columns"
	"wireladder/render/layout/page"
)

// Two orders become one: what only the second has stands behind what it follows there, and
// the first stays as it is.
func TestMerge(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // a test's
		var first, second []phaseStart
		for n := range 12 {
			if s := (phaseStart{"p", n}); r.IntN(3) > 0 {
				first = append(first, s)
			}
			if s := (phaseStart{"p", n}); r.IntN(3) > 0 {
				second = append(second, s)
			}
		}
		r.Shuffle(len(second), func(i, j int) { second[i], second[j] = second[j], second[i] })
		want, next := slices.Clone(first), 0
		for _, s := range second {
			at := slices.Index(want, s)
			if at < 0 {
				at = next
				want = slices.Insert(want, at, s)
			}
			next = max(next, at+1)
		}
		if got := merge(first, second); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v and %v make %v, want %v", seed, first, second, got, want)
		}
	}
}

// cells is a medium whose characters take a cell each. It counts what it is asked.
type cells struct{ asked int }

func (c *cells) Encode(s string) string { return s }
func (c *cells) Cells(s string) int     { c.asked++; return len(s) }

// To find columns for twice as many lifelines that never end is twice the work.
func TestColumnsAreLinear(t *testing.T) {
	asked := func(n int) int {
		l := &render.Ladder{Steps: make([]render.Step, n), Lifelines: make([]render.Lifeline, n)}
		for i := range l.Lifelines {
			l.Lifelines[i] = render.Lifeline{Begin: i, End: -1, Last: i, FD: 3}
		}
		m := &cells{}
		p := page.New(m, 80)
		if c := columns.Of(l, p.Medium, 4, 78); !c.Folded {
			t.Errorf("%d lifelines stand beside each other", n)
		}
		return m.asked
	}
	if some, more := asked(1000), asked(2000); more > 2*some+100 {
		t.Errorf("%d widths are asked for, %d of twice as many", some, more)
	}
}
