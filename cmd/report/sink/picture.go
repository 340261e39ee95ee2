package sink

import (
	"io"
	"math"
	"slices"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/layout"
	"wireladder/render/text"
	"wireladder/render/text/table"
)

// pictureSink keeps what it is given for a picture. Of more than it has room
// for, it prints the table of conversations.
type pictureSink struct {
	*Subject
	w       io.Writer
	style   text.Style
	room    int // for entries; 0: as many as there are
	moments []*run.Moment
	entries int                  // how many of the moments are entries
	sockets map[*run.Socket]bool // that the picture has
	over    bool                 // there were too many
}

// newPicture returns a sink that draws on w. A run of our own is drawn as it was drawn
// first, however large it is.
func newPicture(p *Subject, w io.Writer, style text.Style) *pictureSink {
	room := p.View.MaxSteps
	if p.Origin.Scenario != "" {
		room = 0
	}
	return &pictureSink{Subject: p, w: w, style: style, room: room, sockets: map[*run.Socket]bool{}}
}

// Moment keeps a moment. A packet is the reader's, who reads the next one into it: the
// moment gets one of its own.
func (v *pictureSink) Moment(m *run.Moment) error {
	if v.over || v.room > 0 && v.entries >= v.room {
		return v.overflow()
	}
	if m.Entry != (capture.Entry{}) {
		v.entries++
	}
	if m.Entry.Packet != nil {
		m.Packet = clone(m.Packet)
		m.Entry.Packet = m.Packet
	}
	for _, k := range []*run.Socket{m.From, m.To, m.Socket, m.Born} {
		if k != nil && m.Kind != run.Kernel {
			v.sockets[k] = true
		}
	}
	v.moments = append(v.moments, m)
	return nil
}

// clone returns a packet that owns what it points to.
func clone(p *capture.Packet) *capture.Packet {
	own := *p
	own.Data, own.Payload, own.Outer, own.Options = slices.Clone(p.Data), slices.Clone(p.Payload), slices.Clone(p.Outer), slices.Clone(p.Options)
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
	v.over, v.moments = true, nil
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
	what := render.Subject{Title: v.Title, Drops: drops}
	if v.entries == 0 && v.Overview.All > 0 {
		what.Notes = []string{"None of the recording's packets is picked."}
	}
	all := v.Run()
	all.Moments = slices.DeleteFunc(v.moments, v.isOfOthers)
	diagram := render.Build(all, what)
	p := text.Painter{Width: v.style.Width, Detail: v.Detail, ASCII: v.style.ASCII, Color: v.style.Color}
	return p.Paint(v.w, &diagram)
}

// isOfOthers reports whether the kernel speaks of a socket that the picture does not have:
// its packets and calls were not picked.
func (v *pictureSink) isOfOthers(m *run.Moment) bool {
	return m.Kind == run.Kernel && !v.sockets[m.Socket]
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
	return min(width, layout.MaxWidth) / cellsBeside
}

// conversations counts those of what was kept.
func (v *pictureSink) conversations() int {
	all := map[*flow.Conversation]bool{}
	for _, m := range v.moments {
		if m.Conversation != nil {
			all[m.Conversation] = true
		}
	}
	return len(all)
}
