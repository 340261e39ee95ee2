package table

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"testing"
)

// atOnce makes as many processors work on a table as n.
func atOnce(t *testing.T, n int) {
	t.Helper()
	before := runtime.GOMAXPROCS(n)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

// TestBlocks checks that rows are the same, and in the same order, however many
// are formatted at once.
func TestBlocks(t *testing.T) {
	for _, rows := range []int{block, block + 1, 3 * block, 7*block + 5} {
		tab := many(rows)
		for _, o := range []Options{{}, {Order: "bytes"}} {
			atOnce(t, 1)
			want := printed(t, tab, o)
			atOnce(t, 3)
			if printed(t, tab, o) != want {
				t.Errorf("%d rows by %q differ", rows, o.Order)
			}
		}
	}
}

// narrow is an io.Writer with room for some writes. It notes how long all are.
type narrow struct {
	room   int
	writes []int
}

func (n *narrow) Write(b []byte) (int, error) {
	n.writes = append(n.writes, len(b))
	if len(n.writes) > n.room {
		return 0, errFull
	}
	return len(b), nil
}

// TestWrites checks that the blocks of a long table come in a write each, and that none follows
// one that has failed.
func TestWrites(t *testing.T) {
	atOnce(t, 2)
	tab := many(9 * block)
	all := &narrow{room: 100}
	if err := Print(all, tab, Options{}); err != nil {
		t.Fatal(err)
	}
	if len(all.writes) != 11 || slices.Min(all.writes[1:10]) < 64<<10 {
		t.Errorf("writes of %d octets", all.writes)
	}
	for room := range all.writes {
		some := &narrow{room: room}
		if err := Print(some, tab, Options{}); !errors.Is(err, errFull) || len(some.writes) != room+1 {
			t.Errorf("%v with %d writes, room for %d", err, len(some.writes), room)
		}
	}
}

// TestRowsDoNotAllocate checks that a long table takes no more memory than one
// half as long.
func TestRowsDoNotAllocate(t *testing.T) {
	var b bytes.Buffer
	allocs := func(rows int) float64 {
		tab := many(rows)
		return testing.AllocsPerRun(3, func() {
			b.Reset()
			if err := Print(&b, tab, Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	if half, whole := allocs(5*block), allocs(10*block); whole > half+100 {
		t.Errorf("%v allocations, %v for twice as many rows", half, whole)
	}
}
