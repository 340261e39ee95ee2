package letters_test

import (
	"testing"

	"wireladder/capture/run/findings/letters"
)

// Letters of ASCII alone have become capitals where others are left as they were.
func TestLeavesLetters(t *testing.T) {
	for _, tt := range []struct {
		asked, answer string
		want          bool
	}{
		{"größe", "GRößE", true}, {"aä z`{\n", "Aä Z`{\n", true}, {"größe", "GRÖßE", false}, {"größe", "größe", false}, {"größe", "GRößER", false},
		{"größe", "GRößF", false}, {"aÄ", "AÄ", false}, {"a", "A", false}, {"aä\x00", "Aä\x00", false}, {"aä\xff", "Aä\xff", false},
	} {
		if got := letters.LeavesLetters([]byte(tt.asked), []byte(tt.answer)); got != tt.want {
			t.Errorf("%q to %q: %v", tt.asked, tt.answer, got)
		}
	}
}
