package wire

import (
	"container/heap"
	"time"

	"wireladder/capture"
)

// crossing is a frame on its way across the wire.
type crossing struct {
	packet *capture.Packet
	from   Side
	number int       // in the order in which the relay took the frames
	due    time.Time // when it arrives
	fault  string    // of its delivery
	held   bool      // until a later frame of its side arrives, or at the latest when due
	index  int       // in the heap
}

// crossings is a container/heap, the one due first first; of those due at the
// same time the one that was sent first.
type crossings []*crossing

func (t crossings) Len() int { return len(t) }

func (t crossings) Less(i, j int) bool {
	if c := t[i].due.Compare(t[j].due); c != 0 {
		return c < 0
	}
	return t[i].number < t[j].number
}

func (t crossings) Swap(i, j int) {
	t[i], t[j] = t[j], t[i]
	t[i].index, t[j].index = i, j
}

func (t *crossings) Push(x any) {
	one := x.(*crossing)
	one.index = len(*t)
	*t = append(*t, one)
}

func (t *crossings) Pop() any {
	last := (*t)[len(*t)-1]
	(*t)[len(*t)-1] = nil
	*t = (*t)[:len(*t)-1]
	return last
}

// takeDue removes and returns the next frame that has arrived by now, nil if there
// is none.
func (t *crossings) takeDue(now time.Time) *crossing {
	if len(*t) == 0 || (*t)[0].due.After(now) {
		return nil
	}
	return heap.Pop(t).(*crossing)
}

// release makes due what was held for the frame that has just arrived.
func (t *crossings) release(passed *crossing) {
	for _, one := range *t {
		if one.held && one.from == passed.from && one.number < passed.number {
			one.held, one.due = false, passed.due
			heap.Fix(t, one.index)
			t.release(passed) // the loop's order is gone
			return
		}
	}
}
