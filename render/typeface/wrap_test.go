package typeface_test

import (
	"strings"
	"testing"

	"wireladder/render/typeface"
)

// BenchmarkWrap breaks words of very different lengths: the time for a character is the same.
func BenchmarkWrap(b *testing.B) {
	m := metrics(b)
	for name, s := range map[string]string{
		"words":     strings.Repeat("a few words ", 1<<12),
		"long word": strings.Repeat("x", 12<<12),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				m.Wrap(typeface.Sans, 12, s, 300)
			}
		})
	}
}
