package table

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"wireladder/render/text"
)

// atOnce makes as many processors work on a table as n.
func atOnce(t *testing.T, n int) {
	t.Helper()
	before := runtime.GOMAXPROCS(n)
	t.Cleanup(func() { runtime.GOMAXPROCS(before) })
}

// TestBlocks checks that rows are the same, and in the same order, however many
// are formatted at once: as by one line writer, in whatever style.
func TestBlocks(t *testing.T) {
	for _, rows := range []int{block, block + 1, 3 * block, 7*block + 5} {
		tab := many(rows)
		tab.Conversations[rows/2].HandshakeRTT = 20 * time.Microsecond
		for _, o := range []Options{{}, {Order: "bytes"}, {Style: text.Style{ASCII: true}}, {Style: text.Style{Width: 80}}} {
			want := onOneSheet(tab, o)
			for n := range 3 {
				atOnce(t, n+1)
				if got := printed(t, tab, o); !strings.Contains(got, want) {
					t.Errorf("%d rows by %q in %+v differ", rows, o.Order, o.Style)
				}
			}
		}
	}
}

// onOneSheet returns the rows of a table too long to be measured.
func onOneSheet(tab *Table, o Options) string {
	s := lineWriter{style: o.Style, medium: text.Medium(o.ASCII), table: tab, measured: broad(false)}
	s.arrange()
	s.block(tab.sorted(o.Order))
	return string(s.buffer)
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
