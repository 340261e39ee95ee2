package render_test

import (
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/runtest"
	"wireladder/render"
)

// endOf returns the lifeline that enters a state, and the last step in which it does so; -1: none does.
func endOf(l *render.Ladder, state flow.State) (line, step int) {
	line, step = -1, -1
	for i := range l.Steps {
		switch s := &l.Steps[i]; state.String() {
		case s.FromState:
			line, step = s.From, i
		case s.ToState:
			line, step = s.To, i
		}
	}
	return line, step
}

// A socket that is CLOSED ends there; one in TIME-WAIT goes on to the end, unless that comes later than TIME-WAIT lasts.
func TestClosedEndsAndTimeWaitLingers(t *testing.T) {
	for wait, lingers := range map[time.Duration]bool{time.Second: true, time.Hour: false} {
		rec := runtest.Run{Text: "x"}.TCP()
		last := rec.Entries[len(rec.Entries)-1].Key().Add(wait)
		rec.Entries = append(rec.Entries, capture.Entry{Call: &capture.Call{
			Process: capture.Process{Name: "client"}, Name: "socket", Proto: capture.TCP, FD: -1, Result: 99, Enter: last, Exit: last,
		}})
		l := ladder(t, rec)
		closed, at := endOf(l, flow.Closed)
		if line := &l.Lifelines[closed]; line.Gone != at || l.LastStep(closed) != at || line.Lingers {
			t.Errorf("it is closed in step %d, and ends in %d: %+v", at, l.LastStep(closed), line)
		}
		waits, _ := endOf(l, flow.TimeWait)
		want := l.Lifelines[waits].Last
		if lingers {
			want = len(l.Steps)
		}
		if line := &l.Lifelines[waits]; line.Lingers != lingers || l.LastStep(waits) != want {
			t.Errorf("after %v it lingers: %v, and ends in step %d, want %d", wait, line.Lingers, l.LastStep(waits), want)
		}
	}
}

// What comes for a socket that is closed does not keep it.
func TestPacketsForAClosedSocket(t *testing.T) {
	h := runtest.NewHosts("half-open")
	h.Connect()
	h.Closes(true)
	h.Lose(h.Back(capture.RST|capture.ACK, ""), "drop 1st RST")
	h.Through(h.Says(false, "still there?"))
	l := ladder(t, h.Recording())
	line, at := endOf(l, flow.Closed)
	if l.Lifelines[line].Last <= at {
		t.Fatalf("nothing comes after step %d: %+v", at, l.Lifelines[line])
	}
	if got := l.LastStep(line); got != at {
		t.Errorf("it ends in step %d, want %d", got, at)
	}
}

// Where all that comes is refused no socket is, and none enters a state; a socket that was there before is one.
func TestNoSocket(t *testing.T) {
	l := ladder(t, refusedConnect())
	refusal := message(t, l, 2)
	if !l.Lifelines[refusal.From].NoSocket || refusal.FromState != "" || message(t, l, 1).ToState != "" {
		t.Errorf("%+v of %+v", refusal, l.Lifelines[refusal.From])
	}
	if l.Lifelines[refusal.To].NoSocket || refusal.ToState == "" {
		t.Errorf("the client: %+v", refusal)
	}
	for name, record := range map[string]func() *capture.Recording{"datagrams": runtest.RefusedDatagram, "reset": runtest.ResetOnTheWire} {
		l := ladder(t, record())
		for i := range l.Lifelines {
			if l.Lifelines[i].NoSocket {
				t.Errorf("%s: %+v", name, l.Lifelines[i])
			}
		}
	}
}
