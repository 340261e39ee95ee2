package arrange_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"wireladder/render/arrange"
)

// Two orders become one: what only the second has stands behind what it follows there, and
// the first stays as it is.
func TestMerge(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3)) //nolint:gosec // a test's
		var first, second []arrange.PhaseStart
		for n := range 12 {
			if s := (arrange.PhaseStart{Phase: "p", Round: n}); r.IntN(3) > 0 {
				first = append(first, s)
			}
			if s := (arrange.PhaseStart{Phase: "p", Round: n}); r.IntN(3) > 0 {
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
		if got := arrange.Merge(first, second); !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v and %v make %v, want %v", seed, first, second, got, want)
		}
	}
}
