package render_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render/rendertest"
)

// runs are the recordings whose diagrams are kept as goldens. Tests of layout and of
// painters start from these files.
func runs() map[string]*capture.Recording {
	one, three := runtest.Run{Text: "hello"}, runtest.Run{Text: "hello", Clients: 3}
	return map[string]*capture.Recording{
		"udp":            one.UDP(),
		"udp-3":          three.UDP(),
		"tcp":            one.TCP(),
		"tcp-3":          three.TCP(),
		"tcp-12":         runtest.Run{Text: "x", Clients: 12}.TCP(),
		"tcp-four":       runtest.Run{Text: "hello", Close: runtest.FourSegments}.TCP(),
		"tcp-crossing":   runtest.Run{Text: "x", Close: runtest.CrossingFINs}.TCP(),
		"contrast":       one.Contrast(),
		"contrast-empty": runtest.Run{}.Contrast(),
		"packets-only":   withoutCalls(one.Contrast()),
		"backlog":        runtest.Backlog(),

		"wire/synack-loss":     runtest.LostSYNACK(),
		"wire/data-loss":       runtest.LostData(),
		"wire/fast-retransmit": runtest.FastRetransmit(),
		"wire/crossing-fins":   runtest.CrossingFINsOnTheWire(),
		"wire/delay":           runtest.DelayedBothWays(),
		"wire/on-its-way":      onItsWay(),
		"wire/udp-loss":        runtest.LostDatagram(),
		"wire/udp-reorder":     runtest.CrossingDatagrams(),
		"wire/udp-duplicate":   runtest.DuplicateDatagram(),
		"wire/reset":           runtest.ResetOnTheWire(),
		"wire/udp-refused":     runtest.RefusedDatagram(),
		"wire/port-reused":     runtest.PortReused(),
		"wire/select":          runtest.Selecting(),
	}
}

func withoutCalls(rec *capture.Recording) *capture.Recording {
	rec.Origin.Scenario = ""
	rec.Entries = slices.DeleteFunc(rec.Entries, func(e capture.Entry) bool { return e.Packet == nil })
	return rec
}

// onItsWay is a recording that ends before its second datagram arrives.
func onItsWay() *capture.Recording {
	m := runtest.NewMail("udp")
	n := m.Post(false, "one")
	m.Wait(time.Millisecond)
	m.Post(false, "two")
	m.Arrive(n)
	return m.Recording()
}

func TestBuildGolden(t *testing.T) {
	for name, rec := range runs() {
		t.Run(name, func(t *testing.T) {
			d := rendertest.Build(rec)
			rendertest.Golden(t, name+".diagram.txt", []byte(rendertest.Text(&d)))
		})
	}
}
