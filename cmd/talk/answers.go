package talk

import (
	"bytes"
	"io"
	"strconv"
	"unicode/utf8"

	"wireladder/cmd/console"
)

// answerSheet prints answers, as they come. On a terminal they are printed
// without what that would obey.
type answerSheet struct {
	w        io.Writer
	terminal bool
	open     bool   // the line has not ended
	rest     []byte // of a terminal's line: the beginning of a character
}

// stream prints a piece of a stream.
func (p *answerSheet) stream(piece []byte) error {
	for len(piece) > 0 {
		line, rest, ended := bytes.Cut(piece, []byte{'\n'})
		if err := p.print(line, ended); err != nil {
			return err
		}
		piece = rest
	}
	return nil
}

// line prints text as a line of its own.
func (p *answerSheet) line(text []byte) error {
	if err := p.endLine(); err != nil {
		return err
	}
	return p.print(text, true)
}

// print prints a part of a line, or its end.
func (p *answerSheet) print(text []byte, ended bool) error {
	if p.terminal {
		text = append(p.rest, text...)
		whole := len(text)
		if !ended {
			whole -= begun(text)
		}
		p.rest = bytes.Clone(text[whole:])
		text = escaped(text[:whole])
	}
	if p.open = !ended; ended {
		text = append(bytes.Clone(text), '\n')
	}
	_, err := p.w.Write(text)
	return err
}

// begun returns how many octets at the end of text are the beginning of a character
// whose rest has not come.
func begun(text []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if tail := text[len(text)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}

// escaped returns text without what a terminal would obey.
func escaped(text []byte) []byte {
	quoted := strconv.Quote(string(text))
	return []byte(console.Printable(quoted[1 : len(quoted)-1]))
}

// prompt asks for a line.
func (p *answerSheet) prompt() error {
	if err := p.endLine(); err != nil {
		return err
	}
	p.open = true
	_, err := io.WriteString(p.w, "> ")
	return err
}

// entered says that the user has ended the line: with Enter, which the terminal shows.
func (p *answerSheet) entered() { p.open = false }

// endLine ends a line that is open.
func (p *answerSheet) endLine() error {
	if !p.open {
		return nil
	}
	return p.print(nil, true)
}
