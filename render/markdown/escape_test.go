package markdown

import "testing"

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"close() was never called; 2: both":   "close() was never called; 2: both",
		"*a* _b_ `c` [d](http://e)":           "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](http\\://e)",
		"<script>alert(1)</script>":           `\<script\>alert(1)\</script\>`,
		"![x](y)":                             `!\[x\](y)`,
		"@somebody, see #12":                  `\@<!-- -->somebody, see \#<!-- -->12`,
		"www.example.com a.b":                 `www\.example.com a.b`,
		"12. item 3. x":                       `12\. item 3. x`,
		"- item":                              `\- item`,
		"a | b":                               `a \| b`,
		"&lt; $x$ ~~s~~ :smile: 127.0.0.1:80": `\&lt; \$x\$ \~\~s\~\~ \:smile: 127.0.0.1\:80`,
		"a\nb\x1b[31m":                        `a\\x0ab\\x1b\[31m`,
		"--- x":                               `\--- x`,
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
}

// A fence is longer than anything like it between.
func TestFence(t *testing.T) {
	for text, want := range map[string]string{"": "```", "a ` b `` c": "```", "```": "````", "x\n`````\n": "``````"} {
		if got := fence(text); got != want {
			t.Errorf("fence(%q) = %s, want %s", text, got, want)
		}
	}
}
