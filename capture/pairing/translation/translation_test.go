package translation

import (
	"fmt"
	"testing"
)

func TestFind(t *testing.T) {
	for name, c := range map[string]struct {
		a, b []Seen
		want string
	}{
		"nothing":     {nil, nil, "map[]"},
		"TCP":         {[]Seen{{1, 10, true}}, []Seen{{1, 20, true}}, "map[20:10]"},
		"one of UDP":  {[]Seen{{1, 10, false}}, []Seen{{1, 20, false}}, "map[]"},
		"two of UDP":  {[]Seen{{1, 10, false}, {2, 10, false}}, []Seen{{2, 20, false}, {1, 20, false}}, "map[20:10]"},
		"both ways":   {[]Seen{{1, 10, true}, {2, 11, true}}, []Seen{{1, 20, true}, {2, 21, true}}, "map[20:10 21:11]"},
		"alike":       {[]Seen{{1, 10, true}, {1, 11, true}}, []Seen{{1, 20, true}, {1, 21, true}}, "map[]"},
		"half of it":  {[]Seen{{1, 10, true}, {2, 11, true}}, []Seen{{1, 20, true}, {2, 20, true}}, "map[]"},
		"most of it":  {[]Seen{{1, 10, true}, {2, 10, true}, {3, 11, true}}, []Seen{{1, 20, true}, {2, 20, true}, {3, 20, true}}, "map[20:10]"},
		"another one": {[]Seen{{1, 10, true}}, []Seen{{2, 20, true}}, "map[]"},
	} {
		if got := fmt.Sprint(Find(c.a, c.b)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
