package plot_test

import (
	"encoding/binary"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
	"wireladder/render/plot"
	"wireladder/render/plot/series"
	"wireladder/render/plot/topic"
)

// streamFrom makes a stream of octets: whatever a file may lead to, and more. Its numbers are those
// of at most 16 TB: one that goes further takes a file that nobody has.
func streamFrom(data []byte) *series.Stream {
	s := &series.Stream{Conversation: &flow.Conversation{Proto: capture.TCP}, Began: time.Unix(1_700_000_000, 0), Watched: len(data)%2 == 1}
	c := &s.Courses[flow.Initiator]
	for ; len(data) >= 24; data = data[24:] {
		at := time.Duration(int64(binary.LittleEndian.Uint64(data))) >> 2
		a, b := int64(binary.LittleEndian.Uint64(data[8:]))>>20, int64(binary.LittleEndian.Uint32(data[16:]))
		s.First, s.Last = min(s.First, at), max(s.Last, at)
		span := facts.Span{From: a, To: a + b}
		if kind := data[20]; kind < 128 {
			c.Sendings = append(c.Sendings, series.Sending{
				At: at, Span: span, Payload: int(b), Repeated: int(b / 2), Why: series.Why(kind % 8), RST: kind > 100, Probe: kind > 110, SYN: kind < 20, FIN: kind > 90, Lost: kind%3 == 0,
			})
		} else {
			c.Receipts = append(c.Receipts, series.Receipt{At: at, Number: a, Window: b, Zero: b == 0, Holds: []facts.Span{span}, Twice: span, Covers: b})
			c.Trips = append(c.Trips, series.Trip{At: at, Took: time.Duration(b)})
		}
		c.Octets += b
	}
	return s
}

// Whatever the numbers are, a plot is drawn, nothing leaves it, and no text stands on another.
func FuzzPlot(f *testing.F) {
	f.Add([]byte{}, uint8(0))
	f.Add(make([]byte, 48), uint8(1))
	far := make([]byte, 96)
	for i := range far {
		far[i] = byte(i * 37)
	}
	f.Add(far, uint8(2))
	far[7], far[15], far[20] = 0x7f, 0x80, 0xff
	f.Add(far, uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, how uint8) {
		s := streamFrom(data)
		o := plot.Options{Topic: topic.Topic(how%4) + 1, Whose: plot.Whose(how / 4 % 4), Width: float64(how) * 8}
		if problem := check(figureOf(t, s, o)); problem != "" {
			t.Error(problem)
		}
	})
}
