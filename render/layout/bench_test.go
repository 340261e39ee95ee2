package layout_test

import (
	"testing"

	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// BenchmarkWire lays a wire out on which much is on its way at once.
func BenchmarkWire(b *testing.B) {
	data := make([]byte, 600)
	for i := range data {
		data[i] = byte(i * 37)
	}
	d := rendertest.Build(storm(data))
	for b.Loop() {
		layout.Of(&d, layout.Options{Medium: text.Medium(false)})
	}
}
