package sink

import (
	"io"
	"math"
	"runtime/debug"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/lanes"
	"wireladder/render/layout"
	"wireladder/render/sides"
	"wireladder/render/slides"
	"wireladder/render/text"
	"wireladder/render/text/table"
	"wireladder/render/timing"
	"wireladder/render/titles"
)

// pictureSink draws up a picture of what it is given. Of more than it has room for, it
// shows something else.
type pictureSink struct {
	*Subject
	drawing drawing
	room    int // for entries; 0: as many as there are
	sketch  *render.Sketch
	entries int                         // how many of the moments are entries
	sockets map[*run.Socket]bool        // that the picture has
	talks   map[*flow.Conversation]bool // those of what was kept
	over    bool                        // there were too many
	behind  *judgement                  // of all, where there were too many
}

// large is from how many entries on the memory of a picture counts for more than time, and
// thrift is how much garbage may gather then, in percent of what is in use.
const (
	large  = 1 << 15
	thrift = 35
)

// drawing is how a picture is drawn, and what becomes of one that would be too large.
type drawing struct {
	paint  render.Painter
	w      io.Writer
	says   render.Detail // how much the diagram says of each step
	slide  bool          // what is drawn suits slides
	beside int           // how many conversations it can tell apart
	// giveUp says that there is more than limit of noun, and instead shows what there is in
	// place of a picture, with what went wrong.
	giveUp  func(limit int, noun string) error
	instead func(capture.Drops, *judgement) error
}

// newTextPicture returns a sink that draws text or, if that would be too much, prints the table
// of conversations.
func newTextPicture(p *Subject, w io.Writer, style text.Style) *pictureSink {
	return newPicture(p, drawing{
		paint:  &text.Painter{Width: style.Width, Detail: p.Detail, ASCII: style.ASCII, Color: style.Color, Screen: style.Rows, Check: p.goOn},
		w:      w,
		says:   p.Detail,
		beside: cellsOf(style) / cellsBeside,
		giveUp: func(limit int, noun string) error { return table.Announce(w, limit, noun, style) },
		instead: func(drops capture.Drops, j *judgement) error {
			t := newTable(p, w, style)
			t.judgement = j
			return t.Close(drops)
		},
	})
}

// NewWhole returns a sink that has a diagram painted of however much there is, with all that is said
// of each step.
func (p *Subject) NewWhole(paint render.Painter) Sink {
	v := newPicture(p, drawing{paint: paint, says: render.Full, beside: math.MaxInt})
	v.room = 0
	return v
}

// newPicture returns a sink that draws.
func newPicture(p *Subject, how drawing) *pictureSink {
	v := &pictureSink{Subject: p, drawing: how, room: p.View.MaxSteps}
	v.sockets, v.talks = map[*run.Socket]bool{}, map[*flow.Conversation]bool{}
	v.sketch = render.NewSketch(render.Subject{Title: p.Title, From: p.from(), Clocks: titles.Clocks(p.Origin.Joint), Notes: titles.Joined(p.Origin.Joint)}, how.says)
	return v
}

// Moment draws a moment.
func (v *pictureSink) Moment(m *run.Moment) error {
	if v.over || v.room > 0 && v.entries >= v.room {
		return v.overflow(m)
	}
	if m.Entry != (capture.Entry{}) {
		v.entries++
	}
	if v.entries == large {
		debug.SetGCPercent(thrift)
	}
	if v.isOfOthers(m) {
		return nil
	}
	v.note(m)
	v.sketch.Add(m)
	if v.View.Note != nil {
		v.View.Note(m)
	}
	return nil
}

// note remembers what the picture has.
func (v *pictureSink) note(m *run.Moment) {
	if m.Conversation != nil && v.room > 0 {
		v.talks[m.Conversation] = true
	}
	for _, k := range []*run.Socket{m.From, m.To, m.Socket, m.Born} {
		if k != nil {
			v.sockets[k] = true
		}
	}
}

// overflow forgets what was kept, and says at once what will come instead. What is more is
// judged all the same, unless there may be too much of it.
func (v *pictureSink) overflow(m *run.Moment) error {
	if !v.over {
		if err := v.giveUp(v.room, "packet"); err != nil {
			return err
		}
	}
	if v.behind.judge == nil {
		return ErrEnough
	}
	v.behind.add(m)
	return nil
}

// shown returns what is drawn of a diagram: with rows folded and lifelines in lanes as it is wanted.
func (v *pictureSink) shown(d *render.Diagram) (*render.Diagram, error) {
	switch {
	case v.drawing.slide:
		return slides.Suited(d, v.Lanes, v.Focus, v.Detail)
	case v.Focus:
		d = focus.Of(d)
	}
	return lanes.All(d, v.Lanes), nil
}

// giveUp turns to the table, for there is more than limit of noun.
func (v *pictureSink) giveUp(limit int, noun string) error {
	v.behind = &judgement{}
	if v.Judged {
		v.behind.judge = v.sketch.Judge()
	}
	v.over, v.sketch = true, nil
	return v.drawing.giveUp(limit, noun)
}

// Flush implements Sink.
func (v *pictureSink) Flush() error { return nil }

// Close implements Sink.
func (v *pictureSink) Close(drops capture.Drops) error {
	if limit := v.beside(); !v.over && len(v.talks) > limit {
		if err := v.giveUp(limit, "conversation"); err != nil {
			return err
		}
	}
	if v.over {
		return v.drawing.instead(drops, v.behind)
	}
	if v.entries == 0 && v.Overview.All > 0 {
		v.sketch.Note("None of the recording's packets is picked.")
	}
	return v.painted(v.drawing.w, func(w io.Writer) error { return v.paint(w, drops) })
}

// paint paints what is in the sketch.
func (v *pictureSink) paint(w io.Writer, drops capture.Drops) error {
	diagram := v.sketch.Diagram(v.Run().Watched, drops)
	sides.Name(&diagram, v.Origin.Joint)
	shown, err := v.shown(&diagram)
	if err != nil {
		return err
	}
	if v.View.Made != nil {
		shown = v.View.Made(shown)
	}
	if shown = timing.Of(shown, v.Times); v.Untitled {
		shown = shown.Untitled()
	}
	return v.drawing.paint.Paint(w, shown)
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
	return v.drawing.beside
}

// cellsOf returns how wide a picture of text is.
func cellsOf(style text.Style) int {
	if style.Width == 0 {
		return 80
	}
	return min(style.Width, layout.MaxWidth)
}
