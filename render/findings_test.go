package render_test

import (
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// A finding names the steps that show it: packets, and calls by their return.
func TestFindingsNameTheirSteps(t *testing.T) {
	s := runtest.NewScript("")
	for i := range 2 {
		from, to := runtest.Loopback(uint16(40000+i)), netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 1, byte(i)}), 80) //nolint:gosec // two
		s.Packet(capture.Packet{Proto: capture.TCP, Src: from, Dst: to, TCP: capture.TCPHeader{Seq: 1, Flags: capture.SYN}})
		s.Packet(capture.Packet{Proto: capture.TCP, Src: to, Dst: from, TCP: capture.TCPHeader{Ack: 2, Flags: capture.RST | capture.ACK}})
	}
	d := rendertest.Build(s.Recording())
	var got [][]render.StepRef
	for _, f := range d.Findings {
		got = append(got, f.Seen)
	}
	if diff := cmp.Diff([][]render.StepRef{{{Ladder: 0, Step: 1}}, {{Ladder: 0, Step: 3}}}, got); diff != "" {
		t.Errorf("steps of findings (-want +got):\n%s", diff)
	}
}
