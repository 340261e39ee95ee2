package text

import (
	"strings"

	"wireladder/render"
)

// charset is the set of characters that a picture is drawn with.
type charset struct {
	vertical  [3]rune // by render.VerticalKind
	rule      rune
	shaft     rune
	heads     [2]rune // pointing left, pointing right
	branch    rune
	call      rune       // between a call's label and its lifeline
	seen      rune       // between what the kernel said and the lifeline
	junctions [2][4]rune // by side of the label (right, left) and render.JunctionKind
	// spell replaces what the charset lacks of the signs that labels and
	// explanations use.
	spell *strings.Replacer
}

// unicodeSet draws with box-drawing characters.
func unicodeSet() charset {
	return charset{
		vertical:  [3]rune{render.Alive: '│', render.Waiting: '┃', render.Finishing: '┊'},
		rule:      '─',
		shaft:     '─',
		heads:     [2]rune{'◀', '▶'},
		branch:    '╌',
		call:      '─',
		seen:      '═',
		junctions: [2][4]rune{{'├', '┌', '└', '╞'}, {'┤', '┐', '┘', '╡'}},
		spell:     strings.NewReplacer(),
	}
}

// asciiSet draws with printable ASCII alone.
func asciiSet() charset {
	return charset{
		vertical:  [3]rune{render.Alive: '|', render.Waiting: '#', render.Finishing: ':'},
		rule:      '-',
		shaft:     '-',
		heads:     [2]rune{'<', '>'},
		branch:    '.',
		call:      '-',
		seen:      '=',
		junctions: [2][4]rune{{'+', '+', '+', '+'}, {'+', '+', '+', '+'}},
		spell:     strings.NewReplacer("⇄", "<>", "…", "...", "·", "-", "µ", "u", "▮", "#", "▯", "."),
	}
}
