package text_test

import (
	"fmt"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// The diagrams of two hosts, by the fault that the wire had.
func TestWireGolden(t *testing.T) {
	for _, name := range []string{
		"synack-loss", "data-loss", "fast-retransmit", "crossing-fins", "delay", "udp-loss", "udp-reorder", "udp-duplicate",
		"reset", "udp-refused", "port-reused", "select",
	} {
		for _, width := range []int{80, 140} {
			t.Run(fmt.Sprintf("%s-%d", name, width), func(t *testing.T) {
				picture := paintStored(t, text.Painter{Width: width}, "wire/"+name)
				rendertest.Golden(t, fmt.Sprintf("wire/%s-%d.txt", name, width), []byte(picture))
			})
		}
		t.Run(name+"-ascii", func(t *testing.T) {
			picture := paintStored(t, text.Painter{ASCII: true, Detail: render.None}, "wire/"+name)
			rendertest.Golden(t, "wire/"+name+"-ascii.txt", []byte(picture))
		})
	}
}
