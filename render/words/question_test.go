package words_test

import (
	"net/netip"
	"testing"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render/words"
)

// An answer to what was sent to all has a question, though not in its own conversation; an
// answer of which there is none says so.
func TestAnswersToAll(t *testing.T) {
	for name, tt := range map[string]struct {
		asked, known bool
		want         string
	}{
		"asked":                     {true, true, "answers packet 1, which went to many"},
		"asked, not known by which": {true, false, "answers what was sent to all in udp:0"},
		"not asked":                 {false, true, "by its port an answer; no question was captured"},
	} {
		s := runtest.NewScript("")
		client := netip.MustParseAddrPort("10.0.0.9:40000")
		if tt.asked {
			s.Packet(capture.Packet{Proto: capture.UDP, Src: client, Dst: netip.MustParseAddrPort("255.255.255.255:67"), Payload: []byte("who")})
		}
		s.Packet(capture.Packet{Proto: capture.UDP, Src: netip.MustParseAddrPort("10.0.0.2:67"), Dst: client, Payload: []byte("me")})
		moments := builder.Of(s.Recording()).Moments
		answer := moments[len(moments)-1]
		if !tt.known {
			answer.Facts = run.NoFacts()
		}
		if got := words.Of(answer).Brief; got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
