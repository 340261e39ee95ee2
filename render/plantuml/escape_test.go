package plantuml

import "testing"

func TestEscape(t *testing.T) {
	for text, want := range map[string]string{
		"seq=0 ack=1, 127.0.0.1:80": "seq=0 ack=1, 127.0.0.1:80",
		"%date()":                   "<U+0025>date()",
		"!include /etc/passwd":      "<U+0021>include <U+002F>etc<U+002F>passwd",
		"<img:/etc/passwd>":         "<U+003C>img:<U+002F>etc<U+002F>passwd<U+003E>",
		"@enduml":                   "<U+0040>enduml",
		"**b** //i// __u__ --s--":   "<U+002A><U+002A>b<U+002A><U+002A> <U+002F><U+002F>i<U+002F><U+002F> _<U+005F>u_<U+005F> -<U+002D>s-<U+002D>",
		"= heading":                 "<U+003D> heading",
		"----":                      "<U+002D><U+002D><U+002D><U+002D>",
		`"hello\n"`:                 "<U+0022>hello<U+005C>n<U+0022>",
		"$foo() [[http://x]] ~ |":   "<U+0024>foo() <U+005B><U+005B>http:<U+002F><U+002F>x<U+005D><U+005D> <U+007E> <U+007C>",
		"&lt; 😀 ⇄":                  "<U+0026>lt<U+003B> <U+1F600> <U+21C4>",
		"end note":                  "end note",
		"a  b":                      "a <U+0020>b",
		"' comment":                 "<U+0027> comment",
	} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) =\n%q, want\n%q", text, got, want)
		}
	}
}
