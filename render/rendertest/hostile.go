package rendertest

import (
	"strings"

	"wireladder/render"
)

// Hostile returns strings that would be markup, end it, be a command, or turn the line around,
// in one medium or another.
func Hostile() []string {
	return []string{
		`</text></svg><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `]]><!--`, `<![CDATA[`, `&lt;&#0;&amp;`, `<?xml x?>`,
		`</script><script>alert(1)//`, `';alert(1);'`, "${alert(1)}`", `\u003c/script>`, "javascript:alert(1)",
		`) Tj ET Q /F1 9 Tf (`, `\) \( \\`, `endstream endobj`, `{nb}`, `/JS (app.alert(1))`, `%date()`, `%%{init}%%`, `@enduml`,
		"\x00\x01\x1b[31m\x7f\u0085\u2028", "\ufffe\uffff\U0001fffe", "\xff\xfe\xed\xa0\x80", "\u202eexe.\u2066", "e\u0301\u0301\u0301\u0301", "שלום",
		"日本語", "😀𐌀\U0002000b", "a  b\tc\nd", strings.Repeat("x", 5000), "",
	}
}

// Poison puts a string wherever a diagram has one.
func Poison(d *render.Diagram, s string) {
	d.Title, d.About, d.Captions, d.Notes = s, []string{s, s}, []string{s}, []string{s}
	d.Findings = []render.Finding{{Rule: s, Brief: s, Full: s, Repair: s}}
	d.Totals = render.Table{Title: s, Rows: [][]string{{s, s}, {s}, {s, s, s}}}
	for i := range d.Ladders {
		l := &d.Ladders[i]
		l.Title, l.Subtitle = s, s
		for j := range l.Lifelines {
			l.Lifelines[j].Process = s
		}
		for j := range l.Steps {
			step := &l.Steps[j]
			step.Labels, step.Brief, step.Full, step.Fault = []string{s, s}, s, s, s
			if step.FromState != "" {
				step.FromState = s
			}
			if step.ToState != "" {
				step.ToState = s
			}
		}
	}
}
