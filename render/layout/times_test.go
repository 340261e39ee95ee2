package layout_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/timing"
)

// timesOf returns the texts in the margin, which are those with a point and digits alone, by what
// they say.
func timesOf(placed *sheet.Sheet) map[string][]sheet.Text {
	all := map[string][]sheet.Text{}
	for _, t := range placed.Texts {
		if t.Kind == sheet.Faint && len(t.S) > 7 && strings.Trim(t.S, "-:.0123456789") == "" {
			all[t.S] = append(all[t.S], t)
		}
	}
	return all
}

// Each time stands once, flush right, in a row with nothing upon it, in whatever width; and what
// has more time between it stands further apart.
func TestTimesStandBesideTheirRows(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		for mode := timing.Relative; mode <= timing.Scaled; mode++ {
			if mode == timing.Clock {
				d = focus.Of(d)
			}
			timed := timing.Of(d, mode)
			for _, width := range []int{60, 72, 80, 120, 170} {
				for _, detail := range []render.Detail{render.Brief, render.None, render.Full} {
					placed := layout.Of(timed, layout.Options{Width: width, Detail: detail, Medium: text.Medium(false)})
					where := fmt.Sprintf("%s, mode %d, %d cells, detail %d", name, mode, width, detail)
					if placed.Width > width {
						t.Errorf("%s: it has %d cells", where, placed.Width)
					}
					checkTimes(t, where, timed, placed)
				}
			}
		}
	}
}

// checkTimes checks the times of a sheet.
func checkTimes(t *testing.T, where string, d *render.Diagram, placed *sheet.Sheet) {
	t.Helper()
	at := timesOf(placed)
	said := map[string]int{}
	for i := range d.Ladders {
		for _, s := range d.Ladders[i].Times.Rows {
			said[s]++
		}
	}
	delete(said, "")
	for s, n := range said {
		if len(at[s]) != n {
			t.Errorf("%s: %q stands %d times, and not %d", where, s, len(at[s]), n)
		}
	}
	for s, texts := range at {
		for i := range texts {
			for j := range placed.Texts {
				o := &placed.Texts[j]
				if o.Y == texts[i].Y && *o != texts[i] && o.X < texts[i].X+len(s) && o.X+len([]rune(o.S)) > texts[i].X {
					t.Errorf("%s: %q stands on %q", where, o.S, s)
				}
			}
		}
	}
	for i := range d.Ladders {
		checkApart(t, where, d.Ladders[i].Times, at)
	}
}

// checkApart checks how far apart the rows of a ladder stand whose times are said once.
func checkApart(t *testing.T, where string, times *render.Times, at map[string][]sheet.Text) {
	t.Helper()
	right := -1
	for i, s := range times.Rows {
		if len(at[s]) != 1 {
			continue
		}
		if x := at[s][0].X + len(s); right >= 0 && x != right {
			t.Errorf("%s: %q ends at %d, those before at %d", where, s, x, right)
		} else {
			right = x
		}
		if times.Apart == nil || len(at[times.Rows[times.Apart[i].From]]) != 1 {
			continue
		}
		from := at[times.Rows[times.Apart[i].From]][0].Y
		if rows, least := at[s][0].Y-from, int(math.Round(3*times.Apart[i].Units)); rows < least {
			t.Errorf("%s: %q stands %d rows below, and not %d", where, s, rows, least)
		}
	}
}

// Each brace reaches from the row of its first step to that of its last one, beside the others, and
// its label stands beside it in a row of its own, whatever the width and however much is said.
func TestBracesStandInTheMargin(t *testing.T) {
	some := 0
	for name, d := range rendertest.Stored(t) {
		timed := timing.Of(d, timing.Relative)
		for _, width := range []int{60, 80, 120, 170} {
			for _, detail := range []render.Detail{render.Brief, render.None, render.Full} {
				placed := layout.Of(timed, layout.Options{Width: width, Detail: detail, Medium: text.Medium(false)})
				where := fmt.Sprintf("%s, %d cells, detail %d", name, width, detail)
				for i := range timed.Ladders {
					some += len(timed.Ladders[i].Times.Braces)
					checkBraces(t, where, timed.Ladders[i].Times, placed)
				}
			}
		}
	}
	if some == 0 {
		t.Error("there are no braces")
	}
}

// checkBraces checks the braces of a ladder whose times are said once.
func checkBraces(t *testing.T, where string, times *render.Times, placed *sheet.Sheet) {
	t.Helper()
	at := timesOf(placed)
	for _, b := range times.Braces {
		from, to := at[times.Rows[b.From]], at[times.Rows[b.To]]
		if len(from) != 1 || len(to) != 1 {
			continue
		}
		column := -1
		for _, p := range placed.Braces {
			if p.Kind == sheet.Piece && p.Begins && p.Ends && p.Top == from[0].Y && p.Bottom == to[0].Y {
				column = p.X
			}
		}
		labelled := 0
		for _, p := range placed.Braces {
			if p.Kind == sheet.Labelled && p.X == column && p.Top > from[0].Y && p.Top < to[0].Y && saysAt(placed, b.Label, p.Top) {
				labelled++
			}
		}
		if column < 0 || labelled != 1 {
			t.Errorf("%s: brace %+v stands in column %d, with %d labels", where, b, column, labelled)
		}
	}
}

// saysAt reports whether a text stands in a row, and nothing on it.
func saysAt(placed *sheet.Sheet, s string, y int) bool {
	n := 0
	for _, t := range placed.Texts {
		if t.Y == y && t.S == s {
			n++
		}
	}
	return n == 1
}

// Row by row a ladder is drawn as it is at once: what is written when it is complete has all pieces of
// braces that go on.
func TestBracesGoOn(t *testing.T) {
	l := render.Ladder{Lifelines: make([]render.Lifeline, 2), Timers: []render.Timer{{From: 0, To: 199}, {From: 90, To: 91}}}
	l.Lifelines[1].Side = 1
	for i := range l.Lifelines {
		l.Lifelines[i].Begin, l.Lifelines[i].Taken, l.Lifelines[i].End = -1, -1, -1
	}
	for i := range 200 {
		l.Steps = append(l.Steps, render.Step{Kind: render.Message, Packet: i + 1, To: 1, Born: -1, Time: time.UnixMilli(int64(i * 10)), Labels: []string{"ACK"}})
	}
	d := timing.Of(&render.Diagram{Ladders: []render.Ladder{l}}, timing.Relative)
	o := layout.Options{Medium: text.Medium(false), Detail: render.None}
	cells, pieces := 0, map[int]int{}
	err := layout.Each(d, o, func(s *sheet.Sheet) error {
		for _, b := range s.Braces {
			if b.Kind == sheet.Piece {
				cells += b.Bottom - b.Top + 1
				pieces[b.X]++
			}
		}
		return nil
	})
	whole := 0
	for _, b := range layout.Of(d, o).Braces {
		if b.Kind == sheet.Piece {
			whole += b.Bottom - b.Top + 1
		}
	}
	if err != nil || cells != whole || len(pieces) != 2 {
		t.Errorf("%v; the pieces are %d rows high, at once %d; %v", err, cells, whole, pieces)
	}
}
