package sheet

import (
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	tests := map[string][]string{
		"no answer came in 1.01 s; it was lost": {"no", "answer", "came", "in", "1.01 s;", "it", "was", "lost"},
		"after 20 ms.":                          {"after", "20 ms."},
		"(5 us) bytes 1 and 6 s":                {"(5 us)", "bytes", "1", "and", "6 s"},
		"bytes 1-6 sent":                        {"bytes", "1-6", "sent"},
		"ack=8 covers client 2's FIN":           {"ack=8", "covers", "client 2's", "FIN"},
		"server 10.0.0.2, client 1;":            {"server", "10.0.0.2,", "client 1;"},
		"the server waits":                      {"the", "server", "waits"},
		"s ms":                                  {"s", "ms"},
		"":                                      nil,
	}
	for s, want := range tests {
		if got := unbroken(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

// cells is a medium in which texts come out as they are.
type cells struct{}

func (cells) Encode(s string) string { return s }
func (cells) Cells(s string) int     { return len(s) }

// All lines but the first are to be indented, and are so much narrower; nothing is lost or said twice.
func TestHanging(t *testing.T) {
	for _, tt := range []struct {
		s             string
		width, indent int
		want          []string
	}{
		{"short", 12, 4, []string{"short"}},
		{"covers bytes 1-6;  expects more", 12, 4, []string{"covers bytes", "1-6;", "expects", "more"}},
		{"unbreakable as that", 10, 1, []string{"unbreakabl", "e as that"}},
		{"", 12, 4, nil},
	} {
		if got := Hanging(cells{}, tt.s, tt.width, tt.indent); !slices.Equal(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.s, got, tt.want)
		}
	}
}
