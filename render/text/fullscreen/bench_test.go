package fullscreen_test

import (
	"fmt"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text"
	"wireladder/render/text/fullscreen"
	"wireladder/render/walk"
)

// BenchmarkOpen opens as many packets as its name says, up to the first screen.
func BenchmarkOpen(b *testing.B) {
	for _, packets := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprint(packets), func(b *testing.B) {
			_, d := rendertest.Transfer(packets)
			b.ReportAllocs()
			for b.Loop() {
				v := fullscreen.New(d, &walk.Originals{}, fullscreen.Options{Detail: render.None})
				v.Resize(80, 24)
				v.Each(func(int, int, rune, text.Appearance) {})
			}
		})
	}
}

// BenchmarkKey presses a key at the end of as many packets, up to the next screen: with no marks
// and with what is to come hidden.
func BenchmarkKey(b *testing.B) {
	for _, packets := range []int{1000, 10000, 100000} {
		_, d := rendertest.Transfer(packets)
		v := fullscreen.New(d, &walk.Originals{}, fullscreen.Options{Detail: render.None})
		v.Resize(80, 24)
		for _, first := range []string{"end", "h"} {
			v.Key(first)
			b.Run(fmt.Sprint(first, " ", packets), func(b *testing.B) {
				for back := true; b.Loop(); back = !back {
					if v.Key("down"); back {
						v.Key("up")
						v.Key("up")
					}
					v.Each(func(int, int, rune, text.Appearance) {})
				}
			})
		}
	}
}
