package sink

import (
	"math"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/text/table"
)

// maxReasons is how many reasons are told apart for which frames were not
// decoded: a file cannot make more of them than that.
const maxReasons = 16

// Overview counts what is picked. Make it with NewOverview.
type Overview struct {
	whole       bool // everything is picked: the conversations count for themselves
	All         int  // packets of the file, also those that are not picked
	picked      int  // packets that are picked
	Calls       int  // calls that are picked
	octets      int64
	first, last time.Time // the earliest and the latest
	fragments   int       // pieces of IP datagrams
	stray       int       // decoded, and of no conversation

	reasons     map[string]int                       // why frames were not decoded, at most maxReasons
	other       int                                  // frames for further reasons
	parts       map[*flow.Conversation]*table.Counts // what is picked of each, unless all is
	unreachable map[*flow.Conversation]int           // ICMP errors about it
}

// NewOverview returns an overview of nothing, of a file of which everything is picked if whole
// is set.
func NewOverview(whole bool) *Overview {
	return &Overview{
		whole: whole, reasons: map[string]int{},
		parts: map[*flow.Conversation]*table.Counts{}, unreachable: map[*flow.Conversation]int{},
	}
}

// Add counts an entry that is picked.
func (t *Overview) Add(m *run.Moment) {
	switch {
	case m.Entry.Packet != nil:
		t.Packet(&m.Observation)
	case m.Entry.Call != nil:
		t.Calls++
	}
}

// Packet counts a packet that is picked.
func (t *Overview) Packet(o *flow.Observation) {
	p := o.Packet
	t.picked++
	t.octets += int64(p.Length)
	t.first, t.last = table.Extend(t.first, t.last, p.Time)
	switch {
	case p.Proto == capture.Undecoded && (p.IP.MoreFragments || p.IP.FragmentOffset > 0):
		t.fragments++
	case p.Proto == capture.Undecoded:
		t.undecoded(p.Problem)
	case o.Conversation == nil:
		t.stray++
	case o.Events.Has(flow.Unreachable):
		t.unreachable[o.Conversation]++
	case !t.whole:
		t.part(o)
	}
}

// Outlines counts packets that are all picked, of TCP or UDP.
func (t *Overview) Outlines(outlines []capture.Outline) {
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
	t.All += len(outlines)
	t.picked += len(outlines)
	if latest != capture.NoTime {
		t.first, t.last = table.Extend(t.first, t.last, time.Unix(0, earliest).UTC())
		t.first, t.last = table.Extend(t.first, t.last, time.Unix(0, latest).UTC())
	}
}

// undecoded counts a frame that was not decoded.
func (t *Overview) undecoded(reason string) {
	if _, known := t.reasons[reason]; !known && len(t.reasons) == maxReasons {
		t.other++
		return
	}
	t.reasons[reason]++
}

// part adds the packet to its conversation, of which not all is picked.
func (t *Overview) part(o *flow.Observation) {
	c := t.parts[o.Conversation]
	if c == nil {
		c = &table.Counts{}
		t.parts[o.Conversation] = c
	}
	c.Packets[o.From]++
	c.Bytes[o.From] += int64(o.Packet.Length)
	c.First, c.Last = table.Extend(c.First, c.Last, o.Packet.Time)
}

// table returns the table of conversations. file is how to read them again.
func (t *Overview) table(drops capture.Drops, conversations []*flow.Conversation, file string) *table.Table {
	tab := &table.Table{
		Conversations: conversations,
		Unreachable:   t.unreachable,
		File:          file,
		Packets:       t.picked,
		Bytes:         t.octets,
		First:         t.first,
		Last:          t.last,
		Calls:         t.Calls,
		Fragments:     t.fragments,
		Stray:         t.stray,
		Undecoded:     t.reasons,
		Other:         t.other,
		Lost:          drops.Lost(),
	}
	if !t.whole {
		tab.Left = t.All - t.picked
		tab.Counts = t.parts
		tab.Conversations = nil
		for _, c := range conversations {
			if t.parts[c] != nil {
				tab.Conversations = append(tab.Conversations, c)
			}
		}
	}
	return tab
}
