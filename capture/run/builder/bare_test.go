package builder_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// tellings returns what packets and their arrivals mean, one a line.
func tellings(moments []*run.Moment) (all []string) {
	for _, m := range moments {
		if m.Entry.Packet != nil || m.Entry.Delivery != nil {
			all = append(all, fmt.Sprintf("%v: %d to %d, ack %d, %v, %v then %v", m.Entry.Delivery != nil, m.Seq, m.Next, m.Ack, m.Events, m.Before, m.After))
		}
	}
	return all
}

// Where nothing but meanings is asked for they are the same, though each moment is made of one that was given back, of a
// packet or of a delivery.
func TestBareMomentsAreReused(t *testing.T) {
	for name, rec := range map[string]*capture.Recording{
		"lost data": runtest.LostData(), "lost SYN-ACK": runtest.LostSYNACK(), "crossing FINs": runtest.CrossingFINsOnTheWire(), "a lost segment of many": runtest.FastRetransmit(),
	} {
		b := builder.New(builder.Options{TwoHosts: true})
		b.Bare = true
		var got []string
		take := func() {
			settled := b.Take(0)
			got = append(got, tellings(settled)...)
			for _, m := range settled {
				b.Reuse(m)
			}
		}
		var packets []capture.Entry
		for _, e := range rec.Entries {
			if e.Packet != nil || e.Delivery != nil {
				packets = append(packets, e)
			}
		}
		for _, e := range packets {
			b.Add(e)
			take()
		}
		b.Finish()
		take()
		alone := capture.Recording{Origin: rec.Origin, Entries: packets}
		if diff := cmp.Diff(tellings(builder.Of(&alone).Moments), got); diff != "" || len(got) == 0 {
			t.Errorf("%s (-whole, +bare):\n%s", name, diff)
		}
	}
}
