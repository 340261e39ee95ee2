package render_test

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// TestBriefIsTheBriefOfBoth checks that the short way to a brief explanation
// leads to the same words.
func TestBriefIsTheBriefOfBoth(t *testing.T) {
	var packets []*capture.Packet
	for _, end := range []rendertest.Close{rendertest.ThreeSegments, rendertest.FourSegments, rendertest.CrossingFINs} {
		packets = append(packets, rendertest.Run{Text: "hello", Close: end}.TCP().Packets()...)
	}
	packets = append(packets, rendertest.Run{Text: "hello"}.UDP().Packets()...)
	packets = append(packets, packets...) // again: retransmissions
	packets = append(packets, &capture.Packet{Problem: "cut off"})
	tracker := flow.NewTracker()
	for i, p := range packets {
		o := tracker.Observe(p)
		if got, want := render.ExplainBrief(&o), render.Explain(&o).Brief; got != want || got == "" {
			t.Errorf("packet %d, %v: %q, want %q", i, o.Events, got, want)
		}
	}
}
