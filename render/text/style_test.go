package text

import (
	"strings"
	"testing"
)

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

func TestStyled(t *testing.T) {
	if got := Styled(false, 1, 0, "x"); got != "x" {
		t.Errorf("off: %q", got)
	}
	if got := Styled(true, 1, 0, "x"); !strings.Contains(got, "\x1b[1m") {
		t.Errorf("on: %q", got)
	}
}
