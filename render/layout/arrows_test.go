package layout_test

import (
	"slices"
	"testing"

	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
)

// plainMedium shows everything as it is, a cell a character.
type plainMedium struct{}

func (plainMedium) Encode(s string) string { return s }
func (plainMedium) Cells(s string) int     { return len([]rune(s)) }

// arrows returns the sheet of a diagram that the tests of package render keep, and the first
// arrow on it that has an end.
func arrows(t *testing.T, name string, end sheet.ArrowEnd) (*sheet.Sheet, sheet.Arrow) {
	t.Helper()
	placed := layout.Of(rendertest.ReadDiagram(t, "../testdata/"+name+".diagram.txt"), layout.Options{Medium: plainMedium{}})
	i := slices.IndexFunc(placed.Arrows, func(a sheet.Arrow) bool { return a.End == end })
	if i < 0 {
		t.Fatalf("no arrow ends so: %+v", placed.Arrows)
	}
	return placed, placed.Arrows[i]
}

// The mark of a packet that is lost stands between the lifelines, and so does the end of an
// arrow whose packet has not arrived.
func TestEndsOfArrowsThatDoNotArrive(t *testing.T) {
	for name, end := range map[string]sheet.ArrowEnd{"wire/udp-loss": sheet.Broken, "wire/on-its-way": sheet.Open} {
		placed, arrow := arrows(t, name, end)
		for _, v := range placed.Verticals {
			if v.X == arrow.To {
				t.Errorf("%s: the end at %d stands on a lifeline", name, v.X)
			}
		}
	}
}

// A packet that its receiver's kernel drops ends in a mark beside that one's lifeline, and the
// legend says so.
func TestDroppedIsExplained(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/udp.diagram.txt")
	steps := d.Ladders[0].Steps
	s := &steps[slices.IndexFunc(steps, func(s render.Step) bool { return s.Kind == render.Message })]
	s.Dropped = "dropped: receive buffer full"
	placed := layout.Of(d, layout.Options{Medium: plainMedium{}})
	end := placed.Arrows[slices.IndexFunc(placed.Arrows, func(a sheet.Arrow) bool { return a.End == sheet.Broken })].To
	if !slices.ContainsFunc(placed.Verticals, func(v sheet.Vertical) bool { return v.X == end+1 || v.X == end-1 }) {
		t.Errorf("the mark at %d is not beside a lifeline", end)
	}
	for _, want := range []string{s.Dropped, "a packet that arrives, and is dropped by the kernel there"} {
		if !slices.ContainsFunc(placed.Texts, func(text sheet.Text) bool { return text.S == want }) {
			t.Errorf("%q is not said", want)
		}
	}
}

// The arrow of a socket that talks to itself leaves its lifeline and comes back to it one row below, with as
// much of its label as there is room for.
func TestLoops(t *testing.T) {
	for _, width := range []int{30, 80} {
		d := rendertest.ReadDiagram(t, "../testdata/udp.diagram.txt")
		steps := d.Ladders[0].Steps
		s := &steps[slices.IndexFunc(steps, func(s render.Step) bool { return s.Kind == render.Message })]
		s.To = s.From
		placed := layout.Of(d, layout.Options{Medium: plainMedium{}, Width: width})
		if len(placed.Slopes) != 1 {
			t.Fatalf("%d cells: %+v", width, placed.Slopes)
		}
		out, back := placed.Slopes[0].Points[1], placed.Slopes[0].Points[3]
		if out.X >= width || back.Y != out.Y+1 || out.X < back.X+4 {
			t.Errorf("%d cells: it turns at %v, and comes back at %v", width, out, back)
		}
		if !slices.ContainsFunc(placed.Verticals, func(v sheet.Vertical) bool { return v.X == back.X-1 && v.From < back.Y && v.To >= back.Y }) {
			t.Errorf("%d cells: no lifeline at %v", width, back)
		}
		if !slices.ContainsFunc(placed.Texts, func(text sheet.Text) bool {
			return text.Kind == sheet.Label && text.Y == out.Y && text.X+len(text.S) <= out.X
		}) {
			t.Errorf("%d cells: no label before %v", width, out)
		}
	}
}
