package screen

import (
	"strings"
	"testing"
)

// Lines of others come above a row that somebody has begun, and what is typed follows it.
func TestScreen(t *testing.T) {
	var b strings.Builder
	s, r := &Screen{out: &b}, &Row{Terminal: true}
	s.Line("server │ ready")
	s.Put("client", r, []byte("name: "))
	s.Put("client", r, []byte("bo"))
	s.Say("server: %s", "exits")
	s.Put("client", r, []byte("b\r\nhello "))
	s.Put("client", r, []byte("bob\r\n"))
	s.Line("server │ bye")
	s.Ends(r)
	want := "server │ ready\nclient │ name: bo\nserver: exits\nclient │ name: bob" + strings.Repeat("\b", 9) +
		"\nclient │ hello bob" + strings.Repeat("\b", 9) + "\nserver │ bye\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// An empty line is one, and a row that nobody ends is ended.
func TestScreenEnds(t *testing.T) {
	var b strings.Builder
	s, r := &Screen{out: &b}, &Row{Terminal: true}
	s.Put("client", r, []byte("\n> "))
	s.Ends(r)
	s.Ends(r)
	if got, want := b.String(), "client │ \nclient │ > \n"; got != want {
		t.Errorf("got %q", got)
	}
}
