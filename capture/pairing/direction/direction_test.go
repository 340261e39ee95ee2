package direction

import "testing"

func TestTally(t *testing.T) {
	for name, c := range map[string]struct {
		by   []int64
		hops []int
		want int
	}{
		"nothing":       {nil, nil, 0},
		"there":         {[]int64{5, 7, 9}, nil, 1},
		"back":          {[]int64{-5, -7, -9}, []int{1}, -1}, // times tell it better
		"one place":     {[]int64{5, -7, 9, -1, 0}, nil, 0},
		"routers there": {nil, []int{1, 1, -1}, 1},
		"routers back":  {[]int64{5, -7}, []int{-1}, -1},
	} {
		var l Leaning
		for _, by := range c.by {
			l.Add(by)
		}
		for _, by := range c.hops {
			l.Hop(by)
		}
		if got := l.Says(); got != c.want || l.BothWays() != (len(c.by) > 0) {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
		if len(c.by) == 3 && l.Trip() != 7 || c.by == nil && l.Trip() != 0 {
			t.Errorf("%s: trip %d", name, l.Trip())
		}
	}
}
