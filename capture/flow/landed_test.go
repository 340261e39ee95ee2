package flow

import (
	"slices"
	"testing"

	"wireladder/capture"
)

// segmentAt returns a segment of those numbers.
func segmentAt(from, to int64, flags capture.Flags) *segment {
	return &segment{seq: from, next: to, flags: flags}
}

func TestLanded(t *testing.T) {
	tests := map[string]struct {
		segments []*segment // after the SYN, number 0
		next     int64
		ahead    []stretch
		finished bool
	}{
		"in order":         {[]*segment{segmentAt(1, 11, 0), segmentAt(11, 21, 0)}, 21, nil, false},
		"nothing":          {[]*segment{segmentAt(1, 1, 0), segmentAt(5, 5, 0)}, 1, nil, false},
		"a gap":            {[]*segment{segmentAt(11, 21, 0)}, 1, []stretch{{11, 21}}, false},
		"a gap that fills": {[]*segment{segmentAt(11, 21, 0), segmentAt(1, 11, 0)}, 21, nil, false},
		"the same again":   {[]*segment{segmentAt(11, 21, 0), segmentAt(11, 21, 0)}, 1, []stretch{{11, 21}}, false},
		"two gaps":         {[]*segment{segmentAt(31, 41, 0), segmentAt(11, 21, 0)}, 1, []stretch{{11, 21}, {31, 41}}, false},
		"one of two fills": {[]*segment{segmentAt(31, 41, 0), segmentAt(11, 21, 0), segmentAt(1, 11, 0)}, 21, []stretch{{31, 41}}, false},
		"a bridge":         {[]*segment{segmentAt(31, 41, 0), segmentAt(11, 21, 0), segmentAt(21, 31, 0)}, 1, []stretch{{11, 41}}, false},
		"one over all":     {[]*segment{segmentAt(31, 41, 0), segmentAt(11, 21, 0), segmentAt(5, 51, 0)}, 1, []stretch{{5, 51}}, false},
		"one in another":   {[]*segment{segmentAt(11, 41, 0), segmentAt(21, 31, 0)}, 1, []stretch{{11, 41}}, false},
		"an overlap":       {[]*segment{segmentAt(1, 11, 0), segmentAt(5, 21, 0)}, 21, nil, false},
		"a FIN":            {[]*segment{segmentAt(1, 12, capture.FIN)}, 12, nil, true},
		"a FIN first":      {[]*segment{segmentAt(11, 12, capture.FIN)}, 1, []stretch{{11, 12}}, false},
		"a FIN first, and what it follows": {
			[]*segment{segmentAt(11, 12, capture.FIN), segmentAt(1, 11, 0)}, 12, nil, true,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var l landed
			finished := l.take(segmentAt(0, 1, capture.SYN))
			for _, s := range tt.segments {
				finished = l.take(s)
			}
			if l.next != tt.next || !slices.Equal(l.ahead, tt.ahead) || finished != tt.finished {
				t.Errorf("all before %d, and %v; finished: %t", l.next, l.ahead, finished)
			}
		})
	}
}

// TestLandedBounded checks that a stream of gaps takes no memory without end, and
// that the first gaps still fill.
func TestLandedBounded(t *testing.T) {
	var l landed
	l.take(segmentAt(0, 1, capture.SYN))
	for i := range int64(10 * maxAhead) {
		l.take(segmentAt(2+2*i, 3+2*i, 0))
	}
	if len(l.ahead) != maxAhead {
		t.Errorf("%d stretches are kept", len(l.ahead))
	}
	l.take(segmentAt(1, 2, 0))
	if l.next != 3 {
		t.Errorf("all before %d has arrived", l.next)
	}
}
