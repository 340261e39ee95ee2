package text

import (
	"strings"
	"testing"
	"time"
)

func TestOctets(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1.00 kB", 1234: "1.23 kB", 12345: "12.3 kB", 123456: "123 kB", 999499: "999 kB", 999500: "1.00 MB", 5e9: "5.00 GB", 1<<63 - 1: "9.22 EB",
	} {
		if got := Octets(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                            "0 s",
		1:                            "0.00 µs",
		1500:                         "1.50 µs",
		999499:                       "999 µs",
		999500:                       "1.00 ms",
		20500 * time.Microsecond:     "20.5 ms",
		999500 * time.Microsecond:    "1.00 s",
		99 * time.Second:             "99.0 s",
		100 * time.Second:            "1 min 40 s",
		time.Hour - time.Second:      "59 min 59 s",
		time.Hour - time.Millisecond: "1 h 0 min",
		90 * time.Minute:             "1 h 30 min",
		48*time.Hour - time.Second:   "2 d 0 h",
		75 * time.Hour:               "3 d 3 h",
		-1500 * time.Millisecond:     "-1.50 s",
		-1 << 63:                     "-0 s",
	} {
		if got := Span(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}

func TestAppendHexRow(t *testing.T) {
	data := []byte("0123456789abcde\x1b\xff")
	for i, want := range []string{
		"0000fff0  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 1b  0123456789abcde.",
		"0000fff1  ff" + strings.Repeat(" ", 48) + ".",
	} {
		row, rest := AppendHexRow(nil, 0xfff0+int64(i), data)
		if string(row) != want {
			t.Errorf("got  %q\nwant %q", row, want)
		}
		data = rest
	}
	if len(data) != 0 {
		t.Errorf("%q is left", data)
	}
}

func TestShorten(t *testing.T) {
	m := Medium(false)
	for _, tt := range []struct {
		s     string
		width int
		want  string
	}{{"short", 5, "short"}, {"longer", 5, "long…"}, {"日本語", 5, "日本…"}, {"日本語", 4, "日…"}} {
		if got := Shorten(m, tt.s, tt.width); got != tt.want {
			t.Errorf("%q in %d: %q", tt.s, tt.width, got)
		}
	}
	if got := Shorten(Medium(true), "longer", 5); got != "lo..." {
		t.Errorf("ASCII: %q", got)
	}
}

func TestStyled(t *testing.T) {
	if got := Styled(false, 1, 0, "x"); got != "x" {
		t.Errorf("off: %q", got)
	}
	if got := Styled(true, 1, 0, "x"); !strings.Contains(got, "\x1b[1m") {
		t.Errorf("on: %q", got)
	}
}
