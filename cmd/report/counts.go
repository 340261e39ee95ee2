package report

import (
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render/text/table"
)

// maxReasons is how many reasons are told apart for which frames were not
// decoded: a file cannot make more of them than that.
const maxReasons = 16

// packetCounts counts what is picked.
type packetCounts struct {
	whole       bool // everything is picked: the conversations count for themselves
	all         int  // packets of the file
	picked      int  // packets that are picked
	calls       int  // calls that are picked
	octets      int64
	first, last time.Time // by order, not by time
	stray       int       // decoded, and of no conversation
	drops       capture.Drops

	reasons     map[string]int                       // why frames were not decoded, at most maxReasons
	other       int                                  // frames for further reasons
	parts       map[*flow.Conversation]*table.Counts // what is picked of each, unless all is
	unreachable map[*flow.Conversation]int           // ICMP errors about it
}

func newCounts(whole bool) packetCounts {
	return packetCounts{
		whole: whole, reasons: map[string]int{},
		parts: map[*flow.Conversation]*table.Counts{}, unreachable: map[*flow.Conversation]int{},
	}
}

// add counts an entry that is picked.
func (t *packetCounts) add(m *settled) {
	switch {
	case m.entry.Packet != nil:
		t.packet(&m.meaning)
	case m.entry.Call != nil:
		t.calls++
	}
}

// packet counts a packet that is picked.
func (t *packetCounts) packet(o *flow.Observation) {
	p := o.Packet
	if t.picked == 0 {
		t.first = p.Time
	}
	t.picked++
	t.octets += int64(p.Length)
	t.last = p.Time
	switch {
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

// undecoded counts a frame that was not decoded.
func (t *packetCounts) undecoded(reason string) {
	if _, known := t.reasons[reason]; !known && len(t.reasons) == maxReasons {
		t.other++
		return
	}
	t.reasons[reason]++
}

// part adds the packet to its conversation, of which not all is picked.
func (t *packetCounts) part(o *flow.Observation) {
	c := t.parts[o.Conversation]
	if c == nil {
		c = &table.Counts{First: o.Packet.Time}
		t.parts[o.Conversation] = c
	}
	c.Packets[o.From]++
	c.Bytes[o.From] += int64(o.Packet.Length)
	c.Last = o.Packet.Time
}

// table returns the table of conversations. file is how to read them again.
func (t *packetCounts) table(conversations []*flow.Conversation, file string) *table.Table {
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
