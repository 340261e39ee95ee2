package keyboard

import (
	"strings"
	"testing"
)

// Numbers of several digits are typed as such, where there are so many.
func TestDigits(t *testing.T) {
	for _, tt := range []struct {
		most int
		keys string
		want int
	}{{9, "7", 7}, {9, "x7", 7}, {12, "12", 12}, {12, "1\r", 1}, {12, "13\r", 0}, {12, "7", 7}, {3, "43", 3}, {0, "5\r", 0}} {
		k := &Keys{in: strings.NewReader(tt.keys)}
		if tt.most > 0 {
			k.Most = func() int { return tt.most }
		}
		answers := make(chan Answer, 1)
		k.press(t.Context(), answers)
		if got := <-answers; got != (Answer{Who: tt.want}) {
			t.Errorf("%q of %d: %+v", tt.keys, tt.most, got)
		}
	}
}
