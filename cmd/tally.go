package cmd

import (
	"iter"
	"slices"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render/text/table"
)

// maxReasons is how many reasons are told apart for which frames were not
// decoded: a file cannot make more of them than that.
const maxReasons = 16

// tally counts what is picked.
type tally struct {
	whole       bool // everything is picked: the conversations count for themselves
	all         int  // packets of the file
	picked      int  // packets that are picked
	calls       int  // calls that are picked
	octets      int64
	first, last time.Time // by order, not by time
	stray       int       // decoded, and of no conversation
	drops       capture.Drops

	reasons     map[string]int // why frames were not decoded, at most maxReasons
	other       int            // frames for further reasons
	counts      map[*flow.Conversation]*table.Counts
	unreachable map[*flow.Conversation]int // ICMP errors about it
}

func (t *tally) init(whole bool) {
	t.whole = whole
	t.reasons, t.unreachable = map[string]int{}, map[*flow.Conversation]int{}
	if !whole {
		t.counts = map[*flow.Conversation]*table.Counts{}
	}
}

// add counts a packet that is picked.
func (t *tally) add(o *flow.Observation) {
	p := o.Packet
	t.picked++
	t.octets += int64(p.Length)
	t.span(p.Time)
	switch {
	case p.Proto == capture.Undecoded:
		t.undecoded(p.Problem)
	case o.Conversation == nil:
		t.stray++
	case o.Events.Has(flow.Unreachable):
		t.unreachable[o.Conversation]++
	case !t.whole:
		t.count(o)
	}
}

// outlines counts packets that are all picked, of TCP or UDP.
func (t *tally) outlines(outlines []capture.Outline) {
	if len(outlines) == 0 {
		return
	}
	for i := range outlines {
		t.octets += int64(outlines[i].Length)
	}
	t.all += len(outlines)
	t.picked += len(outlines)
	for _, timed := range []iter.Seq2[int, capture.Outline]{slices.All(outlines), slices.Backward(outlines)} {
		for _, o := range timed {
			if o.At != capture.NoTime {
				t.span(time.Unix(0, o.At).UTC())
				break
			}
		}
	}
}

// span counts a time, unless it is none.
func (t *tally) span(at time.Time) {
	if at.IsZero() {
		return
	}
	if t.first.IsZero() {
		t.first = at
	}
	t.last = at
}

// undecoded counts a frame that was not decoded.
func (t *tally) undecoded(reason string) {
	if _, known := t.reasons[reason]; !known && len(t.reasons) == maxReasons {
		t.other++
		return
	}
	t.reasons[reason]++
}

// count adds the packet to its conversation, of which not all is picked.
func (t *tally) count(o *flow.Observation) {
	c := t.counts[o.Conversation]
	if c == nil {
		c = &table.Counts{}
		t.counts[o.Conversation] = c
	}
	c.Packets[o.From]++
	c.Bytes[o.From] += int64(o.Packet.Length)
	if at := o.Packet.Time; !at.IsZero() {
		if c.First.IsZero() {
			c.First = at
		}
		c.Last = at
	}
}

// table returns the table of conversations. file is how to read them again.
func (t *tally) table(conversations []*flow.Conversation, file string) *table.Table {
	tab := &table.Table{
		Conversations: conversations,
		Unreachable:   t.unreachable,
		File:          file,
		Packets:       t.picked,
		Bytes:         t.octets,
		First:         t.first,
		Last:          t.last,
		Calls:         t.calls,
		Stray:         t.stray,
		Undecoded:     t.reasons,
		Other:         t.other,
		Lost:          t.drops.Lost(),
	}
	if !t.whole {
		tab.Left = t.all - t.picked
		tab.Counts = t.counts
		tab.Conversations = nil
		for _, c := range conversations {
			if t.counts[c] != nil {
				tab.Conversations = append(tab.Conversations, c)
			}
		}
	}
	return tab
}
