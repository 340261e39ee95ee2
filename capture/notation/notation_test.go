package notation

import (
	"slices"
	"testing"
	"time"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string][]string{
		"": {""}, "a": {"a"}, "a, b": {"a", "b"}, "6, {3, 4}, NULL": {"6", "{3, 4}", "NULL"}, "{{1, 2}, 3}, 4": {"{{1, 2}, 3}", "4"}, "a,b": {"a,b"},
	} {
		if got := Split(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Join("", "a", "", "b"); got != "a, b" {
		t.Errorf("joined: %q", got)
	}
}

func TestSets(t *testing.T) {
	for text, want := range map[string][]int{"NULL": nil, "{3}": {3}, "{3, 4}": {3, 4}, "{3, x}": nil, "": nil} {
		if got := ParseSet(text); !slices.Equal(got, want) {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	if Set(nil) != "NULL" || Set([]int{3, 4}) != "{3, 4}" {
		t.Error("sets are written otherwise")
	}
}

func TestTimeouts(t *testing.T) {
	for _, tt := range []struct {
		text    string
		unit    time.Duration
		d       time.Duration
		limited bool
	}{
		{"NULL", time.Microsecond, 0, false}, {"-1", time.Millisecond, 0, false}, {"250", time.Millisecond, 250 * time.Millisecond, true},
		{"{1, 5}", time.Microsecond, time.Second + 5*time.Microsecond, true}, {"{2, 7}", time.Nanosecond, 2*time.Second + 7, true},
	} {
		if d, limited := ParseTimeout(tt.text, tt.unit); d != tt.d || limited != tt.limited {
			t.Errorf("%q is read as %v, %t", tt.text, d, limited)
		}
		if got := Timeout(tt.d, tt.limited, tt.unit); got != tt.text {
			t.Errorf("%v is written %q, not %q", tt.d, got, tt.text)
		}
	}
}

func TestReady(t *testing.T) {
	for _, tt := range []struct {
		text        string
		read, write []int
	}{{"", nil, nil}, {"; ready: {4}", []int{4}, nil}, {"; ready: NULL, {5}", nil, []int{5}}, {"; ready: {4}, {5, 6}", []int{4}, []int{5, 6}}} {
		if got := Ready(tt.read, tt.write); got != tt.text {
			t.Errorf("%q, want %q", got, tt.text)
		}
		rest, read, write := CutReady(Split("6, {1, 0}" + tt.text))
		if !slices.Equal(rest, []string{"6", "{1, 0}"}) || !slices.Equal(read, tt.read) || !slices.Equal(write, tt.write) {
			t.Errorf("%q: %q, %d, %d", tt.text, rest, read, write)
		}
	}
}
