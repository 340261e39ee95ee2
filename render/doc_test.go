package render_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/rendertest"
	"wireladder/render/text"
)

// The walk of a packet in the package's documentation has what the packages make of it.
func TestWalkOfAPacket(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	rec := runtest.Run{Text: "hello"}.TCP()
	packet, d := rec.Packets()[0], rendertest.Build(rec)
	step := message(t, &d.Ladders[0], 1)
	arrow := layout.Of(&d, layout.Options{Medium: text.Medium(false)}).Arrows[0]
	socket := d.Ladders[0].Lifelines[step.From]
	for _, want := range []string{
		fmt.Sprintf("%s → %s", packet.Src, packet.Dst), fmt.Sprintf("seq %d", packet.TCP.Seq), "SYN-SENT",
		fmt.Sprintf("fd %d of %q", socket.FD, socket.Process), fmt.Sprintf("%q", step.Labels[0]), fmt.Sprintf("%q", step.Brief),
		fmt.Sprintf("From: %d, To: %d, Tone: Opens", step.From, step.To), fmt.Sprintf("From: %d, To: %d, Y: %d", arrow.From, arrow.To, arrow.Y),
	} {
		if !strings.Contains(string(doc), want) {
			t.Errorf("the walk does not say %s", want)
		}
	}
	if step.FromState != "SYN-SENT" || step.Tone != render.Opens {
		t.Errorf("%+v", step)
	}
}
