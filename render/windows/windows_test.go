package windows_test

import (
	"fmt"
	"slices"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render/windows"
)

// Windows are told of bare acknowledgments, and only where one closed.
func TestWindows(t *testing.T) {
	ack := func(window, payload int, more flow.Events) *run.Moment {
		m := &run.Moment{Kind: run.Packet, Facts: run.NoFacts()}
		m.Packet, m.Events, m.Window = &capture.Packet{PayloadLength: payload}, flow.ACK|more, window
		return m
	}
	open := []*run.Moment{ack(4096, 0, 0), ack(2048, 100, flow.Data), ack(100, 0, flow.FIN)}
	for _, tt := range []struct {
		moments []*run.Moment
		want    []string
	}{
		{open, nil},
		{append(slices.Clone(open), ack(0, 0, flow.ZeroWindow)), []string{"0 win=4096", "3 win=0"}},
	} {
		var w windows.Windows
		for i, m := range tt.moments {
			w.Note(m, i)
		}
		var got []string
		w.Each(func(step int, label string) { got = append(got, fmt.Sprint(step)+label) })
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
