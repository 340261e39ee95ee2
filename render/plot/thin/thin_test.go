package thin_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"wireladder/render/figure"
	"wireladder/render/plot/thin"
)

// points makes points of pairs.
func points(xy ...float64) []figure.Point {
	var all []figure.Point
	for i := 0; i < len(xy); i += 2 {
		all = append(all, figure.Point{X: xy[i], Y: xy[i+1]})
	}
	return all
}

// Of a column of a line the first, the lowest, the highest and the last stay, in their order.
func TestLine(t *testing.T) {
	for name, tt := range map[string]struct{ all, want []figure.Point }{
		"nothing":           {nil, nil},
		"few":               {points(0, 1, 0.1, 2, 0.2, 3, 0.3, 4), points(0, 1, 0.1, 2, 0.2, 3, 0.3, 4)},
		"both extremes":     {points(0, 5, 0.1, 9, 0.2, 6, 0.3, 1, 0.4, 7), points(0, 5, 0.1, 9, 0.3, 1, 0.4, 7)},
		"first is lowest":   {points(0, 1, 0.1, 3, 0.2, 9, 0.3, 4, 0.4, 7), points(0, 1, 0.2, 9, 0.4, 7)},
		"level":             {points(0, 1, 0.1, 1, 0.2, 1, 0.3, 1, 0.4, 1), points(0, 1, 0.4, 1)},
		"two columns":       {points(0, 1, 0.1, 2, 0.2, 3, 0.3, 2.5, 0.4, 4, 0.5, 5), points(0, 1, 0.4, 4, 0.5, 5)},
		"backwards in time": {points(3, 1, 1, 2, 3, 3), points(3, 1, 1, 2, 3, 3)},
	} {
		if got := thin.Line(tt.all); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

// Of very many points no more are left than columns have room for, and none of their extremes
// is lost.
func TestLineIsBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var all []figure.Point
	for i := range 100_000 {
		all = append(all, figure.Point{X: float64(i) / 1000, Y: r.Float64()})
	}
	got := thin.Line(all)
	if columns := 100 / thin.Column; float64(len(got)) > 4*columns {
		t.Errorf("%d points in %g columns", len(got), columns)
	}
	least := func(a, b figure.Point) int { return int((a.Y - b.Y) * 1e12) }
	if slices.MinFunc(all, least) != slices.MinFunc(got, least) || slices.MaxFunc(all, least) != slices.MaxFunc(got, least) {
		t.Error("an extreme is lost")
	}
}

// Upright lines of one column that touch are one; what lies between others stays free.
func TestUprights(t *testing.T) {
	for name, tt := range map[string]struct{ all, want []thin.Reach }{
		"nothing":          {nil, []thin.Reach{}},
		"they touch":       {[]thin.Reach{{0, 10, 20}, {0.1, 20, 30}}, []thin.Reach{{0, 10, 30}}},
		"upwards":          {[]thin.Reach{{0, 20, 30}, {0.1, 10, 20}}, []thin.Reach{{0.1, 10, 30}}},
		"one in another":   {[]thin.Reach{{0, 10, 40}, {0.1, 20, 30}}, []thin.Reach{{0, 10, 40}}},
		"apart":            {[]thin.Reach{{0, 10, 20}, {0.1, 21, 30}}, []thin.Reach{{0, 10, 20}, {0.1, 21, 30}}},
		"another column":   {[]thin.Reach{{0, 10, 20}, {0.6, 20, 30}}, []thin.Reach{{0, 10, 20}, {0.6, 20, 30}}},
		"without a height": {[]thin.Reach{{0, 10, 10}, {0.1, 10, 10}}, []thin.Reach{{0, 10, 10}}},
	} {
		before := slices.Clone(tt.all)
		if got := thin.Uprights(tt.all); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		if !slices.Equal(before, tt.all) {
			t.Errorf("%s: they were changed to %v", name, tt.all)
		}
	}
}

// Of what lies on one spot the first stays; nothing that has a spot of its own is left out.
func TestSpots(t *testing.T) {
	all := points(0, 0, 0.2, 0.2, 0.6, 0, 0, 0.6, 0.3, 0.1, -0.1, 0)
	if got, want := thin.Spots(all, 0.5), points(0, 0, 0.6, 0, 0, 0.6, -0.1, 0); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The lowest and the highest of each column stay, wherever they come.
func TestExtremes(t *testing.T) {
	all := points(0, 5, 7, 1, 0.1, 9, 0.2, 1, 7.1, 2, 0.3, 4)
	if got, want := thin.Extremes(all), points(7, 1, 0.1, 9, 0.2, 1, 7.1, 2); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
