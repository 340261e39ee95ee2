package aside_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render/layout/aside"
	"wireladder/render/sheet"
)

// plain is a medium in which texts come out as they are.
type plain struct{}

func (plain) Encode(s string) string { return s }
func (plain) Cells(s string) int     { return len([]rune(s)) }

// An explanation begins in its row, or below the one before; it goes on indented, and marked where something else is in its row.
func TestAside(t *testing.T) {
	s, a := &sheet.Sheet{}, aside.Aside{X: 50, Width: 14}
	a.Put(s, plain{}, "asks to connect; the SYN uses up", 3)
	a.Mark(s, plain{}, 4)
	a.Put(s, plain{}, "agrees", 4)
	for y := range 9 {
		a.Mark(s, plain{}, 7+y) // nothing goes on there
	}
	want := []sheet.Text{
		{X: 50, Y: 3, S: "asks to"}, {X: 50, Y: 4, S: "… connect; the"}, {X: 52, Y: 5, S: "SYN uses up"},
		{X: 50, Y: 6, S: "agrees"},
	}
	if diff := cmp.Diff(want, s.Texts); diff != "" {
		t.Error(diff)
	}
	if a.Next != 7 {
		t.Errorf("the next free row is %d", a.Next)
	}
}
