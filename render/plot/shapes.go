package plot

import (
	"math"

	"wireladder/render/figure"
)

// size is how far a mark reaches from its middle, in points; tiny how far one of many does, and
// large how far one does that others may lie upon.
const (
	size  = 4.5
	tiny  = 1.6
	large = 7.5
)

// shapes are the corners of marks at size 1; a shape is closed. Who sees no colours tells marks
// by them.
var shapes = map[figure.CurveKind][][]figure.Point{
	figure.SampleMark:  {polygon(4, 0)},
	figure.FastMark:    {polygon(3, 0)},
	figure.TailMark:    {polygon(4, 0)},
	figure.TimeoutMark: {polygon(4, 45)},
	figure.NothingMark: {polygon(16, 0)},
	figure.AgainMark:   {polygon(3, 0)},
	figure.CauseMark:   {polygon(4, 45)},
	figure.LateMark:    {polygon(3, -90)},
	figure.LostMark:    {{{X: -0.8, Y: -0.8}, {X: 0.8, Y: 0.8}}, {{X: -0.8, Y: 0.8}, {X: 0.8, Y: -0.8}}},
	figure.ClosedMark:  {polygon(4, 0)},
	figure.ProbeMark:   {{{X: -1, Y: 0}, {X: 1, Y: 0}}, {{X: 0, Y: -1}, {X: 0, Y: 1}}},
	figure.SYNMark:     {polygon(3, 90)},
	figure.FINMark:     {polygon(3, 180)},
	figure.RSTMark:     {polygon(3, 180)},
}

// polygon returns the corners of a regular polygon that stands on its middle, the first corner
// above it, turned clockwise by so many degrees.
func polygon(corners int, turned float64) []figure.Point {
	var all []figure.Point
	for i := range corners + 1 {
		sin, cos := math.Sincos(2*math.Pi*float64(i)/float64(corners) + turned*math.Pi/180)
		all = append(all, figure.Point{X: sin, Y: -cos})
	}
	return all
}

// shape returns the strokes of a mark at a point.
func shape(kind figure.CurveKind, at figure.Point) [][]figure.Point {
	reach := size
	switch kind {
	case figure.SampleMark:
		reach = tiny
	case figure.ProbeMark:
		reach = large
	}
	var all [][]figure.Point
	for _, corners := range shapes[kind] {
		moved := make([]figure.Point, len(corners))
		for i, p := range corners {
			moved[i] = figure.Point{X: at.X + p.X*reach, Y: at.Y + p.Y*reach}
		}
		all = append(all, moved)
	}
	return all
}
