package text_test

import (
	"fmt"
	"testing"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// wires are recordings of two hosts, by the fault that the wire had.
func wires() map[string]func() *capture.Recording {
	return map[string]func() *capture.Recording{
		"synack-loss":     rendertest.LostSYNACK,
		"data-loss":       rendertest.LostData,
		"fast-retransmit": rendertest.FastRetransmit,
		"crossing-fins":   rendertest.CrossingFINsOnTheWire,
		"delay":           rendertest.DelayedBothWays,
		"udp-loss":        rendertest.LostDatagram,
		"udp-reorder":     rendertest.CrossingDatagrams,
		"udp-duplicate":   rendertest.DuplicateDatagram,
		"reset":           rendertest.ResetOnTheWire,
		"udp-refused":     rendertest.RefusedDatagram,
		"port-reused":     rendertest.PortReused,
		"select":          rendertest.Selecting,
	}
}

func TestWireGolden(t *testing.T) {
	for name, record := range wires() {
		for _, width := range []int{80, 140} {
			t.Run(fmt.Sprintf("%s-%d", name, width), func(t *testing.T) {
				picture := paint(t, text.Painter{Width: width}, record())
				rendertest.Golden(t, fmt.Sprintf("wire/%s-%d.txt", name, width), []byte(picture))
			})
		}
		t.Run(name+"-ascii", func(t *testing.T) {
			rendertest.Golden(t, "wire/"+name+"-ascii.txt", []byte(paint(t, text.Painter{ASCII: true, Detail: render.None}, record())))
		})
	}
}
