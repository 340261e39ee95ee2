package builder_test

import (
	"testing"

	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
)

// A second copy of a segment, which the wire makes, brings nothing: TCP throws it away.
func TestSecondCopyBringsNothing(t *testing.T) {
	h := runtest.NewHosts("")
	h.Connect()
	n := h.Through(h.Says(false, "hello"))
	h.ArriveBy(n, "duplicate")
	h.Gets(h.Asks(true, "recv"), "hello")
	for _, m := range builder.Of(h.Recording()).Moments {
		if m.Call != nil && m.Call.Name == "recv" && m.Kind != run.Enter && (m.Meets.Pieces != 1 || m.Meets.Unread != 0) {
			t.Errorf("%d segments, %d bytes unread", m.Meets.Pieces, m.Meets.Unread)
		}
	}
}
