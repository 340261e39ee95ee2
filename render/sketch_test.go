package render_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture"
	"wireladder/capture/run/builder"
	"wireladder/capture/runtest"
	"wireladder/render"
	"wireladder/render/rendertest"
)

// A sketch keeps nothing of a moment, so that the room of its packet can be used again: what
// happens to both afterwards does not change the diagram.
func TestSketchKeepsNoMoment(t *testing.T) {
	for _, of := range []func() *capture.Recording{runtest.ResetOnTheWire, runtest.CrossingDatagrams, runtest.DuplicateDatagram, runtest.PortReused, runtest.Selecting, runtest.Backlog} {
		want, rec := render.Build(builder.Of(of()), render.Subject{Title: "both"}), of()
		for _, e := range rec.Entries {
			if e.Delivery != nil {
				e.Delivery.Packet = &capture.Packet{Number: e.Delivery.Packet.Number} // as of a file
			}
		}
		happened := builder.Of(rec)
		d := render.NewSketch(render.Subject{Title: "both"}, render.Full)
		for _, m := range happened.Moments {
			d.Add(m)
			if m.Packet != nil && m.Entry.Packet != nil {
				*m.Packet = capture.Packet{Number: 1 << 20}
			}
		}
		got := d.Diagram(happened.Watched, capture.Drops{})
		if diff := cmp.Diff(rendertest.Text(&want), rendertest.Text(&got)); diff != "" {
			t.Error(diff)
		}
	}
}

// Of sentences a sketch keeps what is asked for.
func TestSketchDetail(t *testing.T) {
	for detail, want := range map[render.Detail][2]bool{render.None: {}, render.Brief: {true, false}, render.Full: {true, true}} {
		d := render.NewSketch(render.Subject{}, detail)
		for _, m := range builder.Of(runtest.ResetOnTheWire()).Moments {
			d.Add(m)
		}
		var said [2]bool
		all := d.Diagram(true, capture.Drops{})
		for _, s := range all.Ladders[0].Steps {
			said[0], said[1] = said[0] || s.Brief != "", said[1] || s.Full != ""
		}
		if said != want {
			t.Errorf("%v: brief, full %v, want %v", detail, said, want)
		}
	}
}

// Of what a capture shows that lost packets it is not said that a call sends nothing. That is
// known when all is drawn.
func TestDropsAreKnownLast(t *testing.T) {
	for lost, want := range map[uint64]bool{0: true, 1: false} {
		d := render.NewSketch(render.Subject{}, render.Brief)
		for _, m := range builder.Of(runtest.Selecting()).Moments {
			d.Add(m)
		}
		got := d.Diagram(false, capture.Drops{Kernel: lost})
		if said := strings.Contains(rendertest.Text(&got), "no packet"); said != want {
			t.Errorf("%d lost: it is said %v", lost, said)
		}
	}
}
