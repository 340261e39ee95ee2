package calls

import (
	"strconv"
	"strings"

	"wireladder/capture/code"
	"wireladder/render/words/sentence"
)

// maxCode is how much of a line of a program is shown in brief, in characters.
const maxCode = 40

// withCode puts where a call stands in its program before what is said of it.
func withCode(c code.Line, s sentence.Sentence) sentence.Sentence {
	if c.Line == 0 {
		return s
	}
	where, text := printable(c.String()), printable(c.Text)
	brief, full := where, "It stands in "+where+"."
	if text != "" {
		brief, full = brief+"  "+shorten(text), "It stands in "+where+": "+text
	}
	if s.Brief != "" {
		brief += " · "
	}
	if s.Full != "" {
		full = s.Full + " " + full
	}
	return sentence.New(brief+s.Brief, full)
}

// shorten cuts text that is too long for a line.
func shorten(text string) string {
	if r := []rune(text); len(r) > maxCode {
		return strings.TrimSpace(string(r[:maxCode-1])) + "…"
	}
	return text
}

// printable returns text of a program with all escaped that no terminal should obey.
func printable(text string) string {
	for _, r := range text {
		if !strconv.IsPrint(r) {
			quoted := strconv.Quote(text)
			return quoted[1 : len(quoted)-1]
		}
	}
	return text
}
