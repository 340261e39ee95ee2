package spaces_test

import (
	"slices"
	"testing"

	"wireladder/render/layout/spaces"
	"wireladder/render/sheet"
)

// A sentence stands where it takes the fewest rows, nearer rather than further off; no line has a word alone that could
// have others; and from afar dots lead to its lifeline.
func TestParagraph(t *testing.T) {
	for _, tt := range []struct {
		said    string
		columns []int
		x       int
		among   func(*spaces.Spaces) []sheet.Span
		want    []string
		at      int
		leads   sheet.Leader // the zero value: nothing does
	}{
		{"end of the stream", []int{4, 50, 79}, 79, below(79, true), []string{"end of the stream"}, 59, sheet.Leader{}},
		{"end of the stream", []int{4, 60, 79}, 79, below(79, true), []string{"end of the stream"}, 41, sheet.Leader{From: 59, To: 78}},
		{"the peer's RST has come", []int{4, 65, 79}, 79, below(79, true), []string{"the peer's RST has come"}, 40, sheet.Leader{From: 64, To: 78}},
		{"the bytes wait", []int{4, 14, 79}, 4, below(4, false), []string{"the bytes wait"}, 17, sheet.Leader{From: 5, To: 15}},
		{"asks to connect", []int{4, 30, 79}, 4, onWay(4, 79), []string{"asks to connect"}, 6, sheet.Leader{}},
		{"asks to connect", []int{4, 14, 79}, 4, onWay(4, 79), []string{"asks to connect"}, 17, sheet.Leader{From: 5, To: 15}},
		{"agrees: ack=1 covers the SYN, and its own SYN opens the way back", []int{4, 60, 79}, 4, onWay(4, 79),
			[]string{"agrees: ack=1 covers the SYN, and", "its own SYN opens the way back"}, 6, sheet.Leader{}},
		{"to itself", []int{4}, 4, onWay(4, 4), []string{"to itself"}, 6, sheet.Leader{}},
		{"unbreakable", []int{4, 8, 16}, 4, onWay(4, 16), []string{"unbr", "eaka", "ble"}, 11, sheet.Leader{From: 5, To: 9}},
	} {
		s := row(tt.columns...)
		got := s.Paragraph(tt.said, tt.x, tt.among(s), 72, sheet.Balanced)
		if !slices.Equal(got.Lines, tt.want) {
			t.Errorf("%q among %v: %q", tt.said, tt.columns, got.Lines)
			continue
		}
		if x := got.X(plain{}, got.Lines[0]); x != tt.at || got.Far != (tt.leads != sheet.Leader{}) {
			t.Errorf("%q among %v: it begins at %d, far: %v", tt.said, tt.columns, x, got.Far)
		}
		if leads := got.Leader(plain{}, 0); got.Far && leads != tt.leads {
			t.Errorf("%q among %v: dots from %d to %d", tt.said, tt.columns, leads.From, leads.To)
		}
	}
}

// below has what is said of a call at a lifeline, whose label stands there too.
func below(x int, left bool) func(*spaces.Spaces) []sheet.Span {
	return func(s *spaces.Spaces) []sheet.Span { return s.BelowCall(x, left, &spaces.Label{}) }
}

// onWay has what is said of a packet.
func onWay(lo, hi int) func(*spaces.Spaces) []sheet.Span {
	return func(s *spaces.Spaces) []sheet.Span { return s.OnWay(lo, hi) }
}

// What is said of a call whose label is far from its lifeline stands below the label, with dots as this has.
func TestParagraphBelowFarLabel(t *testing.T) {
	s := row(4, 60, 79)
	at := s.Label([]string{`recv() = "hello 1\n"`}, 79, true)
	if !at.Far {
		t.Fatalf("the label is near: %+v", at)
	}
	got := s.Paragraph("end of it", 79, s.BelowCall(79, true, &at), 72, sheet.Balanced)
	if !got.Far || got.In != at.In {
		t.Errorf("%+v below %+v", got, at)
	}
}

// What says of what it is stands in a wide space, rather on the left.
func TestRoomy(t *testing.T) {
	for _, tt := range []struct {
		columns []int
		lo, hi  int
		want    sheet.Span
	}{
		{[]int{4, 40, 79}, 4, 79, sheet.Span{Lo: 6, Hi: 39}},
		{[]int{4, 30, 79}, 4, 79, sheet.Span{Lo: 32, Hi: 78}},
		{[]int{4, 14, 45, 79}, 4, 79, sheet.Span{Lo: 16, Hi: 44}},
		{[]int{4, 79}, 4, 79, sheet.Span{Lo: 6, Hi: 78}},
		{[]int{4}, 4, 4, sheet.Span{Lo: 6, Hi: 79}},
	} {
		if got := row(tt.columns...).Roomy(tt.lo, tt.hi); got != tt.want {
			t.Errorf("from %d to %d among %v: %+v, want %+v", tt.lo, tt.hi, tt.columns, got, tt.want)
		}
	}
}
