package sheet_test

import (
	"testing"

	"wireladder/render/sheet"
	"wireladder/render/text"
)

func TestShorten(t *testing.T) {
	m := text.Medium(false)
	for _, tt := range []struct {
		s     string
		width int
		want  string
	}{{"short", 5, "short"}, {"longer", 5, "long…"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日…"}} {
		if got := sheet.Shorten(m, tt.s, tt.width); got != tt.want {
			t.Errorf("%q in %d: %q", tt.s, tt.width, got)
		}
	}
	if got := sheet.Shorten(text.Medium(true), "longer", 5); got != "lo..." {
		t.Errorf("ASCII: %q", got)
	}
}
