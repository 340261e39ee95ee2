package svg_test

import (
	"fmt"
	"io"
	"testing"

	"wireladder/render/rendertest"
	"wireladder/render/svg"
)

// BenchmarkPaint draws as many packets as its name says.
func BenchmarkPaint(b *testing.B) {
	for _, packets := range []int{100, 1000, 10000, 100000} {
		b.Run(fmt.Sprint(packets), func(b *testing.B) {
			_, d := rendertest.Transfer(packets)
			b.ReportAllocs()
			for b.Loop() {
				if err := (&svg.Painter{}).Paint(io.Discard, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
