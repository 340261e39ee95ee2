package phases_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/phases"
)

// moments returns the moments of a client that sends, closes, and whose last segment leaves with that.
func moments(last flow.Events) []*run.Moment {
	call := func(name string) *run.Moment {
		c := &capture.Call{Name: name, Proto: capture.TCP, FD: 3, Size: 5, Result: 5, Exit: time.Unix(9, 0)}
		return &run.Moment{Kind: run.Call, Call: c, Facts: run.NoFacts()}
	}
	packet := func(events flow.Events) *run.Moment {
		o := flow.Observation{Packet: &capture.Packet{Proto: capture.TCP}, Events: events}
		return &run.Moment{Kind: run.Packet, Observation: o, Facts: run.NoFacts()}
	}
	return []*run.Moment{call("send"), packet(flow.Data), call("close"), packet(last)}
}

// What a FIN carries was sent before close(): it begins no request. Data alone does.
func TestFINWithData(t *testing.T) {
	for last, want := range map[flow.Events][]string{
		flow.FIN:             {phases.Request, phases.Request, phases.Close, phases.Close},
		flow.FIN | flow.Data: {phases.Request, phases.Request, phases.Close, phases.Close},
		flow.Data:            {phases.Request, phases.Request, phases.Close, phases.Request},
	} {
		var p phases.Phases
		for i, m := range moments(last) {
			p.Note(m, flow.Initiator, i)
		}
		var got []string
		p.Each(4, func(_ int, phase string) { got = append(got, phase) })
		if !slices.Equal(got, want) {
			t.Errorf("%v: %q, want %q", last, got, want)
		}
	}
}
