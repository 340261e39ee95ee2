package mermaid

import (
	"strings"
	"testing"
)

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		`seq=0 ack=1 len=6 "hello"`:    `seq=0 ack=1 len=6 "hello"`,
		`"a;b#c"`:                      `"a#59;b#35;c"`,
		`%%{init: {"theme":"dark"}}%%`: `#37;#37;#123;init: #123;"theme":"dark"#125;#125;#37;#37;`,
		`</script><img src=x>`:         `#60;/script#62;#60;img src=x#62;`,
		`"hello\n"`:                    `"hello#92;n"`,
		`&lt; $$x$$ ` + "`":            `#38;lt#59; #36;#36;x#36;#36; #96;`,
		`@{ shape: x }`:                `#64;#123; shape: x #125;`,
		`style:#;`:                     `#115;tyle:#35;#59;`,
		`classDef a`:                   `#99;lassDef a`,
		`wrap: x`:                      `wrap#58; x`,
		`noWRAP: x`:                    `noWRAP#58; x`,
		`127.0.0.1:80`:                 `127.0.0.1:80`,
		`ﬂ°°60¶ß`:                      `#64258;°°60#182;ß`,
		`end`:                          `end`,
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
}

// A title has no number of a character: what Mermaid would obey is not in it.
func TestTitle(t *testing.T) {
	if got := title("a;b#c%%d"); got != "a\uFFFDb\uFFFDc\uFFFD\uFFFDd" {
		t.Errorf("%q", got)
	}
	if strings.ContainsFunc(title(`;#%<>&$\{}@`+"`"), func(r rune) bool { return r != '\uFFFD' }) {
		t.Error("something is left")
	}
}
