package clocks

import "testing"

func TestGrain(t *testing.T) {
	for _, tt := range []struct {
		times []int64
		want  int64
	}{
		{nil, 0},
		{[]int64{0}, 0},
		{[]int64{1_000_000_001, 2_000_000_000}, 0},
		{[]int64{1_000_000_100, 2_000_000_000}, 0},
		{[]int64{1_000_001_000, 2_000_000_000}, 1_000},
		{[]int64{-3_000_000, 0, 7_000_000}, 1_000_000},
		{[]int64{5_000_000_000, 20_000_000_000}, 1_000_000_000},
	} {
		var g Grain
		for _, at := range tt.times {
			g.Add(at)
		}
		if got := g.Size(); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.times, got, tt.want)
		}
	}
}
