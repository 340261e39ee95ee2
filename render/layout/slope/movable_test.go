package slope_test

import (
	"testing"

	"wireladder/render/layout/slope"
	"wireladder/render/sheet"
)

// plain is a medium in which texts come out as they are.
type plain struct{}

func (plain) Encode(s string) string { return s }
func (plain) Cells(s string) int     { return len([]rune(s)) }

// The label of a call gets the best place that arrows leave free, and keeps its own where they leave none.
func TestMovable(t *testing.T) {
	s := &sheet.Sheet{
		Verticals: []sheet.Vertical{{X: 4, From: 0, To: 9}, {X: 60, From: 0, To: 9}, {X: 70, From: 0, To: 9}},
		Arrows:    []sheet.Arrow{{From: 4, To: 60, Y: 2}},
		Texts: []sheet.Text{
			{X: 49, Y: 1, S: " accept() "}, {X: 49, Y: 2, S: " accept() "}, {X: 61, Y: 4, S: " send() "},
		},
	}
	leader := sheet.Leader{From: 59, To: 68, Y: 4}
	better := []slope.Spot{{X: 43, S: "accept() = fd 5"}}
	slope.Route(s, plain{}, slope.Area{Bottom: 10, Width: 80}, nil, []slope.Level{{Labels: []string{"ACK"}, Lo: 4, Hi: 60, Y: 2}}, []slope.Movable{
		{Text: 0, Better: better}, {Text: 1, Better: better},
		{Text: 2, Better: []slope.Spot{{X: 50, S: "send(hello)"}, {X: 46, S: "send(hello)", Leader: &leader}}},
	})
	for i, want := range []string{" accept() = fd 5 ", " accept() ", " send(hello) "} {
		if got := s.Texts[i].S; got != want {
			t.Errorf("label %d is %q, want %q", i, got, want)
		}
	}
	if s.Texts[2].X != 45 || len(s.Leaders) != 1 || s.Leaders[0] != leader {
		t.Errorf("%+v, %+v", s.Texts[2], s.Leaders)
	}
}
