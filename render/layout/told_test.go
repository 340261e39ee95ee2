package layout

import (
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/layout/aside"
	"wireladder/render/layout/page"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
)

// widths are those that the pictures of scenarios are looked at in.
var widths = []int{80, 100, 120, 160}

// scenarios returns the diagrams of the stored recordings of scenarios, by name.
func scenarios(t *testing.T) map[string]*render.Diagram {
	t.Helper()
	all := map[string]*render.Diagram{}
	for name, rec := range rendertest.Scenarios(t, "../..") {
		d := rendertest.Build(rec)
		all[name] = &d
	}
	return all
}

// No explanation hides a lifeline or touches one, in any scenario.
func TestExplanationsHideNoLifelines(t *testing.T) {
	for name, d := range scenarios(t) {
		for _, width := range widths {
			for _, detail := range []render.Detail{render.Brief, render.Full} {
				checkApart(t, name, Of(d, Options{Width: width, Detail: detail, Medium: plain{}}))
			}
		}
	}
}

// checkApart holds that explanations and lifelines of a sheet are apart.
func checkApart(t *testing.T, name string, s *sheet.Sheet) {
	t.Helper()
	lines := map[int][]int{} // by row
	for _, v := range s.Verticals {
		for y := v.From; y <= v.To; y++ {
			lines[y] = append(lines[y], v.X)
		}
	}
	for i := range s.Texts {
		text := &s.Texts[i]
		end := text.X + plain{}.Cells(text.S)
		if text.Kind == sheet.Body && slices.ContainsFunc(lines[text.Y], func(x int) bool { return text.X-1 <= x && x <= end }) {
			t.Errorf("%s, %d cells: %q hides or touches a lifeline in row %d", name, s.Width, text.S, text.Y)
		}
	}
}

// Of an explanation beside a ladder, the lines after the first are indented, and marked where they stand beside what they
// are not said of.
func TestExplanationsBesideGoOn(t *testing.T) {
	marked := 0
	for name, d := range scenarios(t) {
		for i := range d.Ladders {
			for _, width := range widths {
				a := newLadderLayout(page.New(plain{}, width), &Options{Detail: render.Brief, Medium: plain{}}, &d.Ladders[i], 0, width)
				if a.notes.X == 0 {
					continue
				}
				a.draw(0, nil)
				marked += checkGoingOn(t, name, a)
			}
		}
	}
	if marked == 0 {
		t.Error("no line of an explanation stands beside what it is not said of")
	}
}

// checkGoingOn holds how explanations beside a ladder go on, and returns how many of their lines are marked.
func checkGoingOn(t *testing.T, name string, a *ladderLayout) (marked int) {
	t.Helper()
	firsts := 0
	for i := range a.page.Texts {
		text := &a.page.Texts[i]
		beside := slices.Contains(a.rows, text.Y)
		switch {
		case text.Kind != sheet.Body || text.X < a.notes.X:
		case strings.HasPrefix(text.S, aside.Continues):
			marked++
			if !beside {
				t.Errorf("%s: %q is marked, and stands beside nothing", name, text.S)
			}
		case text.X == a.notes.X:
			firsts++
		case text.X != a.notes.X+plain{}.Cells(aside.Continues) || beside:
			t.Errorf("%s: %q begins at %d, explanations at %d", name, text.S, text.X, a.notes.X)
		}
	}
	said := 0
	for i := range a.ladder.Steps {
		if s := &a.ladder.Steps[i]; s.Kind != render.Remark && s.Kind != render.Pause && a.said(s) != "" {
			said++
		}
	}
	if firsts != said {
		t.Errorf("%s: %d explanations beside it begin at its edge, of %d", name, firsts, said)
	}
	return marked
}

// mostApart is how many rows below its packet an explanation stands at most that says its number.
const mostApart = 30

// A packet that is on its way for long keeps back nothing that is said of others.
func TestExplanationsStandNearTheirPackets(t *testing.T) {
	named := 0
	for name, d := range scenarios(t) {
		for i := range d.Ladders {
			a := newLadderLayout(page.New(plain{}, 80), &Options{Detail: render.Brief, Medium: plain{}}, &d.Ladders[i], 0, 80)
			a.draw(0, nil)
			last := map[string]int{} // the row in which a packet was seen last
			for step, y := range a.rows {
				last[packetName(&a.ladder.Steps[step])] = y
			}
			for _, text := range a.page.Texts {
				who, _, found := strings.Cut(text.S, ": ")
				y, ofPacket := last[who+": "]
				if !found || !ofPacket || text.Kind != sheet.Body {
					continue
				}
				if named++; text.Y-y > mostApart {
					t.Errorf("%s: %q stands %d rows below packet %s", name, text.S, text.Y-y, who)
				}
			}
		}
	}
	if named == 0 {
		t.Error("no explanation says of which packet it is")
	}
}
