package flow

import (
	"testing"

	"wireladder/capture"
)

// TestFresh checks how many octets of the last segment were not captured before, and
// whether it was sent again.
func TestFresh(t *testing.T) {
	begin := opening(0, 0)
	for name, tt := range map[string]struct {
		packets []*capture.Packet
		fresh   int
		again   bool
	}{
		"the next":                   {after(begin, c(1, 1, data(10)), c(11, 1, data(5))), 5, false},
		"once more":                  {after(begin, c(1, 1, data(10)), c(1, 1, data(10))), 0, true},
		"and more":                   {after(begin, c(1, 1, data(10)), c(6, 1, data(10))), 5, true},
		"behind a gap":               {after(begin, c(41, 1, data(2))), 2, false},
		"in a gap":                   {after(begin, c(41, 1, data(2)), c(1, 1, data(38))), 38, false},
		"in a gap, again":            {after(begin, c(41, 1, data(2)), c(1, 1, data(38)), c(1, 1, data(38))), 0, true},
		"the rest of a gap":          {after(begin, c(41, 1, data(2)), c(1, 1, data(38)), c(1, 1, data(42))), 2, true},
		"over two gaps":              {after(begin, c(11, 1, data(10)), c(31, 1, data(10)), c(1, 1, data(45))), 25, true},
		"in the middle":              {after(begin, c(31, 1, data(1)), c(11, 1, data(10)), c(11, 1, data(12))), 2, true},
		"acknowledged, not captured": {after(begin, s(1, 1461), c(1, 1, data(1460))), 1460, false},
		"before the first":           {[]*capture.Packet{c(101, 1, data(10)), c(1, 1, data(50))}, 50, false},
		"before the first, again":    {[]*capture.Packet{c(101, 1, data(10)), c(1, 1, data(50)), c(1, 1, data(50))}, 0, true},
		"before an ACK":              {[]*capture.Packet{s(1, 101), c(51, 1, data(50))}, 50, false},
		"before an ACK, again":       {[]*capture.Packet{s(1, 101), c(51, 1, data(30)), c(51, 1, data(30))}, 0, true},
		"behind that":                {[]*capture.Packet{s(1, 101), c(51, 1, data(30)), c(71, 1, data(30))}, 20, true},
		"a keep-alive":               {after(begin, c(1, 1, data(10)), s(1, 11), c(10, 1, data(1))), 0, false},
		"an octet again":             {after(begin, c(1, 1, data(1)), c(1, 1, data(1))), 0, true},
		"a window probe": {
			after(begin, c(1, 1, data(10)), s(1, 11, window(0)), c(11, 1, data(1)), s(1, 11, window(0)), c(11, 1, data(1))), 0, false,
		},
		"behind a window probe": {
			after(begin, c(1, 1, data(10)), s(1, 11, window(0)), c(11, 1, data(1)), s(1, 12), c(12, 1, data(9))), 9, false,
		},
		"a SYN again":        {[]*capture.Packet{begin[0], seg(seg2(clientISN, 900)...)}, 0, true},
		"another try":        {[]*capture.Packet{begin[0], seg(server, rst, ack(clientISN+1)), seg(seg2(clientISN, 900)...)}, 0, false},
		"SYNs cross":         {[]*capture.Packet{begin[0], seg(server, syn, seq(serverISN)), c(0, 1, syn), s(0, 1, syn)}, 0, false},
		"a SYN,ACK to a SYN": {[]*capture.Packet{begin[0], seg(server, syn, seq(serverISN)), c(0, 1, syn)}, 0, false},
		"a FIN again":        {after(begin, c(1, 1, fin), c(1, 1, fin)), 0, true},
		"a FIN behind data":  {after(begin, c(1, 1, data(5)), c(6, 1, fin), c(1, 1, data(5), fin)), 0, true},
		"a reset":            {after(begin, c(1, 1, data(5)), c(1, 1, rst, data(5))), 5, false},
	} {
		all := observeAll(tt.packets...)
		if o := lastOf(all); o.Fresh != tt.fresh || o.Again != tt.again {
			t.Errorf("%s: %d octets, again %v", name, o.Fresh, o.Again)
		}
		var again [2]int
		for _, o := range all {
			if o.Again {
				again[o.From]++
			}
		}
		if got := all[0].Conversation.readRare().again; got != again {
			t.Errorf("%s: %v sent again, want %v", name, got, again)
		}
	}
}

// TestGaps compares gaps with a plain list of numbers, and checks that there are
// never many of them.
func TestGaps(t *testing.T) {
	var g gaps
	plain := map[int64]bool{}
	for i := range int64(3 * maxGaps) {
		from := i * 10
		g.add(from, from+5)
		for n := from; n < from+5; n++ {
			plain[n] = true
		}
	}
	if len(g) != maxGaps || g[0] != (stretch{0, 10*2*maxGaps + 5}) {
		t.Fatalf("%d gaps, the first is %v", len(g), g[0])
	}
	for from := int64(10 * 2 * maxGaps); from < 30*maxGaps; from += 7 {
		to, want := from+from%23, int64(0)
		for n := from; n < to; n++ {
			if plain[n] {
				want++
			}
			delete(plain, n)
		}
		if got := g.take(from, to); got != want {
			t.Fatalf("%d of %d..%d, want %d", got, from, to, want)
		}
	}
}

// TestGapsAreFew checks that segments in a gap, which make two of it, do not make too
// many.
func TestGapsAreFew(t *testing.T) {
	g := gaps{{0, 1_000_000}}
	for n := int64(1); n < 10*maxGaps; n++ {
		g.take(n*100, n*100+1)
		if len(g) > maxGaps {
			t.Fatalf("%d gaps after %d", len(g), n)
		}
	}
}

// TestAckedBy checks which packet is named that had acknowledged a segment.
func TestAckedBy(t *testing.T) {
	begin := opening(0, 0)
	for name, tt := range map[string]struct {
		packets []*capture.Packet
		want    int
	}{
		"none":             {after(begin, c(1, 1, data(10)), c(1, 1, data(10))), 0},
		"the first":        {after(begin, c(1, 1, data(10)), s(1, 11), c(11, 1, data(10)), s(1, 21), c(1, 1, data(10))), 5},
		"of all of it":     {after(begin, c(1, 1, data(10)), s(1, 11), c(11, 1, data(10)), s(1, 21), c(1, 1, data(11))), 7},
		"captured before":  {after(begin, s(1, 1461), c(1, 1, data(1460))), 4},
		"a FIN":            {after(begin, c(1, 1, fin), s(1, 2), c(1, 1, fin)), 5},
		"of long ago":      {after(begin, s(1, 2), s(1, 3), s(1, 4), s(1, 5), s(1, 6), c(1, 1, data(1))), 5},
		"nothing to be":    {after(begin, c(1, 1, data(10)), s(1, 11), c(11, 1)), 0},
		"of the other one": {after(begin, c(1, 1, data(10)), s(1, 11, data(10)), s(1, 11, data(10))), 0},
	} {
		if got := lastOf(observeAll(numbered(tt.packets...)...)).AckedBy; got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}
