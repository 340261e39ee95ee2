package html_test

import (
	"fmt"
	"io"
	"testing"

	"wireladder/capture/run"
	"wireladder/render/html"
	"wireladder/render/rendertest"
)

// BenchmarkPaint draws as many packets as its name says.
func BenchmarkPaint(b *testing.B) {
	for _, packets := range []int{100, 1000, 10000, 100000} {
		b.Run(fmt.Sprint(packets), func(b *testing.B) {
			r, d := rendertest.Transfer(packets)
			p := &html.Painter{Frames: octetsOf(r)}
			b.ReportAllocs()
			for b.Loop() {
				if err := p.Paint(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// octetsOf returns the octets of each packet of a run.
func octetsOf(r *run.Run) *html.Frames {
	all := &html.Frames{}
	for i := range r.Moments {
		if r.Moments[i].Entry.Packet != nil {
			all.Add(&r.Moments[i].Observation)
		}
	}
	return all
}
