package flow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"wireladder/capture"
)

// rig is one direction of a conversation whose segments are launched and land,
// beside a chain that has all that is under way, also where it is one alone.
type rig struct {
	endpoint endpoint
	fly      flights
	plain    flights
	chain    chain
}

// launch sends a segment both ways.
func (r *rig) launch(s *segment, answered bool, e Events) {
	again := e&(Retransmission|KeepAlive) != 0
	if answered || again || s.controls() || !r.plain.extend(&r.chain, s.header.Seq, s.after, s.at) {
		r.plain.add(&r.chain, s.header.Seq, s.after, s.at, again)
	}
	r.endpoint.launch(s, answered, e, &r.fly)
}

// underWay returns what the endpoint has under way.
func (r *rig) underWay(t *testing.T) [][2]capture.Seq {
	t.Helper()
	switch e := &r.endpoint; e.flying {
	case one:
		return [][2]capture.Seq{{capture.Seq(e.first), e.past.next}}
	case several:
		return underWay(t, &r.fly, &r.fly.chains[e.first])
	}
	return nil
}

// segmentOf returns a segment of length numbers from seq.
func segmentOf(seq capture.Seq, length uint32, flags capture.Flags, at int64) *segment {
	return &segment{
		header: &capture.Outline{Seq: seq, Flags: flags, PayloadLength: length}, flags: flags,
		payload: int64(length), end: seq + capture.Seq(length), after: seq + capture.Seq(length), at: at,
	}
}

// TestUnderWay checks that a segment which is under way alone lands as it would in
// a chain, whatever came before it and comes after it.
func TestUnderWay(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var r rig
		base := capture.Seq(random.Uint32())
		for at := range int64(30) {
			seq, length := base+capture.Seq(random.Uint32N(12)), random.Uint32N(4)
			switch random.IntN(4) {
			case 0:
				got, want := r.endpoint.land(seq, &r.fly), r.plain.land(&r.chain, seq)
				if got != want {
					t.Fatalf("%+v landed, want %+v", got, want)
				}
			case 1:
				seq = r.endpoint.past.next // as nearly always
				fallthrough
			default:
				r.send(segmentOf(seq, length, 0, at), random.IntN(2) == 0, []Events{0, 0, 0, Retransmission, KeepAlive, ZeroWindowProbe}[random.IntN(6)])
			}
			if got, want := r.underWay(t), underWay(t, &r.plain, &r.chain); !slices.Equal(got, want) {
				t.Fatalf("under way: %v, want %v", got, want)
			}
		}
	}
}

// send launches a segment, if it has numbers, and remembers it.
func (r *rig) send(s *segment, answered bool, e Events) {
	if !answered {
		e &^= ZeroWindowProbe // there is no window
	}
	switch {
	case s.payload > 0:
		r.launch(s, answered, e)
	case r.endpoint.past.next.Less(s.after):
		r.endpoint.settle(&r.fly)
	}
	r.endpoint.past.remember(s, e)
}

// TestChainsAreUsedAgain checks that memory does not grow with the chains that have
// ended.
func TestChainsAreUsedAgain(t *testing.T) {
	var r rig
	for i := range capture.Seq(1000) {
		r.send(segmentOf(2*i, 1, 0, 0), true, 0)
		r.send(segmentOf(2*i+1, 1, 0, 0), true, 0)
		if l := r.endpoint.land(2*i+2, &r.fly); !l.any || r.endpoint.flying != grounded {
			t.Fatalf("round %d: %+v landed", i, l)
		}
	}
	if len(r.fly.chains) != 1 || len(r.fly.all) > 1+2 {
		t.Errorf("%d chains and %d flights", len(r.fly.chains), len(r.fly.all))
	}
	var f flights
	first, second := f.begin(), f.begin()
	f.end(first)
	f.end(second)
	if a, b := f.begin(), f.begin(); a == b || len(f.chains) != 2 {
		t.Errorf("chains %d and %d, of %d", a, b, len(f.chains))
	}
}
