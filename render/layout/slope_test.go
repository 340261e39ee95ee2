package layout_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
	"wireladder/render/text"
)

// storm records datagrams between two hosts whose fates data decides: each
// octet sends, delivers, loses, or makes a call.
func storm(data []byte) *capture.Recording {
	m := runtest.NewMail("storm")
	var onTheWay, sent []int
	for _, b := range data {
		switch n := int(b >> 3); {
		case b&7 < 2:
			n := m.Post(b&1 == 0, string(rune('a'+n%26)))
			onTheWay, sent = append(onTheWay, n), append(sent, n)
		case b&7 < 5 && len(onTheWay) > 0:
			i := n % len(onTheWay)
			m.Arrive(onTheWay[i])
			onTheWay = slices.Delete(onTheWay, i, i+1)
		case b&7 == 5 && len(onTheWay) > 0:
			m.Lose(onTheWay[0], "drop it")
			onTheWay = onTheWay[1:]
		case b&7 == 6 && len(sent) > 0:
			m.Arrive(sent[n%len(sent)])
		default:
			m.Get(m.Ask(b&8 == 0), "x")
			m.Wait(time.Duration(n*n*n) * time.Millisecond / 20)
		}
	}
	return m.Recording()
}

func FuzzSlopes(f *testing.F) {
	f.Add([]byte{0, 1, 2, 0, 1, 7, 2, 2, 2}, 80, false)
	f.Add([]byte{0, 8, 16, 24, 27, 19, 11, 3}, 60, true)
	f.Add([]byte{0, 5, 1, 5, 0, 2, 6, 14, 22}, 120, false)
	f.Add([]byte{0, 1, 0, 1, 0, 1, 0, 1, 255, 3, 2, 4, 3, 2, 4, 3, 2, 250, 6, 6}, 140, true)
	f.Fuzz(func(t *testing.T, data []byte, width int, ascii bool) {
		width = 60 + max(width, -(width+1))%110
		d := rendertest.Build(storm(data[:min(len(data), 80)]))
		for _, detail := range []render.Detail{render.Brief, render.None, render.Full} {
			if placed := layout.Of(&d, layout.Options{Width: width, Detail: detail, Medium: text.Medium(ascii)}); placed.Width > width {
				t.Errorf("%d cells instead of %d", placed.Width, width)
			}
		}
		checkSlopes(t, &d, width)
	})
}

// wires returns the diagrams of two hosts that the tests of package render keep, by name.
func wires(t *testing.T) map[string]*render.Diagram {
	t.Helper()
	files, err := filepath.Glob("../testdata/wire/*.diagram.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no diagrams: %v", err)
	}
	all := map[string]*render.Diagram{}
	for _, file := range files {
		all[filepath.Base(file)] = rendertest.ReadDiagram(t, file)
	}
	return all
}

// checkSlopes checks that each packet that arrives in a row of its own has an
// arrow from its sender's lifeline to its receiver's, which never goes up nor
// back.
func checkSlopes(t *testing.T, d *render.Diagram, width int) {
	t.Helper()
	placed := layout.Of(d, layout.Options{Width: width, Medium: text.Medium(false)})
	want := 0
	for _, l := range d.Ladders {
		for _, s := range l.Steps {
			if s.Kind == render.Arrival {
				want++
			}
		}
	}
	if len(placed.Slopes) != want {
		t.Errorf("%d slopes for %d arrivals", len(placed.Slopes), want)
	}
	lifelines := map[int]bool{}
	for _, v := range placed.Verticals {
		lifelines[v.X] = true
	}
	for _, s := range placed.Slopes {
		checkSlope(t, s.Points, lifelines)
	}
}

func checkSlope(t *testing.T, points []sheet.Point, lifelines map[int]bool) {
	t.Helper()
	first, last := points[0], points[len(points)-1]
	step := 1
	if last.X < first.X {
		step = -1
	}
	if !lifelines[first.X-step] || !lifelines[last.X+step] || last.Y <= first.Y {
		t.Errorf("it does not lead from one lifeline down to another: %v", points)
	}
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		if p == q || p.X != q.X && p.Y != q.Y || q.Y < p.Y || (q.X-p.X)*step < 0 {
			t.Errorf("from %v to %v: %v", p, q, points)
		}
	}
}

func TestSlopesOfAllWires(t *testing.T) {
	for name, d := range wires(t) {
		for _, width := range []int{60, 80, 100, 140} {
			t.Run(name, func(t *testing.T) { checkSlopes(t, d, width) })
		}
	}
}

// Two arrows that cross do so with a cross: in each cell at most one is level,
// one is upright, and none turns where the other is.
func TestArrowsCrossInCrosses(t *testing.T) {
	for name, d := range wires(t) {
		for _, width := range []int{80, 140} {
			placed := layout.Of(d, layout.Options{Width: width, Medium: text.Medium(false)})
			taken := map[sheet.Point]string{}
			for i, s := range placed.Slopes {
				if i > 0 && s.Points[0] == placed.Slopes[i-1].Points[0] {
					continue // a copy, which branches off
				}
				for p, how := range piecesOf(s.Points) {
					if before, met := taken[p]; met && (before == how || before == "turn" || how == "turn") {
						t.Errorf("%s, %d cells: at %v a %s meets a %s", name, width, p, how, before)
					}
					taken[p] = how
				}
			}
		}
	}
}

// piecesOf returns the cells that an arrow passes, and how: level, upright, or
// turning.
func piecesOf(points []sheet.Point) map[sheet.Point]string {
	pieces := map[sheet.Point]string{}
	for i := 1; i < len(points); i++ {
		p, q := points[i-1], points[i]
		for x := min(p.X, q.X); x <= max(p.X, q.X) && p.Y == q.Y; x++ {
			pieces[sheet.Point{X: x, Y: p.Y}] = "level"
		}
		for y := p.Y; y <= q.Y && p.X == q.X; y++ {
			pieces[sheet.Point{X: p.X, Y: y}] = "upright"
		}
	}
	for _, p := range points {
		pieces[p] = "turn"
	}
	return pieces
}

// No text lies on the way of an arrow, at any width.
func TestSlopesKeepOffTexts(t *testing.T) {
	for name, d := range wires(t) {
		for width := 70; width <= 150; width += 10 {
			for _, detail := range []render.Detail{render.Brief, render.None, render.Full} {
				placed := layout.Of(d, layout.Options{Width: width, Detail: detail, Medium: text.Medium(false)})
				if over := textsOnSlopes(placed); over != nil {
					t.Errorf("%s, %d cells: on the way of an arrow lie %q", name, width, over)
				}
			}
		}
	}
}

// textsOnSlopes returns the texts that lie on upright pieces of arrows.
func textsOnSlopes(placed *sheet.Sheet) []string {
	var over []string
	m := text.Medium(false)
	for _, s := range placed.Slopes {
		for p, how := range piecesOf(s.Points) {
			for _, x := range placed.Texts {
				if how != "level" && p != s.Points[0] && x.Y == p.Y && x.X <= p.X && p.X < x.X+m.Cells(x.S) {
					over = append(over, x.S)
				}
			}
		}
	}
	return over
}
