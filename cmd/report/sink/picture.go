package sink

import (
	"cmp"
	"io"
	"math"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/cmd/report/understand"
	"wireladder/render"
	"wireladder/render/text"
	"wireladder/render/text/table"
)

// pictureSink keeps what it is given for a picture. Of more than it has room
// for, it prints the table of conversations.
type pictureSink struct {
	*Subject
	w        io.Writer
	style    text.Style
	room     int // for entries; 0: as many as there are
	rec      capture.Recording
	observed []render.Observed
	arrivals []flow.Observation
	over     bool // there were too many
}

// newPicture returns a sink that draws on w. A run of our own is drawn as it was drawn
// first, however large it is.
func newPicture(p *Subject, w io.Writer, style text.Style) *pictureSink {
	room := p.View.MaxSteps
	if p.Origin.Scenario != "" {
		room = 0
	}
	return &pictureSink{Subject: p, w: w, style: style, room: room}
}

func (v *pictureSink) Moment(m *understand.Settled) error {
	if v.over || v.room > 0 && len(v.rec.Entries) >= v.room {
		return v.overflow()
	}
	kept := m.Entry
	switch {
	case kept.Packet != nil:
		o := render.Observed{Observation: m.Meaning, Explanation: *m.Explanation()}
		o.Packet = clone(kept.Packet)
		v.observed = append(v.observed, o)
		kept.Packet = o.Packet
	case kept.Delivery != nil:
		if kept.Delivery = v.tied(kept.Delivery); kept.Delivery == nil {
			return nil // of a packet that is not in the picture
		}
		v.arrivals = append(v.arrivals, m.Meaning)
	}
	v.rec.Entries = append(v.rec.Entries, kept)
	return nil
}

// clone returns a packet that owns what it points to.
func clone(p *capture.Packet) *capture.Packet {
	own := *p
	own.Data, own.Payload, own.Outer = slices.Clone(p.Data), slices.Clone(p.Payload), slices.Clone(p.Outer)
	return &own
}

// tied returns the delivery with its packet as it was kept; nil if it was not.
func (v *pictureSink) tied(d *capture.Delivery) *capture.Delivery {
	i, kept := slices.BinarySearchFunc(v.observed, d.Packet.Number, func(o render.Observed, number int) int {
		return cmp.Compare(o.Packet.Number, number)
	})
	if !kept {
		return nil
	}
	own := *d
	own.Packet = v.observed[i].Packet
	return &own
}

// overflow forgets what was kept, and says at once what will come instead.
func (v *pictureSink) overflow() error {
	if !v.over {
		if err := v.giveUp(v.room, "packet"); err != nil {
			return err
		}
	}
	return ErrEnough
}

// giveUp turns to the table, for there is more than limit of noun.
func (v *pictureSink) giveUp(limit int, noun string) error {
	v.over, v.rec, v.observed, v.arrivals = true, capture.Recording{}, nil, nil
	return table.Announce(v.w, limit, noun, v.style)
}

func (v *pictureSink) Flush() error { return nil }

func (v *pictureSink) Close(drops capture.Drops) error {
	if limit := v.beside(); !v.over && v.conversations() > limit {
		if err := v.giveUp(limit, "conversation"); err != nil {
			return err
		}
	}
	if v.over {
		return newTable(v.Subject, v.w, v.style).Close(drops)
	}
	v.rec.Origin, v.rec.Drops = v.Origin, drops
	diagram := render.BuildObserved(&v.rec, v.observed, v.arrivals)
	if len(v.rec.Entries) == 0 && v.Overview.All > 0 {
		diagram.Notes = []string{"None of the recording's packets is picked."}
	}
	p := text.Painter{Width: v.style.Width, Detail: v.Detail, ASCII: v.style.ASCII, Color: v.style.Color}
	return p.Paint(v.w, &diagram)
}

// cellsBeside are the cells that a conversation takes at least: they come one
// after the other as a rule, and then share columns.
const cellsBeside = 5

// beside returns how many conversations a picture can tell apart. Where no limit is
// set to steps, none is set to this.
func (v *pictureSink) beside() int {
	if v.room == 0 {
		return math.MaxInt
	}
	width := v.style.Width
	if width == 0 {
		width = 80
	}
	return min(width, render.MaxWidth) / cellsBeside
}

// conversations counts those of what was kept.
func (v *pictureSink) conversations() int {
	all := map[*flow.Conversation]bool{}
	for i := range v.observed {
		if c := v.observed[i].Conversation; c != nil {
			all[c] = true
		}
	}
	return len(all)
}
