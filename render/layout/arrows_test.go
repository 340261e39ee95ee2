package layout_test

import (
	"slices"
	"testing"

	"wireladder/capture/runtest"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
)

// plainMedium shows everything as it is, a cell a character.
type plainMedium struct{}

func (plainMedium) Encode(s string) string { return s }
func (plainMedium) Cells(s string) int     { return len([]rune(s)) }

// The mark of a packet that is lost stands between the lifelines.
func TestMarkOfALostPacket(t *testing.T) {
	d := rendertest.Build(runtest.LostDatagram())
	placed := layout.Of(&d, layout.Options{Medium: plainMedium{}})
	lost := slices.IndexFunc(placed.Arrows, func(a sheet.Arrow) bool { return a.End == sheet.Broken })
	if lost < 0 {
		t.Fatalf("no arrow is broken: %+v", placed.Arrows)
	}
	for _, v := range placed.Verticals {
		if v.X == placed.Arrows[lost].To {
			t.Errorf("the mark at %d stands on a lifeline", v.X)
		}
	}
}
