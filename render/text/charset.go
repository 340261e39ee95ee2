package text

import (
	"strings"

	"wireladder/render/sheet"
)

// charset is the set of characters that a picture is drawn with.
type charset struct {
	vertical  [5]rune // by sheet.VerticalKind
	rule      rune
	shaft     rune
	heads     [2]rune  // pointing left, pointing right
	broken    rune     // the end of an arrow that is lost
	gap       rune     // a rule where nothing happened for a while
	lines     [16]rune // pieces of arrows, by the sides of the cell that they join
	branch    rune
	leader    rune
	call      rune       // between a call's label and its lifeline
	seen      rune       // between what the kernel said and the lifeline
	junctions [2][5]rune // by side of the label (right, left) and sheet.JunctionKind; 0: the lifeline stays
	// spell replaces what the charset lacks of the signs that labels and
	// explanations use.
	spell *strings.Replacer
}

// joints are the sides of a cell that a line joins: a set.
type joints uint8

const (
	left joints = 1 << iota
	right
	up
	down
)

// unicodeSet draws with box-drawing characters.
func unicodeSet() charset {
	return charset{
		vertical: [5]rune{sheet.Alive: '│', sheet.Waiting: '┃', sheet.Finishing: '┊', sheet.Queued: '╎', sheet.Nobody: '∅'},
		rule:     '─',
		shaft:    '─',
		heads:    [2]rune{'◀', '▶'},
		broken:   '✗',
		gap:      '┄',
		lines: [16]rune{
			left: '─', right: '─', left | right: '─', up: '│', down: '│', up | down: '│',
			left | down: '╮', right | down: '╭', left | up: '╯', right | up: '╰',
			left | right | down: '┬', left | right | up: '┴', left | up | down: '┤', right | up | down: '├',
			left | right | up | down: '┼',
		},
		branch:    '╌',
		leader:    '·',
		call:      '─',
		seen:      '═',
		junctions: [2][5]rune{{'├', '┌', '└', '╞', 0}, {'┤', '┐', '┘', '╡', 0}},
		spell:     strings.NewReplacer(),
	}
}

// asciiSet draws with printable ASCII alone.
func asciiSet() charset {
	return charset{
		vertical: [5]rune{sheet.Alive: '|', sheet.Waiting: '#', sheet.Finishing: ':', sheet.Queued: '!', sheet.Nobody: '0'},
		rule:     '-',
		shaft:    '-',
		heads:    [2]rune{'<', '>'},
		broken:   'X',
		gap:      '.',
		lines: [16]rune{
			left: '-', right: '-', left | right: '-', up: '|', down: '|', up | down: '|',
			left | down: '.', right | down: '.', left | up: '\'', right | up: '\'',
			left | right | down: '+', left | right | up: '+', left | up | down: '+', right | up | down: '+',
			left | right | up | down: '+',
		},
		branch:    '.',
		leader:    '.',
		call:      '-',
		seen:      '=',
		junctions: [2][5]rune{{'+', '+', '+', '+', 0}, {'+', '+', '+', '+', 0}},
		spell:     strings.NewReplacer("→", "->", "⇄", "<>", "◆", "*", "…", "...", "·", "-", "µ", "u", "▮", "#", "▯", ".", "✗", "X", "─", "-", "╮", ".", "╭", ".", "├", "+", "§", "sec. ", "┃", "#", "┊", ":", "╎", "!", "┤", "+", "╌", ".", "◀", "<", "╯", "'"),
	}
}

// ruleOf returns the character of a rule.
func (c *charset) ruleOf(k sheet.RuleKind) rune {
	if k == sheet.Gap {
		return c.gap
	}
	return c.rule
}
