package render_test

import (
	"testing"

	"wireladder/render"
)

// A fault that is about ACKs is one about those that hold nothing else.
func TestWhyLost(t *testing.T) {
	for fault, want := range map[string]string{
		"drop 2nd client ACK": "lost on purpose: 2nd client bare ACK", "drop 1st SYN-ACK": "lost on purpose: 1st SYN,ACK", "drop 1st datagram": "lost on purpose: 1st datagram",
	} {
		s := render.Step{Transit: render.Lost, Fault: fault}
		if got := s.Why(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
