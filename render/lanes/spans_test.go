package lanes

import "testing"

// The name of a lane says which programs it is of, and no others.
func TestSpans(t *testing.T) {
	for want, numbers := range map[string][]int{
		" 1-3":       {1, 2, 3},
		" 1, 3":      {1, 3},
		" 1-2, 4, 7": {1, 2, 4, 7},
		"":           {1, 3, 5, 7},
	} {
		if got := spans(numbers); got != want {
			t.Errorf("%v: %q, want %q", numbers, got, want)
		}
	}
}
