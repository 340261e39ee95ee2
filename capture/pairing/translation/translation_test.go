package translation

import (
	"fmt"
	"testing"
)

// tcp returns a segment of a way, udp a datagram with an IP identification, and bare one without.
func tcp(key uint64, way uint32) Seen  { return Seen{Key: key, Way: way, Strong: true} }
func udp(key uint64, way uint32) Seen  { return Seen{Key: key, Way: way, Numbered: true} }
func bare(key uint64, way uint32) Seen { return Seen{Key: key, Way: way} }

func TestFind(t *testing.T) {
	var many [2][]Seen
	for i := range uint64(100) {
		many[0], many[1] = append(many[0], udp(10+i, 10)), append(many[1], udp(1000+i, 20))
	}
	for name, c := range map[string]struct {
		a, b []Seen
		want string
	}{
		"nothing":               {nil, nil, "map[]"},
		"TCP":                   {[]Seen{tcp(1, 10)}, []Seen{tcp(1, 20)}, "map[20:10]"},
		"one of UDP":            {[]Seen{udp(1, 10)}, []Seen{udp(1, 20)}, "map[]"},
		"two of UDP":            {[]Seen{bare(1, 10), bare(2, 10)}, []Seen{bare(2, 20), bare(1, 20)}, "map[20:10]"},
		"one there, one back":   {[]Seen{udp(1, 10), udp(2, 11)}, []Seen{udp(1, 20), udp(2, 21)}, "map[20:10 21:11]"},
		"the same, no number":   {[]Seen{bare(1, 10), bare(2, 11)}, []Seen{bare(1, 20), bare(2, 21)}, "map[]"},
		"one beside TCP":        {[]Seen{tcp(1, 10), bare(2, 11)}, []Seen{tcp(1, 20), bare(2, 21)}, "map[20:10 21:11]"},
		"it arrives twice":      {[]Seen{udp(1, 10), udp(2, 10)}, []Seen{udp(1, 20), udp(1, 20), udp(2, 20)}, "map[20:10]"},
		"both ways":             {[]Seen{tcp(1, 10), tcp(2, 11)}, []Seen{tcp(1, 20), tcp(2, 21)}, "map[20:10 21:11]"},
		"alike":                 {[]Seen{tcp(1, 10), tcp(1, 11)}, []Seen{tcp(1, 20), tcp(1, 21)}, "map[]"},
		"half of it":            {[]Seen{tcp(1, 10), tcp(2, 11)}, []Seen{tcp(1, 20), tcp(2, 20)}, "map[]"},
		"most of it":            {[]Seen{tcp(1, 10), tcp(2, 10), tcp(3, 11)}, []Seen{tcp(1, 20), tcp(2, 20), tcp(3, 20)}, "map[20:10]"},
		"another one":           {[]Seen{tcp(1, 10)}, []Seen{tcp(2, 20)}, "map[]"},
		"two of many by chance": {append(many[0], udp(1, 10), udp(2, 10)), append(many[1], udp(1, 20), udp(2, 20)), "map[]"},
	} {
		if got := fmt.Sprint(Find(c.a, c.b)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
