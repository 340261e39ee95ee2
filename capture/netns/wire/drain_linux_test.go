package wire

import (
	"testing"
	"time"

	"wireladder/capture"
)

// What a kernel waits to see acknowledged is a debt, a listening socket's backlog
// is none.
func TestUnacknowledged(t *testing.T) {
	tests := map[string]struct {
		socket capture.KernelSocket
		want   bool
	}{
		"listening, with its backlog": {capture.KernelSocket{State: "LISTEN", RecvQueue: 1, SendQueue: 5}, false},
		"a SYN":                       {capture.KernelSocket{State: "SYN-SENT"}, true},
		"a SYN,ACK":                   {capture.KernelSocket{State: "SYN-RECEIVED"}, true},
		"nothing":                     {capture.KernelSocket{State: "ESTABLISHED", RecvQueue: 7}, false},
		"data":                        {capture.KernelSocket{State: "ESTABLISHED", SendQueue: 7}, true},
		"data after the peer's FIN":   {capture.KernelSocket{State: "CLOSE-WAIT", SendQueue: 7}, true},
		"a FIN":                       {capture.KernelSocket{State: "FIN-WAIT-1"}, true},
		"FINs that cross":             {capture.KernelSocket{State: "CLOSING"}, true},
		"the last FIN":                {capture.KernelSocket{State: "LAST-ACK"}, true},
		"a FIN that has come":         {capture.KernelSocket{State: "FIN-WAIT-2"}, false},
		"nothing any more":            {capture.KernelSocket{State: "TIME-WAIT"}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := unacknowledged(tt.socket); got != tt.want {
				t.Errorf("%+v: %t", tt.socket, got)
			}
		})
	}
}

// A round of marks in which a frame has gone or come proves nothing.
func TestDrainedWhenQuiet(t *testing.T) {
	r := &relay{plugs: sides[int]{-1, -1, -1}}
	r.marks = marks{until: time.Now().Add(time.Hour), quiet: true}
	if done, err := r.drained(); !done || err != nil {
		t.Errorf("all marks are back, nothing else came: %t, %v", done, err)
	}
	r.marks.disturb()
	if done, err := r.drained(); done || err == nil { // the plugs are none: a new round fails
		t.Errorf("all marks are back, and a frame with them: %t, %v", done, err)
	}
	r.marks = marks{left: 1, until: time.Now().Add(time.Hour), quiet: true}
	if done, err := r.drained(); done || err != nil {
		t.Errorf("a mark is missing: %t, %v", done, err)
	}
}
