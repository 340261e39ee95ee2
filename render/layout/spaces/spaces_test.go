package spaces_test

import (
	"slices"
	"testing"

	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
)

// plain is a medium in which texts come out as they are.
type plain struct{}

func (plain) Encode(s string) string { return s }
func (plain) Cells(s string) int     { return len([]rune(s)) }

// row returns a row of 80 cells with lifelines in some columns.
func row(columns ...int) *spaces.Spaces {
	return &spaces.Spaces{Columns: columns, Ever: columns, First: 4, Right: 79, Medium: plain{}, Most: func(room int) int { return room }}
}

// A state stands on the side of the other end, where no other lifeline is near; else on its other side, if none is or was
// near there; else dots lead to it; else it touches its own; and it hides another only where there is no help.
func TestState(t *testing.T) {
	for _, tt := range []struct {
		columns  []int
		x, other int
		want     int
		far      bool
	}{
		{[]int{4, 60}, 4, 60, 6, false}, {[]int{4, 60}, 60, 4, 51, false},
		{[]int{4, 49, 60}, 60, 4, 62, false},       // a cell is not enough between it and the one on its left
		{[]int{4, 48, 60}, 60, 4, 51, false},       // two are
		{[]int{4, 50, 60, 70}, 60, 4, 40, true},    // on both sides it could be a neighbour's
		{[]int{4, 51, 60, 79}, 60, 4, 62, false},   // there is room up to the next
		{[]int{4, 71, 79}, 79, 4, 61, true},        // and none beyond the edge
		{[]int{4, 14}, 4, 14, 5, false},            // it touches its own
		{[]int{4, 12}, 4, 12, 6, false},            // there is no help
		{[]int{20, 29, 60}, 20, 60, 20 - 9, false}, // there is room on its left
		{[]int{4, 12, 20, 79}, 12, 79, 23, true},
		{[]int{4, 12, 20, 28, 79}, 12, 28, 14, false}, // dots lead to none beyond the other end
	} {
		got := row(tt.columns...).State("[CLOSED]", tt.x, tt.other)
		if got.X != tt.want || got.Far != tt.far {
			t.Errorf("%d of %v: %+v, want it at %d", tt.x, tt.columns, got, tt.want)
		}
	}
}

// Where a lifeline was, no state of another stands: it would be taken for one of that.
func TestStateKeepsFromWhereALifelineWas(t *testing.T) {
	s := row(20, 29, 60)
	s.Ever = []int{10, 20, 29, 60}
	if got, want := s.State("[CLOSED]", 20, 60), (sheet.Leader{From: 21, To: 30}); !got.Far || got.Leader(plain{}, 0) != want {
		t.Errorf("%+v", got)
	}
}

// Two states stand in a row, if there is room between them: more, if dots lead to one of them.
func TestStates(t *testing.T) {
	for _, tt := range []struct {
		columns     []int
		left, right string
		want        int
	}{
		{[]int{4, 60}, "[LAST-ACK]", "[CLOSED]", 1}, {[]int{4, 22}, "[LAST-ACK]", "[CLOSED]", 2},
		{[]int{4, 60}, "", "[CLOSED]", 1}, {[]int{4, 60}, "", "", 0},
		{[]int{4, 40, 52, 62, 72}, "[ESTABLISHED]", "[SYN-RECEIVED]", 2}, {[]int{4, 50, 62, 72}, "[ESTABLISHED]", "[SYN-RECEIVED]", 1},
	} {
		if _, rows := row(tt.columns...).States(tt.left, tt.right, 4, tt.columns[len(tt.columns)-1]); rows != tt.want {
			t.Errorf("%s and %s at %v take %d rows, want %d", tt.left, tt.right, tt.columns, rows, tt.want)
		}
	}
}

// Dots lead from a state that is far to its own lifeline.
func TestDotsOfStates(t *testing.T) {
	got := row(4, 44, 52, 60, 68).State("[CLOSED]", 60, 4)
	if leads, want := got.Leader(plain{}, 0), (sheet.Leader{From: 43, To: 59}); got.X != 34 || leads != want {
		t.Errorf("%+v and %+v", got, leads)
	}
}

// The mark of what is lost stands in the widest space, apart from the lifeline behind it, and its label before it.
func TestLost(t *testing.T) {
	for _, tt := range []struct {
		from, to, label     int
		columns             []int
		wantBegin, wantMark int
	}{
		{4, 60, 10, []int{4, 60}, 3, 28},         // half way
		{4, 60, 30, []int{4, 60}, 3, 35},         // behind the label
		{4, 79, 30, []int{4, 45, 79}, 3, 37},     // half way, and before the next lifeline
		{4, 79, 33, []int{4, 45, 79}, 2, 37},     // a cell closer together
		{4, 79, 37, []int{4, 45, 79}, 0, 0},      // there is no room
		{79, 4, 10, []int{4, 60, 79}, 3, 37},     // the other way, in the widest space
		{79, 4, 30, []int{4, 60, 79}, 22, 54},    // with the label in that, too
		{79, 4, 30, []int{4, 30, 60, 79}, 0, 0},  // where that is wide enough
		{4, 30, 10, []int{4, 30, 60, 79}, 3, 15}, // others do not matter
	} {
		if begin, mark := row(tt.columns...).Lost(tt.from, tt.to, tt.label); begin != tt.wantBegin || mark != tt.wantMark {
			t.Errorf("%+v: label at %d, mark at %d", tt, begin, mark)
		}
	}
}

// A label stands in the nearest space that is wide enough for what it says.
func TestLabel(t *testing.T) {
	recv := []string{`recv() = "hello"`, `recv() = "hell…"`, "recv() = 5"}
	for _, tt := range []struct {
		columns []int
		forms   []string
		x       int
		left    bool
		want    spaces.Label
	}{
		{[]int{4, 79}, recv, 79, true, spaces.Label{Text: recv[0], X: 61, In: sheet.Span{Lo: 6, Hi: 77}}},
		{[]int{4, 60, 79}, recv, 79, true, spaces.Label{Text: recv[0], X: 62}}, // without a dash
		{[]int{4, 61, 79}, recv, 79, true, spaces.Label{Text: recv[0], X: 43, Far: true, In: sheet.Span{Lo: 6, Hi: 59}}},
		{[]int{4, 69, 79}, recv, 79, true, spaces.Label{Text: recv[0], X: 51, Far: true, In: sheet.Span{Lo: 6, Hi: 67}}},
		{[]int{4, 14, 79}, recv, 4, false, spaces.Label{Text: recv[0], X: 17, Far: true, In: sheet.Span{Lo: 17, Hi: 78}}},
		{[]int{4, 14, 79}, []string{"close()"}, 4, false, spaces.Label{Text: "close()", X: 6}},
		{[]int{4, 13, 79}, []string{"close()"}, 4, false, spaces.Label{Text: "close()", X: 16, Far: true, In: sheet.Span{Lo: 16, Hi: 78}}},
		{[]int{4, 39, 74}, []string{"accept() = fd 5 from 127.0.0.1:40001", "accept() = fd 5 from :40001", "accept() = fd 5", "accept()"}, 74, true, spaces.Label{Text: "accept() = fd 5 from :40001", X: 45}},
		{[]int{50, 74}, []string{"select({17, 25, 27}) waits", "select() waits"}, 50, false, spaces.Label{Text: "select() waits", X: 53}},
		{[]int{4, 14, 24, 34, 44, 54, 64, 74}, []string{"bind(0.0.0.0:12001)", "bind()"}, 74, true, spaces.Label{Text: "bind()", X: 66}},
		{[]int{4, 14, 24, 34, 44, 54, 64, 74}, recv, 74, true, spaces.Label{Text: recv[0], X: 56, In: sheet.Span{Lo: 1, Hi: 72}}},
	} {
		s := row(tt.columns...)
		got := s.Label(tt.forms, tt.x, tt.left)
		if got.Text != tt.want.Text || got.X != tt.want.X || got.Far != tt.want.Far {
			t.Errorf("%d of %v: %+v, want %+v", tt.x, tt.columns, got, tt.want)
		}
		if got.Far {
			l := got.Leader(plain{}, 3)
			if before, behind := got.X+len([]rune(got.Text)) < l.From, l.To < got.X; !before && !behind || l.To >= tt.x && tt.left {
				t.Errorf("%+v leads from %+v to %d", l, got, tt.x)
			}
		}
	}
}

// A shorter label would rather be longer, the nearest place first, but no better than it is.
func TestBetter(t *testing.T) {
	forms := []string{"accept() = fd 5 from :1", "accept()"}
	s := row(4, 60, 79)
	var got []int
	for _, l := range s.Better(forms, 79, true, spaces.Label{Text: "accept()", X: 69}) {
		got = append(got, l.X)
	}
	if want := []int{60 - 2 - len(forms[0])}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if all := s.Better(forms, 79, true, spaces.Label{Text: forms[0], X: 35, Far: true}); len(all) > 0 {
		t.Errorf("the longest would rather stand at %+v", all)
	}
}

func TestNeighbours(t *testing.T) {
	s := row(4, 30, 60, 79)
	if got := s.Widest(4, 79); got != (sheet.Span{Lo: 32, Hi: 59}) {
		t.Errorf("the widest space is %+v", got)
	}
	if got := []int{s.Next(35, 79), s.Next(35, 4), s.Next(65, 79)}; !slices.Equal(got, []int{60, 30, 79}) {
		t.Errorf("the next ones are %v", got)
	}
	if got := s.Around(35, 4, 79, 20); got != (sheet.Span{Lo: 32, Hi: 59}) {
		t.Errorf("around 35 is %+v", got)
	}
	if got := s.Around(35, 4, 79, 40); got != (sheet.Span{Lo: 6, Hi: 78}) {
		t.Errorf("around 35 is %+v", got)
	}
}
