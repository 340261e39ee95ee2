package battery

import "testing"

func TestContract(t *testing.T) {
	for _, tt := range []struct {
		c         Contract
		sent, got string
		want      match
	}{
		{Upper, "hello\n", "", nothing},
		{Upper, "hello\n", "HEL", part},
		{Upper, "hello\n", "HELLO", whole},
		{Upper, "hello\n", "HELLO\r\n", whole},
		{Upper, "hello\n", "HELLO!", wrong},
		{Upper, "hello\n", "hello\n", wrong},
		{Upper, "grün\n", "GRÜN\n", whole},
		{Upper, "grün\n", "GRüN\n", whole},
		{Upper, "grün\n", "GR\xdcN\n", wrong},
		{Upper, "one\ntwo\n", "ONETWO", whole},
		{Echo, "hello\n", "hello", whole},
		{Echo, "hello\n", "HELLO\n", wrong},
		{Any, "hello\n", "220 welcome", whole},
		{Any, "hello\n", "", nothing},
	} {
		if got := tt.c.compare([]byte(tt.sent), []byte(tt.got)); got != tt.want {
			t.Errorf("%s: %q after %q: %d, want %d", tt.c, tt.got, tt.sent, got, tt.want)
		}
	}
}

// A long answer is told by its beginning, and nothing of it reaches a terminal.
func TestQuoted(t *testing.T) {
	for in, want := range map[string]string{
		"":                  `""`,
		"\x1b[31mred\n":     `"\x1b[31mred\n"`,
		large:               `"the-quick-brown-fox-jumps-over-the-lazy-dog\nthe-quick-brown-"… (100000 bytes)`,
		"\xff\u202e\u0085é": `"\xff\u202e\u0085é"`,
	} {
		if got := quoted([]byte(in)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
