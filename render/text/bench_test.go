package text_test

import (
	"bytes"
	"testing"

	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// BenchmarkWire paints a wire on which much is on its way at once.
func BenchmarkWire(b *testing.B) {
	data := make([]byte, 600)
	for i := range data {
		data[i] = byte(i * 37)
	}
	rec := storm(data)
	for b.Loop() {
		d := rendertest.Build(rec)
		if err := (&text.Painter{}).Paint(&bytes.Buffer{}, &d); err != nil {
			b.Fatal(err)
		}
	}
}
