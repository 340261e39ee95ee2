package markdown

import (
	"strings"

	"wireladder/render/typeface"
)

// escape returns a text as Markdown shows it, in one line. A backslash makes each character plain
// that may be markup (CommonMark §2.4). Behind it GitHub still finds names and numbers of issues:
// an empty comment parts the sign from what would follow.
func escape(s string) string {
	var b strings.Builder
	s = typeface.Legible(s)
	for i, r := range s {
		switch {
		case i == 0 && r == ' ':
			b.WriteString("&#32;") // four of them would be code
		case r == '@' || r == '#':
			b.WriteString(`\` + string(r) + "<!-- -->")
		case strings.ContainsRune("\\`*_{}[]<>|~$&^", r), i == 0 && strings.ContainsRune("+-=", r), isNumbering(s, i), isAddress(s, i):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isNumbering reports whether the sign at i would make what stands before it the number of a list.
func isNumbering(s string, i int) bool {
	return (s[i] == '.' || s[i] == ')') && i > 0 && strings.Trim(s[:i], "0123456789") == ""
}

// isAddress reports whether the sign at i belongs to the beginning of an address of the web, or
// may begin the name of a picture.
func isAddress(s string, i int) bool {
	if s[i] == ':' {
		return i+1 < len(s) && s[i+1] != ' '
	}
	return s[i] == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www")
}

// fence returns what stands above and below a text that is shown as it is: longer than anything
// like it in the text (CommonMark §4.5).
func fence(text string) string {
	longest, run := 0, 0
	for i := range len(text) {
		if run++; text[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	return strings.Repeat("`", max(3, longest+1))
}
