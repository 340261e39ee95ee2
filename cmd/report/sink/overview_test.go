package sink

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// TestOverviewIsBounded checks that a file cannot make the reasons grow.
func TestOverviewIsBounded(t *testing.T) {
	tl := NewOverview(true)
	for i := range 1000 {
		tl.Packet(&flow.Observation{Packet: &capture.Packet{Problem: time.Duration(i).String(), Length: 10}})
	}
	if len(tl.reasons) != maxReasons || tl.other != 1000-maxReasons || tl.octets != 10000 || tl.picked != 1000 {
		t.Errorf("%d reasons, %d others", len(tl.reasons), tl.other)
	}
}
