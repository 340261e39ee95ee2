package layout

import (
	"path/filepath"
	"testing"

	"wireladder/render"
	"wireladder/render/lanes"
	"wireladder/render/layout/columns"
	"wireladder/render/layout/page"
	"wireladder/render/rendertest"
)

// plain is a medium in which texts come out as they are.
type plain struct{}

func (plain) Encode(s string) string { return s }
func (plain) Cells(s string) int     { return len([]rune(s)) }

// On a wider sheet no lifeline is without a column that it has on a narrower one: explanations
// beside a ladder never cost it one.
func TestWiderKeepsLifelines(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.diagram.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d diagrams: %v", len(files), err)
	}
	wire, _ := filepath.Glob("../testdata/wire/*.diagram.txt")
	for _, file := range append(files, wire...) {
		d := rendertest.ReadDiagram(t, file)
		for _, detail := range []render.Detail{render.None, render.Brief, render.Full} {
			before := make([]int, len(d.Ladders))
			for width := MinWidth; width <= MaxWidth; width++ {
				for i, form := range forms(d, &Options{Detail: detail, Medium: plain{}}, width) {
					if form < before[i] {
						t.Errorf("%s: ladder %d: form %d in %d cells, %d in one less", filepath.Base(file), i, form, width, before[i])
					}
					before[i] = min(form, apart)
				}
			}
		}
	}
}

// apart is when each lifeline of a ladder has a column of its own.
const apart = 2

// forms returns how much of each ladder's lifelines is seen on a sheet: the sides, groups, each of
// them, with their whole addresses.
func forms(d *render.Diagram, o *Options, width int) []int {
	widths, ok := sideBySide(d, o.Medium, width)
	var all []int
	for i := range d.Ladders {
		room := width
		if ok {
			room = widths[i]
		}
		switch a := newLadderLayout(page.New(o.Medium, width), o, &d.Ladders[i], 0, room); {
		case a.Form == columns.Crowded:
			all = append(all, -1)
		case a.by == lanes.Sides:
			all = append(all, 0)
		case a.by == lanes.Groups:
			all = append(all, 1)
		default:
			all = append(all, apart+int(a.Form-columns.Apart))
		}
	}
	return all
}

// Explanations beside a ladder hardly cost it names of calls, or what stands on arrows.
func TestWiderKeepsLabels(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.diagram.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d diagrams: %v", len(files), err)
	}
	beside := 0
	for _, file := range files {
		d := rendertest.ReadDiagram(t, file)
		for i := range d.Ladders {
			o := &Options{Detail: render.Brief, Medium: plain{}}
			within := newLadderLayout(page.New(o.Medium, notesFrom-1), o, &d.Ladders[i], 0, notesFrom-1)
			for width := notesFrom; width <= MaxWidth; width += 6 {
				a := newLadderLayout(page.New(o.Medium, width), o, &d.Ladders[i], 0, width)
				if a.notes.X > 0 {
					beside++
				}
				if got, want := a.shown(), within.shown(); 100*got < leastShown*want {
					t.Errorf("%s: ladder %d shows %d cells in %d, %d in %d", filepath.Base(file), i, got, width, want, notesFrom-1)
				}
			}
		}
	}
	if beside == 0 {
		t.Error("no explanations stand beside a ladder")
	}
}
