package render

import (
	"fmt"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// tales know what was sent before in each conversation and what the wire did
// with it. From that they say what one packet's headers do not: which frame it
// repeats and why, what is missing, who will notice a loss.
type tales struct {
	all     fates
	told    map[*flow.Conversation][]chapter
	highest map[seat]int64    // the number after the last one that each side has sent
	packets []*capture.Packet // all that were sent, in order
	queues  queues
}

// chapter is one packet of a conversation.
type chapter struct {
	o     flow.Observation
	fate  *fate
	crowd bool // it is a SYN, and there was no room for its connection
}

func newTales(all fates) *tales {
	return &tales{all: all, told: map[*flow.Conversation][]chapter{}, highest: map[seat]int64{}, queues: queues{}}
}

// sent returns the explanation of a packet that was sent: e, or what is known
// better.
func (t *tales) sent(o *flow.Observation, e Explanation) Explanation {
	t.packets = append(t.packets, o.Packet)
	if o.Conversation == nil {
		return e
	}
	now := chapter{*o, t.all.of(o.Packet), o.Events.Has(flow.SYN) && t.queues.full(o.Packet.Dst)}
	first := t.repeated(o)
	switch {
	case first != nil:
		e = t.again(o, first)
	case now.fate != nil && repeatsACK(o):
		e = t.asksAgain(o, e)
	case o.Events.Has(flow.KeepAlive) && t.shut(o):
		e = Explanation{
			"asks whether there is room again: repeats a number that was acknowledged",
			fmt.Sprintf("The %s's window was 0. The %s repeats a number that was acknowledged before (%d), so that the %s must answer and say its window, in case that news got lost (a window probe).", o.From.Peer(), o.From, o.Seq, o.From.Peer()),
		}
	}
	e = t.queues.crowd(o, e)
	if now.fate.lost() {
		e = loss(o, e, first != nil)
	}
	at := seat{o.Conversation, o.From}
	t.highest[at] = max(t.highest[at], o.Next)
	t.told[o.Conversation] = append(t.told[o.Conversation], now)
	return e
}

// shut reports whether the last window that o's receiver offered was 0.
func (t *tales) shut(o *flow.Observation) bool {
	told := t.told[o.Conversation]
	for i := len(told) - 1; i >= 0; i-- {
		if told[i].o.From != o.From {
			return told[i].o.Window == 0 && told[i].arrivedBefore(o.Packet.Time)
		}
	}
	return false
}

// arrivedBefore reports whether the packet reached its receiver before t.
func (c *chapter) arrivedBefore(t time.Time) bool {
	if c.fate == nil {
		return c.o.Packet.Time.Before(t)
	}
	return len(c.fate.arrivals) > 0 && c.fate.arrivals[0].Time.Before(t)
}
