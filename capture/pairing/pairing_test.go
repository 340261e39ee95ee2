package pairing_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Runs of which the truth is known, over all kinds of wires and between all kinds of clocks:
// the offset is within what is said, every packet has its partner, and what is lost is lost.
func TestTruth(t *testing.T) {
	n := uint64(0)
	for _, delay := range []time.Duration{30 * time.Microsecond, time.Millisecond, 50 * time.Millisecond, 200 * time.Millisecond} {
		for _, loss := range []float64{0, 0.1, 0.3} {
			for _, offset := range []float64{0, 3.25, -7200} {
				for _, drift := range []float64{0, 50, -200} {
					for _, kind := range []string{"tcp", "anonymous tcp", "udp", "anonymous udp"} {
						n++
						name := fmt.Sprintf("%v %v %v %v %s", delay, loss, offset, drift, kind)
						d := dialog{delay: delay, jitter: delay / 3, loss: loss, exchanges: 40, pause: time.Duration(n%4) * 100 * time.Millisecond, random: rand.New(rand.NewPCG(n, 1))}
						d.anonymous, d.udp = kind == "anonymous tcp" || kind == "anonymous udp", kind == "udp" || kind == "anonymous udp"
						s := &simulation{sent: d.run(), offset: offset, drift: drift, hops: uint8(n % 2)}
						t.Run(name, func(t *testing.T) { s.check(t, n%3 == 0) })
					}
				}
			}
		}
	}
}

// check compares a run with what its captures tell, named in any order.
func (s *simulation) check(t *testing.T, otherWayRound bool) {
	t.Helper()
	both := s.captures()
	if otherWayRound {
		both[0], both[1] = both[1], both[0]
	}
	got, p, err := merged(t, both)
	if err != nil {
		t.Fatal(err)
	}
	if p.Swapped() != otherWayRound {
		t.Errorf("swapped is %v", p.Swapped())
	}
	clock := p.Captures().Clock
	first := clock.At.Sub(epoch)
	truth := s.server(first).Sub(epoch.Add(first))
	if off := (clock.Offset - truth).Abs(); off > clock.Error+time.Microsecond || clock.Uneven || clock.OneWay {
		t.Errorf("the clock is %+v, and in truth %v ahead", clock, truth)
	}
	if clock.DriftLow > s.drift+0.1 || clock.DriftHigh < s.drift-0.1 {
		t.Errorf("the drift is %+v, and in truth %v", clock, s.drift)
	}
	s.truth(t, got, clock, 3*time.Second)
}
