package text

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/sheet"
)

// long returns the diagram of a recording with some arrows that slope, and groups of them.
func long(rounds int) render.Diagram {
	h := runtest.NewHosts("long")
	h.Connect()
	for i := range rounds {
		h.Through(h.Says(i%2 == 0, "hello"))
		late := h.Forth(capture.PSH|capture.ACK, "late")
		for range i % 4 {
			h.Through(h.Back(capture.ACK, ""))
		}
		h.Wait(3 * time.Millisecond)
		h.Arrive(late)
		if i%5 == 0 {
			h.Lose(h.Says(true, "lost"), "drop")
		}
	}
	return rendertest.Build(h.Recording())
}

// A picture that is painted sheet by sheet is the one that is painted as a whole.
func TestSheetBySheet(t *testing.T) {
	for _, detail := range []render.Detail{render.None, render.Brief, render.Full} {
		for _, width := range []int{60, 80, 130} {
			d, m := long(40), newMedium(false)
			o := layout.Options{Width: width, Detail: detail, Medium: m}
			var whole bytes.Buffer
			for c, y := draw(layout.Of(&d, o), m), 0; y < len(c.rows); y++ {
				whole.Write(append(c.appendRow(nil, y, palette{}), '\n'))
			}
			var got bytes.Buffer
			if err := (&Painter{Width: width, Detail: detail}).Paint(&got, &d); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(whole.String(), got.String()); diff != "" {
				t.Errorf("%d cells, detail %v: %s", width, detail, diff)
			}
		}
	}
}

// However long a picture is, its sheets do not grow.
func TestSheetsDoNotGrow(t *testing.T) {
	largest := func(rounds int) (most int) {
		d := long(rounds)
		err := layout.Each(&d, layout.Options{Medium: newMedium(false)}, func(s *sheet.Sheet) error {
			most = max(most, s.Height+len(s.Texts)+len(s.Verticals)+len(s.Slopes))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return most
	}
	if some, more := largest(100), largest(400); more > some+some/10 {
		t.Errorf("%d things on a sheet, %d on one of a picture four times as long", some, more)
	}
}

// Of an arrow that goes down through more than some screens the beginning and the end are
// drawn, and no way is looked for between them: thousands may be on their way at once.
func TestLongArrows(t *testing.T) {
	const n = 300
	h := runtest.NewHosts("long")
	h.Connect()
	var forth, back []int
	for range n {
		forth, back = append(forth, h.Forth(capture.PSH|capture.ACK, "hello")), append(back, h.Back(capture.ACK, ""))
	}
	h.Wait(3 * time.Millisecond)
	for i := range n {
		h.Arrive(forth[i])
		h.Arrive(back[i])
	}
	d := rendertest.Build(h.Recording())
	for _, ascii := range []bool{false, true} {
		var drawn bytes.Buffer
		if err := (&Painter{ASCII: ascii, Detail: render.None}).Paint(&drawn, &d); err != nil {
			t.Fatal(err)
		}
		chars := newMedium(ascii).chars
		for i, number := range append(forth, back...) {
			begins := regexp.MustCompile(fmt.Sprintf(`(?m)^[◆*]? *%d .*(…|\.\.\.)`, number))
			ends := regexp.MustCompile(fmt.Sprintf(` %d [^│|]*%s`, number, regexp.QuoteMeta(string(chars.heads[1]))))
			if i >= n {
				begins = regexp.MustCompile(fmt.Sprintf(`(…|\.\.\.).* %d\b`, number))
				ends = regexp.MustCompile(fmt.Sprintf(`(?m)^[◆*]? *%d .*%s`, number, regexp.QuoteMeta(string(chars.heads[0]))))
			}
			if named := linesWith(drawn.String(), strconv.Itoa(number)); !begins.MatchString(named) || !ends.MatchString(named) {
				t.Fatalf("packet %d does not begin, or not arrive:\n%s", number, drawn.String())
			}
		}
	}
}

// linesWith returns the lines of a text that hold a word.
func linesWith(text, word string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.Contains(line, word) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// A painter that is stopped leaves what it has painted.
func TestStopped(t *testing.T) {
	d, stop := long(100), errors.New("stopped")
	var whole, some bytes.Buffer
	if err := (&Painter{}).Paint(&whole, &d); err != nil {
		t.Fatal(err)
	}
	asked := 0
	err := (&Painter{Check: func() error {
		if asked++; asked == 3 {
			return stop
		}
		return nil
	}}).Paint(&some, &d)
	if !errors.Is(err, stop) || asked != 3 {
		t.Errorf("%v, asked %d times", err, asked)
	}
	if !strings.HasPrefix(whole.String(), some.String()) || some.Len() < 1000 || some.Len() > whole.Len()/2 {
		t.Errorf("%d octets of %d are painted", some.Len(), whole.Len())
	}
}
