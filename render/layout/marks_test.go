package layout_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
)

// everySheet calls check with the sheets of all diagrams that the tests of package render keep, in several widths.
func everySheet(t *testing.T, check func(t *testing.T, s *sheet.Sheet)) {
	t.Helper()
	files, err := filepath.Glob("../testdata/*.diagram.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d diagrams: %v", len(files), err)
	}
	wire, _ := filepath.Glob("../testdata/wire/*.diagram.txt")
	for _, file := range append(files, wire...) {
		d := rendertest.ReadDiagram(t, file)
		for _, width := range []int{80, 100, 120, 160} {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".diagram.txt"), func(t *testing.T) {
				check(t, layout.Of(d, layout.Options{Width: width, Medium: plainMedium{}, Detail: render.Brief}))
			})
		}
	}
}

// stands reports whether a lifeline is drawn in a cell.
func stands(s *sheet.Sheet, x, y int) bool {
	for _, v := range s.Verticals {
		if v.X == x && v.From <= y && y <= v.To {
			return true
		}
	}
	return false
}

// A state stands beside its own lifeline, or dots lead there; it goes on to the row of the last one.
func TestStatesHangOnTheirLifelines(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		for _, text := range s.Texts {
			if text.Kind != sheet.StateName || !strings.HasPrefix(text.S, "[") {
				continue
			}
			end := text.X + len(text.S)
			y := text.Y
			led := slices.ContainsFunc(s.Leaders, func(l sheet.Leader) bool {
				return l.Y == y && (l.From == end+1 && stands(s, l.To+1, y) || l.To == text.X-2 && stands(s, l.From-1, y))
			})
			if !led && !stands(s, text.X-1, y) && !stands(s, text.X-2, y) && !stands(s, end, y) && !stands(s, end+1, y) {
				t.Errorf("%s in row %d stands beside no lifeline", text.S, y)
			}
		}
	})
}

// A state without dots is nearer to one lifeline than to any other: between two it would belong to either.
func TestStatesBelongToOneLifeline(t *testing.T) {
	states := 0
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		for _, text := range s.Texts {
			end, y := text.X+len(text.S), text.Y
			if text.Kind != sheet.StateName || !strings.HasPrefix(text.S, "[") || slices.ContainsFunc(s.Leaders, func(l sheet.Leader) bool {
				return l.Y == y && (l.From == end+1 || l.To == text.X-2)
			}) {
				continue
			}
			states++
			before, behind := 0, 0
			for before < 9 && !stands(s, text.X-1-before, y) {
				before++
			}
			for behind < 9 && !stands(s, end+behind, y) {
				behind++
			}
			if before == behind {
				t.Errorf("%s in row %d stands in the middle between two lifelines", text.S, y)
			}
		}
	})
	if states == 0 {
		t.Error("there is no state")
	}
}

// A blank stands between a call and its lifeline, or the dash to it.
func TestCallsTouchNoDash(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		dashes := map[sheet.Point]bool{}
		for _, j := range s.Junctions {
			x := j.X + 1
			if j.Left {
				x = j.X - 1
			}
			dashes[sheet.Point{X: x, Y: j.Y}] = true
		}
		for _, text := range s.Texts {
			to := text.X + len([]rune(text.S))
			if text.Kind == sheet.CallName && (text.S[0] != ' ' && dashes[sheet.Point{X: text.X - 1, Y: text.Y}] || !strings.HasSuffix(text.S, " ") && dashes[sheet.Point{X: to, Y: text.Y}]) {
				t.Errorf("%q touches the dash to its lifeline in row %d", text.S, text.Y)
			}
		}
	})
}

// Neither calls nor what stands on level arrows hide a lifeline where several clients stand beside each other.
func TestLabelsHideNoLifeline(t *testing.T) {
	for _, width := range []int{80, 100, 120, 160} {
		d := rendertest.ReadDiagram(t, "../testdata/tcp-3.diagram.txt")
		for i := range d.Ladders[0].Steps {
			if s := &d.Ladders[0].Steps[i]; len(s.Labels) > 0 && strings.HasPrefix(s.Labels[0], "FIN,ACK") {
				s.Labels = []string{"FIN,ACK seq=7 ack=10"} // as wide as there is room for at 80 cells
			}
		}
		s := layout.Of(d, layout.Options{Width: width, Medium: plainMedium{}, Detail: render.Brief})
		for _, text := range s.Texts {
			for x := text.X; (text.Kind == sheet.Label || text.Kind == sheet.CallName) && x < text.X+len([]rune(text.S)); x++ {
				if stands(s, x, text.Y) {
					t.Errorf("%d cells: %q hides the lifeline at %d in row %d", width, text.S, x, text.Y)
				}
			}
		}
	}
}

// A packet that is lost ends in a mark that is apart from the next lifeline.
func TestLostPacketsDoNotComeToALifeline(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		for _, a := range s.Arrows {
			step := 1
			if a.To < a.From {
				step = -1
			}
			if a.End != sheet.Broken || stands(s, a.To+step, a.Y) && isDropped(s, a.Y) {
				continue
			}
			for x := a.To; x != a.To+3*step; x += step {
				if stands(s, x, a.Y) {
					t.Errorf("the mark at %d in row %d is %d cells before a lifeline", a.To, a.Y, x-a.To)
				}
			}
		}
	})
}

// isDropped reports whether something is said to be dropped below a row.
func isDropped(s *sheet.Sheet, y int) bool {
	for _, text := range s.Texts {
		if text.Y > y && text.Y <= y+2 && strings.HasPrefix(text.S, "dropped") {
			return true
		}
	}
	return false
}

// Neither phases nor waits cut a lifeline.
func TestRulesCutNoLifeline(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		rules := map[int]bool{}
		for _, r := range s.Rules {
			rules[r.Y] = true
		}
		for _, text := range s.Texts {
			for x := text.X; rules[text.Y] && text.Kind == sheet.Faint && strings.HasPrefix(text.S, " ") && x < text.X+len([]rune(text.S)); x++ {
				if stands(s, x, text.Y) {
					t.Errorf("%q cuts the lifeline at %d in row %d", text.S, x, text.Y)
				}
			}
		}
	})
}

// Calls hide no lifeline, as long as somewhere between lifelines is room for them; a dotted line leads past others.
func TestCallsHideNoLifeline(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/tcp-3.diagram.txt")
	s := layout.Of(d, layout.Options{Width: 160, Medium: plainMedium{}})
	for _, text := range s.Texts {
		for x := text.X; text.Kind == sheet.CallName && x < text.X+len([]rune(text.S)); x++ {
			if stands(s, x, text.Y) {
				t.Errorf("%q hides the lifeline at %d", text.S, x)
			}
		}
	}
	if len(s.Leaders) < 2 {
		t.Fatal("no line leads past a lifeline")
	}
	for _, l := range s.Leaders[:len(s.Leaders)-1] { // the last one is the legend's
		if !stands(s, l.To+1, l.Y) && !stands(s, l.From-1, l.Y) {
			t.Errorf("%+v leads to no lifeline", l)
		}
	}
}

// The legend explains the dots that lead past lines where there are some, and only there.
func TestLegendExplainsDots(t *testing.T) {
	seen := map[bool]bool{}
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		meaning := slices.IndexFunc(s.Texts, func(text sheet.Text) bool { return strings.HasPrefix(text.S, "leads ") })
		used := slices.ContainsFunc(s.Leaders, func(l sheet.Leader) bool { return meaning < 0 || l.Y < s.Texts[meaning].Y })
		if used != (meaning >= 0) {
			t.Errorf("dots: %t, explained: %t", used, meaning >= 0)
		}
		if meaning >= 0 && !slices.ContainsFunc(s.Leaders, func(l sheet.Leader) bool { return l.Y == s.Texts[meaning].Y }) {
			t.Error("no dots stand beside what they mean")
		}
		seen[used] = true
	})
	if len(seen) < 2 {
		t.Error("all pictures have dots, or none has")
	}
}

// The corners of two arrows do not touch: they would seem to be one arrow.
func TestCornersOfArrowsDoNotTouch(t *testing.T) {
	everySheet(t, func(t *testing.T, s *sheet.Sheet) {
		of := map[sheet.Point]int{}
		for i, a := range s.Slopes {
			for _, p := range a.Points[1 : len(a.Points)-1] {
				of[p] = i
			}
		}
		for p, i := range of {
			if other, ok := of[sheet.Point{X: p.X + 1, Y: p.Y}]; ok && other != i {
				t.Errorf("corners of two arrows touch at %+v", p)
			}
		}
	})
}
