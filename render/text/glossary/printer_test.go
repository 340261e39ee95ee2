package glossary_test

import (
	"errors"
	"strings"
	"testing"

	"wireladder/render/terms"
	"wireladder/render/text"
	"wireladder/render/text/glossary"
)

// printed returns what write prints.
func printed(t *testing.T, write func(*strings.Builder) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func page(t *testing.T, term *terms.Term, s text.Style) string {
	t.Helper()
	return printed(t, func(b *strings.Builder) error { return glossary.Page(b, term, s) })
}

func list(t *testing.T, all []terms.Term, s text.Style) string {
	t.Helper()
	return printed(t, func(b *strings.Builder) error { return glossary.List(b, all, s) })
}

func TestPage(t *testing.T) {
	term := terms.Term{
		Name: "zero window", Aliases: []string{"closed window", "win=0"}, Line: "no room: the sender must stop",
		Text:    []string{"The buffer is full. The sender waits.", "It is not lost."},
		Picture: "it says \"stop\".", Sources: []string{"RFC 9293 §3.8.6", "tcp(7)"}, See: []string{"SYN,ACK", "window"},
	}
	want := `zero window: no room: the
sender must stop
Also: closed window; win=0

The buffer is full. The
sender waits.

It is not lost.

In the picture: it says
"stop".

Sources: RFC 9293 §3.8.6;
tcp(7)
See also: SYN,ACK; window
`
	if got := page(t, &term, text.Style{Width: 26}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestList(t *testing.T) {
	all := []terms.Term{
		{Group: "Opening", Name: "SYN", Line: "the flag that opens one direction"},
		{Group: "Opening", Name: "SYN,ACK", Line: "the answer"},
		{Group: "Closing", Name: "FIN", Line: "the end"},
	}
	want := `Opening
  SYN      the flag that opens one
           direction
  SYN,ACK  the answer

Closing
  FIN  the end

What is meant, in full: wireladder
explain TERM
`
	if got := list(t, all, text.Style{Width: 36}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	narrow := "Opening\n  SYN\n      the flag that opens\n      one direction\n"
	if got := list(t, all, text.Style{Width: 26}); !strings.HasPrefix(got, narrow) {
		t.Errorf("got\n%s\nwant\n%s…", got, narrow)
	}
}

// Rows keep to the width, and ASCII to ASCII.
func TestWidths(t *testing.T) {
	all := terms.All()
	for _, s := range []text.Style{{}, {Width: 30}, {Width: 47, ASCII: true}, {Width: 80}, {Width: 200}} {
		medium := text.Medium(s.ASCII)
		whole := list(t, all, s)
		for i := range all {
			whole += page(t, &all[i], s)
		}
		width := s.Width
		if width == 0 {
			width = glossary.Width
		}
		for line := range strings.Lines(whole) {
			line = strings.TrimSuffix(line, "\n")
			if medium.Cells(line) > width {
				t.Errorf("more than %d cells: %q", width, line)
			}
			if strings.ContainsAny(line, "\x1b\\") || s.ASCII && strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
				t.Errorf("escaped, or no ASCII: %q", line)
			}
		}
	}
}

func TestColor(t *testing.T) {
	term := terms.Term{Name: "SYN", Line: "opens"}
	if got := page(t, &term, text.Style{Color: true}); !strings.HasPrefix(got, "\x1b[1mSYN: opens\x1b[") {
		t.Errorf("the heading is not bold: %q", got)
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left on device")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestErrors(t *testing.T) {
	if err := glossary.List(full{}, terms.All(), text.Style{}); !errors.Is(err, errFull) {
		t.Errorf("List: %v", err)
	}
	if err := glossary.Page(full{}, &terms.All()[0], text.Style{}); !errors.Is(err, errFull) {
		t.Errorf("Page: %v", err)
	}
}
