package cmd

import (
	"math"
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
	first, last time.Time // the earliest and the latest
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
	t.first, t.last = table.Extend(t.first, t.last, p.Time)
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
	earliest, latest := int64(math.MaxInt64), capture.NoTime
	for i := range outlines {
		t.octets += int64(outlines[i].Length)
		if at := outlines[i].At; at != capture.NoTime {
			earliest, latest = min(earliest, at), max(latest, at)
		}
	}
	t.all += len(outlines)
	t.picked += len(outlines)
	if latest != capture.NoTime {
		t.first, t.last = table.Extend(t.first, t.last, time.Unix(0, earliest).UTC())
		t.first, t.last = table.Extend(t.first, t.last, time.Unix(0, latest).UTC())
	}
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
	c.First, c.Last = table.Extend(c.First, c.Last, o.Packet.Time)
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
