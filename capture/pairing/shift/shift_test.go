package shift

import (
	"fmt"
	"testing"
)

func TestBest(t *testing.T) {
	const ms = 1_000_000
	for name, c := range map[string]struct {
		a, b []int64
		want string
	}{
		"nothing":    {nil, nil, "[]"},
		"one each":   {[]int64{5}, []int64{7}, "[]"}, // nothing says that they are the same
		"all":        {[]int64{0, 300 * ms, 700 * ms}, []int64{50 * ms, 351 * ms, 752 * ms}, "[[0 0] [1 1] [2 2]]"},
		"one lost":   {[]int64{0, 300 * ms, 700 * ms}, []int64{51 * ms, 750 * ms}, "[[0 0] [2 1]]"},
		"set back":   {[]int64{0, 300 * ms, 700 * ms}, []int64{-900 * ms, -601 * ms}, "[[0 0] [1 1]]"},
		"like a row": {[]int64{0, 100 * ms, 200 * ms}, []int64{50 * ms, 150 * ms}, "[]"}, // which two of three?
		"too many":   {make([]int64, 257), make([]int64, 2), "[]"},
	} {
		if got := fmt.Sprint(Best(c.a, c.b)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
