package web

import (
	"strings"
	"testing"

	"rsc.io/qr"
)

// What a terminal shows of a code is its modules, each once, with as much quiet around it as cameras need:
// light is what has the colour of letters, which is white then.
func TestDraw(t *testing.T) {
	t.Parallel()
	for _, link := range []string{"http://127.0.0.1:8000/", "http://[2001:db8:1234:5678:9abc:def0:1234:5678]:65535/", "http://lecture.example/"} {
		rows, err := codeOf(link)
		if err != nil {
			t.Fatal(err)
		}
		code, err := qr.Encode(link, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != code.Size+2*quiet || len(rows) != len(rows[0]) {
			t.Errorf("%s: %d rows of %d modules", link, len(rows), len(rows[0]))
		}
		drawn := strings.Split(strings.TrimSuffix(draw(rows, false), "\n"), "\n")
		for y := range rows {
			cells := []rune(drawn[y/2])
			for x := range rows {
				light := strings.ContainsRune([]string{"█▀", "█▄"}[y%2], cells[x])
				if dark := code.Black(x-quiet, y-quiet); dark == light {
					t.Fatalf("%s: module %d, %d is dark: %t, drawn %q", link, x, y, dark, cells[x])
				}
			}
		}
		for line := range strings.Lines(draw(rows, true)) {
			if !strings.HasPrefix(line, whiteOnBlack) || !strings.HasSuffix(line, plain+"\n") {
				t.Fatalf("%s: %q", link, line)
			}
		}
	}
	if _, err := codeOf("http://" + strings.Repeat("x", 3000)); err == nil {
		t.Error("a code holds any link")
	}
}
