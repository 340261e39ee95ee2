package svg

import (
	"bytes"
	"strings"
	"testing"
)

// escaped returns what the writer makes of a text.
func escaped(s string) string {
	var b bytes.Buffer
	x := &writer{out: &b}
	x.escape(s)
	x.flush()
	return b.String()
}

// What XML does not have never gets into it, whatever comes.
func TestEscape(t *testing.T) {
	for s, want := range map[string]string{
		`<a href="x">&amp;</a>`: "&lt;a href=&quot;x&quot;&gt;&amp;amp;&lt;/a&gt;", "]]>": "]]&gt;", "é 日 🐚": "é 日 🐚",
		"\x00\x1b\x7f": "\ufffd\ufffd\x7f", "\ufffe\uffff": "\ufffd\ufffd", "\xff": "\ufffd", "\xed\xa0\x80": "\ufffd\ufffd\ufffd",
	} {
		if got := escaped(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 1: "1", 0.04: "0", 0.05: "0.1", 12.34: "12.3", 12.96: "13", -0.5: "-0.5", -3: "-3", 1e6: "1000000"} {
		var b bytes.Buffer
		x := &writer{out: &b}
		x.number(v)
		x.flush()
		if b.String() != want {
			t.Errorf("%g: %q, want %q", v, b.String(), want)
		}
	}
}

// Each colour has a place in both styles, and no rule is written twice.
func TestStylesheet(t *testing.T) {
	light, dark, ok := strings.Cut(Stylesheet(), "@media screen and (prefers-color-scheme:dark){")
	if !ok {
		t.Fatal("there is no dark style")
	}
	for _, c := range colorings {
		rule := c.selectors + "{" + c.property + ":"
		if strings.Count(light, rule) != 1 || strings.Count(dark, rule) != 1 {
			t.Errorf("%s stands %d and %d times", rule, strings.Count(light, rule), strings.Count(dark, rule))
		}
	}
}
