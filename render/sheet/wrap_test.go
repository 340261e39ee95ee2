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
