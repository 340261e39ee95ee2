package quiz

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// Blanks is how many fields are blank as a rule.
const Blanks = 10

// Options say what is asked for.
type Options struct {
	Blanks int    // at most so many; 0: as Blanks
	Seed   uint64 // of the lot: the same seed asks of the same diagram for the same
}

// draw draws at most so many of the fields by lot: of each kind in turn as long as there are some, and
// no two of one row. They are in the order of rows.
func draw(all []cloze, most int, seed uint64) []cloze {
	lot, left := rand.New(rand.NewPCG(seed, 0)), make([][]cloze, kinds) //nolint:gosec // a lot that can be drawn again
	for _, i := range lot.Perm(len(all)) {
		left[all[i].kind] = append(left[all[i].kind], all[i])
	}
	var drawn []cloze
	taken := map[int]bool{}
	for len(drawn) < most && len(left) > 0 {
		k := len(drawn) % len(left)
		f, rest, ok := next(left[k], taken)
		if left[k] = rest; !ok {
			left = slices.Delete(left, k, k+1)
			continue
		}
		taken[f.step] = true
		drawn = append(drawn, f)
	}
	slices.SortStableFunc(drawn, func(a, b cloze) int { return cmp.Compare(a.step, b.step) })
	return drawn
}

// next returns the first field of a row that is not taken, and those behind it.
func next(all []cloze, taken map[int]bool) (f cloze, rest []cloze, ok bool) {
	i := slices.IndexFunc(all, func(f cloze) bool { return !taken[f.step] })
	if i < 0 {
		return cloze{}, nil, false
	}
	return all[i], all[i+1:], true
}
