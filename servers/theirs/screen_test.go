package theirs

import (
	"strings"
	"testing"
)

// Lines of others come above a row that somebody has begun, and what is typed follows it.
func TestScreen(t *testing.T) {
	var b strings.Builder
	s, r := &screen{out: &b}, &row{terminal: true}
	s.line("server │ ready")
	s.put("client", r, []byte("name: "))
	s.put("client", r, []byte("bo"))
	s.say("server: %s", "exits")
	s.put("client", r, []byte("b\r\nhello "))
	s.put("client", r, []byte("bob\r\n"))
	s.line("server │ bye")
	s.ends(r)
	want := "server │ ready\nclient │ name: bo\nserver: exits\nclient │ name: bob" + strings.Repeat("\b", 9) +
		"\nclient │ hello bob" + strings.Repeat("\b", 9) + "\nserver │ bye\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// An empty line is one, and a row that nobody ends is ended.
func TestScreenEnds(t *testing.T) {
	var b strings.Builder
	s, r := &screen{out: &b}, &row{terminal: true}
	s.put("client", r, []byte("\n> "))
	s.ends(r)
	s.ends(r)
	if got, want := b.String(), "client │ \nclient │ > \n"; got != want {
		t.Errorf("got %q", got)
	}
}
