package terms

import (
	"embed"
	"strings"
)

//go:embed text/*.md
var texts embed.FS

// files are the texts in the order in which their groups are listed.
var files = []string{"opening", "data", "window", "closing", "datagrams", "sockets", "findings", "picture"}

// All returns all terms, those of a group together. The caller owns them.
func All() []Term {
	var all []Term
	for _, name := range files {
		text, err := texts.ReadFile("text/" + name + ".md")
		if err != nil {
			continue // a test holds that each is there
		}
		all = append(all, read(string(text))...)
	}
	return all
}

// read returns the terms of a text.
func read(text string) []Term {
	var terms []Term
	group := ""
	for _, block := range strings.Split(text, "\n\n") {
		block = strings.TrimSpace(block)
		if heading, ok := strings.CutPrefix(block, "# "); ok {
			group = heading
			continue
		}
		if strings.HasPrefix(block, "## ") {
			terms = append(terms, Term{Group: group})
		}
		if len(terms) > 0 {
			terms[len(terms)-1].add(block)
		}
	}
	return terms
}

// add adds what a block of lines says of the term.
func (t *Term) add(block string) {
	paragraph := ""
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		kind, rest := cutKind(line)
		switch kind {
		case "## ":
			names := list(rest)
			t.Name, t.Aliases = names[0], names[1:]
		case "> ":
			t.Line = rest
		case "Sources: ":
			t.Sources = list(rest)
		case "See: ":
			t.See = list(rest)
		case "In the picture: ":
			t.Picture = rest
		default:
			paragraph = t.addLine(paragraph, line)
		}
	}
	if paragraph != "" {
		t.Text = append(t.Text, paragraph)
	}
}

// addLine adds a line to the paragraph that it goes on with: that of the picture, if
// such a one has begun, and else the one that is given, which it returns.
func (t *Term) addLine(paragraph, line string) string {
	if t.Picture != "" {
		t.Picture += " " + line
		return ""
	}
	return strings.TrimSpace(paragraph + " " + line)
}

// cutKind cuts off what a line begins with if that says what the line is.
func cutKind(line string) (kind, rest string) {
	for _, kind := range []string{"## ", "> ", "Sources: ", "See: ", "In the picture: "} {
		if rest, ok := strings.CutPrefix(line, kind); ok {
			return kind, rest
		}
	}
	return "", line
}

// list splits a list.
func list(s string) []string {
	items := strings.Split(s, ";")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return items
}
