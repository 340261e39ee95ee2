package table

import (
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
)

// TestLives checks that a life that was told before reads as it did, whatever
// connections were told in between.
func TestLives(t *testing.T) {
	var l lives
	for range 2 {
		for has := range 1 << 6 {
			for silent := range 4 {
				for a := flow.Unknown; a <= flow.Closed; a++ {
					for b := flow.Unknown; b <= flow.Closed; b++ {
						c := &flow.Conversation{Proto: capture.TCP, Completeness: flow.Completeness(has), States: [2]flow.State{a, b}}
						c.Packets[0], c.Packets[1] = silent&1, silent>>1
						if got, want := string(l.appendWords(nil, c, 1)), string(AppendWords(nil, c, 1)); got != want {
							t.Fatalf("%b %v %v %v: %q, want %q", has, a, b, c.Packets, got, want)
						}
					}
				}
			}
		}
	}
}
