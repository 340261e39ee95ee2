package facts_test

import (
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/facts"
	"wireladder/capture/flow"
)

// Blocks are told by relative numbers, whatever the numbers on the wire; what came twice lies
// below the acknowledgment or within the next block.
func TestSACK(t *testing.T) {
	isn := capture.Seq(0xffffffff - 15) // numbers wrap around behind the acknowledgment
	for name, tt := range map[string]struct {
		blocks []capture.SACKBlock
		want   []facts.Span
		twice  facts.Span
	}{
		"none":         {},
		"behind a gap": {[]capture.SACKBlock{{From: isn + 21, To: isn + 31}}, []facts.Span{{From: 21, To: 31}}, facts.Span{}},
		"below":        {[]capture.SACKBlock{{From: isn + 1, To: isn + 11}}, []facts.Span{{From: 1, To: 11}}, facts.Span{From: 1, To: 11}},
		"within the next": {
			[]capture.SACKBlock{{From: isn + 25, To: isn + 28}, {From: isn + 21, To: isn + 31}},
			[]facts.Span{{From: 25, To: 28}, {From: 21, To: 31}}, facts.Span{From: 25, To: 28},
		},
		"of nothing": {[]capture.SACKBlock{{From: isn + 5, To: isn + 5}}, []facts.Span{{From: 5, To: 5}}, facts.Span{}},
	} {
		o := &flow.Observation{Packet: &capture.Packet{}, Ack: 11}
		o.Packet.TCP.Ack = isn + 11
		o.Packet.TCP.Options.SACKBlocks = uint8(copy(o.Packet.TCP.Options.SACK[:], tt.blocks))
		if got := facts.SACKed(o); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
		if got := facts.DSACKed(o); got != tt.twice {
			t.Errorf("%s: twice %v, want %v", name, got, tt.twice)
		}
	}
}
