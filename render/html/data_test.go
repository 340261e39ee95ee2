package html

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"wireladder/render/figure"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
)

// What page.js is told, as it is told, without the places.
func TestScripts(t *testing.T) {
	all := rendertest.Stored(t)
	for _, name := range []string{"udp", "data-loss"} {
		told := tell(all[name], nil)
		told.data.Views = nil
		var b, indented bytes.Buffer
		if err := errors.Join(told.write(&b), json.Indent(&indented, b.Bytes(), "", " ")); err != nil {
			t.Fatal(err)
		}
		rendertest.Golden(t, name+".json", append(indented.Bytes(), '\n'))
	}
}

// Each step has its turn once; ladders that are compared take turns by phases.
func TestOrder(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		seen, want := map[figure.StepID]bool{}, 0
		var ladders []int
		for _, id := range orderOf(d) {
			if seen[id] {
				t.Errorf("%s: %+v comes twice", name, id)
			}
			seen[id] = true
			if n := len(ladders); n == 0 || ladders[n-1] != id.Ladder {
				ladders = append(ladders, id.Ladder)
			}
		}
		for i := range d.Ladders {
			want += len(d.Ladders[i].Steps)
		}
		if len(seen) != want {
			t.Errorf("%s: %d of %d steps", name, len(seen), want)
		}
		if turns := []int{0, 1, 0, 1, 0, 1, 0, 1}; name == "contrast" && !slices.Equal(ladders, turns) {
			t.Errorf("%s: the turns are %v, want %v", name, ladders, turns)
		}
	}
}

// Rows stand below each other within their ladder's area, in both layouts.
func TestRows(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		w := tell(d, nil)
		for _, width := range []float64{0, narrowWidth} {
			f, err := scene.Of(d, scene.Options{Width: width})
			if err != nil {
				t.Fatal(err)
			}
			v, reached := w.viewOf(f), make([]float64, len(d.Ladders))
			for i, id := range w.order {
				row, area := v.Rows[i], v.Areas[id.Ladder]
				if row[0] < reached[id.Ladder] || row[1] < row[0] || row[0] < area[1]-0.1 || row[1] > area[1]+area[3]+0.16 { // each of the three is rounded
					t.Errorf("%s, %g wide: step %d is at %v, the one before ends at %g, the ladder is at %v", name, width, i, row, reached[id.Ladder], area)
				}
				reached[id.Ladder] = row[1]
			}
		}
	}
}

// The script makes text of what it is told, and reaches nowhere.
func TestCodeIsHarmless(t *testing.T) {
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "fetch(", "XMLHttp", "import(", "http:", "https:", "localStorage", "setAttribute(\"on", "createContextualFragment", "DOMParser"} {
		if strings.Contains(code, word) {
			t.Errorf("page.js has %s", word)
		}
	}
	for _, word := range []string{"</", "<!--", "<script"} {
		if strings.Contains(code, word) || strings.Contains(looks, word) {
			t.Errorf("the script or the style has %s, which would end it", word)
		}
	}
	if strings.Contains(looks, "url(") || strings.Contains(looks, "@import") {
		t.Error("the style loads something")
	}
}
