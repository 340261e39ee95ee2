package wire

import (
	"errors"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/live"
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

// A drain asks each host from each processor, and is over when all marks of the
// round are back.
func TestDrainWaitsForAllMarks(t *testing.T) {
	r := newRig(t)
	r.drain(t, false)
	marks := r.marks(t, 1)
	r.comeIn(t, marks[1:]...)
	r.drain(t, false)
	r.silent(t) // one is still to come
	r.comeIn(t, marks[0])
	r.drain(t, true)
}

// A frame that goes or comes during a round makes another round necessary, in
// which the marks of the one before count for nothing.
func TestDrainAsksAgain(t *testing.T) {
	frame := make([]byte, markSize)
	for name, disturb := range map[string]func(r *rig){
		"goes": func(r *rig) { r.comeIn(t, frame); r.relay.pending = nil },
		"comes": func(r *rig) {
			r.relay.pending = transits{{packet: &capture.Packet{Data: frame}, from: Client}}
			if delivered, err := r.relay.deliver(); !delivered || err != nil {
				t.Errorf("delivered %t, %v", delivered, err)
			}
			r.written(t, Server)
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.drain(t, false)
			first := r.marks(t, 1)
			disturb(r)
			r.comeIn(t, first...)
			r.drain(t, false)
			second := r.marks(t, 2)
			r.comeIn(t, first...)
			r.drain(t, false)
			r.comeIn(t, second...)
			r.drain(t, true)
		})
	}
}

// Marks that do not come back in time are sent again, but not for ever.
func TestDrainWithoutAnswer(t *testing.T) {
	r := newRig(t)
	r.drain(t, false)
	for round := range uint32(markRounds - 1) {
		r.marks(t, round+1)
		r.expire()
		r.drain(t, false)
	}
	r.marks(t, markRounds)
	r.drain(t, false) // there is still time
	r.expire()
	if done, err := r.relay.drained(); done || !errors.Is(err, live.ErrIncomplete) {
		t.Errorf("after all rounds: %t, %v", done, err)
	}
}

// While a frame is on its way no marks are sent, unless there is a hurry.
func TestDrainWaitsForFrames(t *testing.T) {
	r := newRig(t)
	r.drain(t, false)
	first := r.marks(t, 1)
	r.relay.pending = transits{{packet: &capture.Packet{}, from: Client, due: time.Now().Add(time.Hour)}}
	r.comeIn(t, first...)
	r.drain(t, false)
	r.silent(t)
	r.relay.hurried.Store(true)
	r.drain(t, false)
	r.comeIn(t, r.marks(t, 2)...)
	r.drain(t, true)
}
