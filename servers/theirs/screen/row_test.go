package screen

import (
	"strings"
	"testing"
)

// A row is what a terminal would show; what it would obey is dropped there, and shown
// elsewhere.
func TestRow(t *testing.T) {
	for _, tt := range []struct {
		terminal   bool
		put        string
		text, sent string
		rest       string
		ended      bool
	}{
		{true, "hello\r\nmore", "hello", "hello\b\b\b\b\b", "more", true},
		{false, "hello\nmore", "hello", "hello", "more", true},
		{true, "helx\b \blo", "hello", "helx\b \blo", "", false},
		{false, "a\bb", `a\bb`, `a\bb`, "", false},
		{true, "\b\bx", "x", "x", "", false},
		{true, "50%\r99%", "99%", "50%\b\b\b99%", "", false},
		{true, "\x1b[31mred\x1b[0m\x1b[?2004h!\x1b7", "red!", "red!", "", false},
		{false, "\x1b[31mred", `\x1b[31mred`, `\x1b[31mred`, "", false},
		{true, "\x1b]0;title\a.", "0;title.", "0;title.", "", false}, // none of a terminal's own
		{true, "\a\x00\u202e", `\x00\u202e`, `\x00\u202e`, "", false},
		{true, "a\tb", "a       b", "a       b", "", false},
		{true, "ä€", "ä€", "ä€", "", false},
		{true, "a\xffb", `a\xffb`, `a\xffb`, "", false},
		{true, `\x1b "'`, `\x1b "'`, `\x1b "'`, "", false},
	} {
		r := &Row{Terminal: tt.terminal}
		sent, rest, ended := r.Put([]byte(tt.put))
		if r.Text() != tt.text || sent != tt.sent || string(rest) != tt.rest || ended != tt.ended {
			t.Errorf("%q: %q, sent %q, rest %q, ended %t", tt.put, r.Text(), sent, rest, ended)
		}
	}
}

// A rune that comes in pieces is one rune.
func TestRowInPieces(t *testing.T) {
	r := &Row{}
	for _, b := range []byte("ä€\xf0\x9f\x90\x9b\xe2\x82.") {
		r.Put([]byte{b})
	}
	if got, want := r.Text(), `ä€🐛\xe2\x82.`; got != want {
		t.Errorf("%q, and not %q", got, want)
	}
}

// A line without an end is cut into lines.
func TestRowIsCut(t *testing.T) {
	r, rest, lines := &Row{}, []byte(strings.Repeat("x", 2*maxLine)), 0
	for len(rest) > 0 {
		var ended bool
		if _, rest, ended = r.Put(rest); ended {
			lines++
			if n := len(r.cells); n != maxLine+1 {
				t.Errorf("%d runes", n)
			}
			r.Clear()
		}
	}
	if lines != 1 || len(r.cells) != maxLine-1 {
		t.Errorf("%d lines, and %d runes", lines, len(r.cells))
	}
}

func FuzzRow(f *testing.F) {
	f.Add(true, []byte("helx\b \blo\x1b[31m\r\n"))
	f.Add(false, []byte("a\xff\xe2\x82\tb"))
	f.Fuzz(func(t *testing.T, terminal bool, octets []byte) {
		r := &Row{Terminal: terminal}
		for len(octets) > 0 {
			sent, rest, ended := r.Put(octets)
			if len(rest) >= len(octets) || r.at < 0 || r.at > len(r.cells) {
				t.Fatalf("%q after %q: at %d of %q", rest, octets, r.at, r.Text())
			}
			for _, c := range sent + r.Text() {
				if c < ' ' && c != '\b' || c == '\x7f' || c >= 0x80 && c < 0xa0 {
					t.Fatalf("%q is sent for %q", sent, octets)
				}
			}
			if octets = rest; ended {
				r.Clear()
			}
		}
	})
}
