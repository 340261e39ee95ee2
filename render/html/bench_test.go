package html_test

import (
	"fmt"
	"io"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/html"
)

// transfer returns a diagram of so many packets between two sockets, every tenth of which is on
// its way while the next one is sent.
func transfer(packets int) *render.Diagram {
	l := render.Ladder{Proto: capture.TCP, Title: "TCP", Lifelines: []render.Lifeline{
		{Process: "client", Side: flow.Initiator, FD: 3, Begin: -1, End: -1},
		{Process: "server", Side: flow.Responder, FD: 4, Begin: -1, End: -1},
	}}
	for i := range packets {
		s := render.Step{
			Kind: render.Message, Packet: i + 1, From: i % 2, To: 1 - i%2, Born: -1, Time: time.UnixMilli(int64(i)), Tone: render.Carries,
			Labels: []string{fmt.Sprintf("PSH,ACK seq=%d ack=1 len=6 \"hello\\n\"", 1+i*6), fmt.Sprintf("seq=%d", 1+i*6)},
			Brief:  fmt.Sprintf("carries bytes %d-%d; the window is full now, and nothing more may be sent", 1+i*6, 6+i*6),
			Full: fmt.Sprintf("The client sends 6 bytes: numbers %d to %d of its stream; the next will be number %d. The window is full now, and "+
				"nothing more may be sent until the receiver has read some of it.", 1+i*6, 6+i*6, 7+i*6),
		}
		at := len(l.Steps)
		if i%10 == 0 {
			s.Transit, s.Arrivals = render.Later, []int{at + 1}
		}
		if l.Steps = append(l.Steps, s); i%10 == 0 {
			l.Steps = append(l.Steps, render.Step{Kind: render.Arrival, Packet: i + 1, From: s.From, To: s.To, Born: -1, Sent: at, Tone: s.Tone})
		}
	}
	return &render.Diagram{Ladders: []render.Ladder{l}}
}

// BenchmarkPaint draws as many packets as its name says.
func BenchmarkPaint(b *testing.B) {
	for _, packets := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(packets), func(b *testing.B) {
			d := transfer(packets)
			b.ReportAllocs()
			for b.Loop() {
				if err := (&html.Painter{}).Paint(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
