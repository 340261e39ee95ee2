package layout_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

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
