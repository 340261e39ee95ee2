package view

import (
	"fmt"
	"io"
	"slices"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/cmd/report/sink"
	"wireladder/render"
	"wireladder/render/walk"
)

// MostSteps is how many packets and calls are gone through, unless somebody asks for more.
const MostSteps = 10_000

// Room is what there is to walk through: a report fills it, and then it is shown. Make one with
// NewRoom.
type Room struct {
	name      string
	most      int // packets and calls; 0: however many
	entries   int
	cut       bool // there were more
	diagram   *render.Diagram
	originals walk.Originals
	retell    Retell // nil: nothing can be saved
}

var _ render.Painter = (*Room)(nil)

// NewRoom returns an empty room for what is called name, of at most so many packets and calls; 0:
// however many.
func NewRoom(name string, most int) *Room { return &Room{name: name, most: most} }

// IsFull reports whether a report has filled it.
func (r *Room) IsFull() bool { return r.diagram != nil }

// Instead returns the sink that fills the room, in place of text: see report.Options.
func (r *Room) Instead(p *sink.Subject) sink.Sink { return &filling{Sink: p.NewWhole(r), room: r} }

// Paint takes the diagram.
func (r *Room) Paint(_ io.Writer, d *render.Diagram) error {
	own := *d
	if r.cut {
		own.Notes = append(slices.Clip(own.Notes), r.notice())
	}
	r.diagram = &own
	return nil
}

// notice says that not all is here.
func (r *Room) notice() string {
	if !r.cut {
		return ""
	}
	return fmt.Sprintf("Only the first %d packets and calls are here: --flow, --from and --to choose others, --max-steps 0 takes all.", r.most)
}

// filling is the sink.
type filling struct {
	sink.Sink
	room *Room
}

// Moment implements sink.Sink.
func (f *filling) Moment(m *run.Moment) error {
	if m.Entry != (capture.Entry{}) {
		if f.room.most > 0 && f.room.entries >= f.room.most {
			f.room.cut = true
			return sink.ErrEnough
		}
		f.room.entries++
	}
	f.room.originals.Add(m)
	return f.Sink.Moment(m)
}
