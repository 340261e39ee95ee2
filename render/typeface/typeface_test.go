package typeface_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"wireladder/render/typeface"
)

// metrics returns the fonts' metrics.
func metrics(t testing.TB) *typeface.Metrics {
	t.Helper()
	m, err := typeface.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Widths are those of the fonts' tables.
func TestWidth(t *testing.T) {
	m := metrics(t)
	for _, c := range []struct {
		face typeface.Face
		s    string
		want float64 // at size 2048, units per em
	}{
		{typeface.Mono, "i", 1233}, {typeface.Mono, "WW", 2466}, {typeface.Mono, "⇄✗▮", 3 * 1233}, {typeface.Mono, "", 0},
		{typeface.Sans, "i", 569}, {typeface.Sans, "W", 2025}, {typeface.Bold, "W", 2259}, {typeface.Sans, "é", 1260},
		{typeface.Mono, "日", 2 * 1233}, // in no face: as wide as in a terminal
	} {
		if got := m.Width(c.face, 2048, c.s); got < c.want-3 || got > c.want+3 {
			t.Errorf("%q is %g wide, want %g", c.s, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	m := metrics(t)
	cells := func(n int) float64 { return float64(n)*0.6021*10 + 0.01 }
	for _, c := range []struct {
		s     string
		width int
		want  []string
	}{
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 6, []string{"one", "two", "three"}},
		{"  one \n two\t", 20, []string{"one two"}},
		{"after 20 ms, again", 8, []string{"after", "20 ms,", "again"}},
		{"bytes 1-6 sent", 9, []string{"bytes 1-6", "sent"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"日本語", 4, []string{"日本", "語"}},
		{"x", 0, []string{"x"}}, // no place for it: there it stands
		{"", 10, nil},
		{"   ", 10, nil},
	} {
		if got := m.Wrap(typeface.Mono, 10, c.s, cells(c.width)); !slices.Equal(got, c.want) {
			t.Errorf("%q in %d: %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

func TestShorten(t *testing.T) {
	m := metrics(t)
	for _, c := range []struct {
		s     string
		width float64
		want  string
	}{{"short", 5, "short"}, {"longer", 5, "long…"}, {"日本語", 5, "日本…"}, {"x", 0, "…"}} {
		if got := m.Shorten(typeface.Mono, 1, c.s, c.width*0.6021); got != c.want {
			t.Errorf("%q in %g: %q", c.s, c.width, got)
		}
	}
}

func TestLegible(t *testing.T) {
	for s, want := range map[string]string{
		"plain ⇄ é 日": "plain ⇄ é 日", "a\x00b\x1b\x7f": `a\x00b\x1b\x7f`, "a\nb\tc": `a\x0ab\x09c`, "\xff": `\xff`, "\ufffd": "\ufffd",
		"\u202e\u2066": `\u202e\u2066`, "e\u0301": `e\u0301`, "ש": `\u05e9`, "\U000e0001": `\U000e0001`, "\ufffe": `\ufffe`, "\u00ad\u200b": `\u00ad\u200b`,
	} {
		if got := typeface.Legible(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// Lines hold all words, none is wider than was asked for unless one character is, and what is
// legible stays so.
func FuzzWrap(f *testing.F) {
	for _, s := range []string{"a few words, 20 ms", "日本語 \xff\u202e", strings.Repeat("x", 99), " \u00a0\u2003 "} {
		f.Add(s, 80.0)
	}
	m := metrics(f)
	f.Fuzz(func(t *testing.T, s string, width float64) {
		if width < 20 || width > 1e4 {
			return
		}
		s = typeface.Legible(s)
		if typeface.Legible(s) != s || !utf8.ValidString(s) {
			t.Fatalf("%q is not legible", s)
		}
		lines := m.Wrap(typeface.Sans, 12, s, width)
		if got, want := strings.Join(strings.Fields(strings.Join(lines, "")), ""), strings.Join(strings.Fields(s), ""); got != want {
			t.Errorf("%q of %q", lines, s)
		}
		for _, line := range lines {
			if m.Width(typeface.Sans, 12, line) > width+0.01 && utf8.RuneCountInString(line) > 1 {
				t.Errorf("%q is wider than %g", line, width)
			}
		}
	})
}
