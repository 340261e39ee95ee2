package step

import (
	"fmt"
	"io"
	"strings"
)

// growth is a picture that grows from the top down. On a terminal it stays one
// picture: rows that have changed are drawn again in their place, or all of them
// where their place has scrolled away. Elsewhere a picture whose rows have
// changed is written again.
type growth struct {
	w      io.Writer
	height func() int // rows of the terminal; 0: there is none that rows can be drawn on again

	rows   []string // as they were written
	prompt string   // the line below them, "" if there is none
}

// show brings the rows up to date, with a line below them that a key will be
// pressed at; "" for none.
func (g *growth) show(rows []string, prompt string) error {
	var b strings.Builder
	height, end := g.height(), g.end()
	if g.prompt != "" && height > 0 {
		b.WriteString("\r\x1b[K")
	}
	same := commonRows(g.rows, rows)
	if height == 0 && prompt != "" && prompt == g.prompt && same == len(g.rows) && same == len(rows) {
		return nil // it stands there
	}
	switch changed := len(g.rows) - same; {
	case changed == 0:
	case height == 0:
		same = 0
		b.WriteString("\n")
	case changed < height-1:
		fmt.Fprintf(&b, "\x1b[%dA\x1b[J", changed)
	default:
		same = 0
		b.WriteString("\x1b[H\x1b[2J")
	}
	for _, row := range rows[same:] {
		b.WriteString(row + end)
	}
	b.WriteString(prompt)
	if prompt != "" && height == 0 {
		b.WriteString(end)
	}
	g.rows, g.prompt = rows, prompt
	_, err := io.WriteString(g.w, b.String())
	return err
}

// answered takes the question away, on a terminal.
func (g *growth) answered() error {
	var err error
	if g.prompt != "" && g.height() > 0 {
		_, err = io.WriteString(g.w, "\r\x1b[K")
	}
	g.prompt = ""
	return err
}

// forget takes nothing that was written for being there still.
func (g *growth) forget() { g.rows, g.prompt = nil, "" }

// restart lets what was written be, and begins another picture below it.
func (g *growth) restart() error {
	rows := g.rows
	if err := g.show(rows, ""); err != nil || len(rows) == 0 {
		return err
	}
	g.rows = nil
	_, err := io.WriteString(g.w, g.end())
	return err
}

// end returns the end of a line: the terminal may be in raw mode.
func (g *growth) end() string {
	if g.height() > 0 {
		return "\r\n"
	}
	return "\n"
}

// commonRows returns how many rows are the same from the top on.
func commonRows(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
