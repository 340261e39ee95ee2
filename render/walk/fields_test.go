package walk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/rendertest"
	"wireladder/render/walk"
)

// What two have in common is counted, what they have not is told, also of several fields of one name.
func TestCompare(t *testing.T) {
	one := []walk.StepField{{"protocol", "TCP"}, {"seq", "1"}, {"option", "MSS"}, {"option", "SACK"}, {"flags", "SYN"}, {"none", ""}}
	other := []walk.StepField{{"protocol", "TCP"}, {"seq", "7"}, {"option", "MSS"}, {"ack", "9"}, {"flags", "SYN"}}
	all, same := walk.Compare(one, other)
	want := []walk.Difference{{"seq", "1", "7"}, {"option", "SACK", ""}, {"ack", "", "9"}}
	if d := cmp.Diff(want, all); d != "" || same != 4 {
		t.Errorf("%d are the same; %s", same, d)
	}
	if all, _ := walk.Compare(one, one); len(all) > 0 {
		t.Errorf("one and the same differ: %v", all)
	}
}

// A step that another walk of the same run has in hand is found, and where it is folded, its row.
func TestClosest(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/tcp.diagram.txt")
	from, same, short := walk.New(d), walk.New(d), walk.New(focus.Of(d))
	last := 0
	for i := range from.Steps() {
		from.Go(i)
		if same.Closest(from); same.Here() != i {
			t.Errorf("step %d is %d", i, same.Here())
		}
		if short.Closest(from); short.Here() < last || short.Here() < short.Steps()-1 && short.Step(short.Here()).Time.Before(from.Step(i).Time) {
			t.Errorf("step %d is row %d, behind %d", i, short.Here(), last)
		}
		last = short.Here()
	}
	if short.Closest(walk.New(&render.Diagram{})); short.Here() != last {
		t.Error("a walk without steps has one in hand")
	}
}
