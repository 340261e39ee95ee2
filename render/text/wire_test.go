package text_test

import (
	"fmt"
	"testing"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// wires are recordings of two hosts, by the fault that the wire had.
func wires() map[string]func() *capture.Recording {
	return map[string]func() *capture.Recording{
		"synack-loss":     runtest.LostSYNACK,
		"data-loss":       runtest.LostData,
		"fast-retransmit": runtest.FastRetransmit,
		"crossing-fins":   runtest.CrossingFINsOnTheWire,
		"delay":           runtest.DelayedBothWays,
		"udp-loss":        runtest.LostDatagram,
		"udp-reorder":     runtest.CrossingDatagrams,
		"udp-duplicate":   runtest.DuplicateDatagram,
		"reset":           runtest.ResetOnTheWire,
		"udp-refused":     runtest.RefusedDatagram,
		"port-reused":     runtest.PortReused,
		"select":          runtest.Selecting,
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
