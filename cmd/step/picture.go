package step

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"wireladder/capture"
	"wireladder/capture/run"
	"wireladder/capture/run/builder"
	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/lanes"
	"wireladder/render/layout"
	"wireladder/render/rhythm"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/text/asking"
	"wireladder/render/timing"
	"wireladder/render/titles"
)

// height returns the rows of the terminal if a picture can stay in its place
// there.
func (st *stepper) height() int {
	if !st.keys.Raw() {
		return 0
	}
	width, height := st.Screen()
	if width < max(st.Width, layout.MinWidth) {
		return 0 // rows would take two lines
	}
	return height
}

// draw brings the picture up to date.
func (st *stepper) draw() error {
	if st.Live != nil {
		st.stand()
		return nil
	}
	if _, open := st.asks.open(); st.picture.rows == nil && !open {
		return nil // the servers are still being set up
	}
	style := st.Style()
	var below []string
	if who := st.asks.members(); len(who) > 0 {
		below = append([]string{""}, asking.Rows(who, text.Medium(style.ASCII), layout.SheetWidth(style.Width)-1)...)
	}
	return st.drawWith(below, st.prompt())
}

// drawWith brings the picture up to date, with rows below it, and a line to answer at.
func (st *stepper) drawWith(below []string, prompt string) error {
	rec := withFlying(st.Report.Recording(), st.flying)
	d := st.diagram(rec)
	d.Title, d.Findings = "", nil // that is said of all ladders, at the end
	if st.proto != capture.Undecoded {
		d.Ladders = slices.DeleteFunc(d.Ladders, func(l render.Ladder) bool { return l.Proto != st.proto })
	}
	rows, err := st.paint(&d, true)
	if err != nil {
		return err
	}
	return st.picture.show(append(rows, below...), prompt)
}

// withFlying returns a recording with the calls put in that its entries do not
// tell of yet.
func withFlying(rec *capture.Recording, flying []capture.Call) *capture.Recording {
	with := *rec
	with.Entries = slices.Clone(rec.Entries)
	for i := range flying {
		at := len(with.Entries)
		for at > 0 && with.Entries[at-1].Key().After(flying[i].Key()) {
			at--
		}
		with.Entries = slices.Insert(with.Entries, at, capture.Entry{Call: &flying[i]})
	}
	return &with
}

// paint returns the rows of a diagram, without phases: they would come between
// rows that were drawn before.
func (st *stepper) paint(d *render.Diagram, growing bool) ([]string, error) {
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			d.Ladders[i].Steps[j].Phase = ""
		}
	}
	p := st.painter()
	p.Growing = growing
	var b bytes.Buffer
	if err := p.Paint(&b, st.dressed(d, growing)); err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimRight(b.String(), "\n"), "\n"), nil
}

// dressed returns a diagram folded, with lanes, times and title as they are wanted. While it grows,
// what has come since the last answer is not folded: that is what was asked about.
func (st *stepper) dressed(d *render.Diagram, growing bool) *render.Diagram {
	if st.Focus {
		recent := time.Time{}
		if growing {
			recent = st.answered()
		}
		d = focus.Before(d, recent)
	}
	if d = timing.Of(lanes.All(d, st.Lanes), st.Times); st.Untitled {
		return d.Untitled()
	}
	return d
}

// answered returns when the last question was answered, as the diagram has it; before there was one,
// when nothing was.
func (st *stepper) answered() time.Time {
	n := len(st.holds)
	switch {
	case n == 0:
		return time.Unix(0, 0)
	case st.Times == timing.Clock:
		return st.holds[n-1].To
	}
	return rhythm.Without(st.holds, st.holds[n-1].To)
}

// prompt returns the question as it stands below the picture, and the keys.
func (st *stepper) prompt() string {
	asks, keys := st.asks.prompt()
	if asks == "" || !st.asking {
		return ""
	}
	style := st.Style()
	m := text.Medium(style.ASCII)
	asks = m.Encode("> " + asks)
	if !st.keys.Raw() {
		return asks
	}
	asks = sheet.Shorten(m, asks, max(style.Width, layout.MinWidth)-1-len(keys))
	return text.Styled(style.Color, sheet.Name, render.Plain, asks) + keys
}

// diagram returns the diagram of a recording, without the time in which the run was held up, unless
// the time of day is to be told.
func (st *stepper) diagram(rec *capture.Recording) render.Diagram {
	return st.built(rec, builder.Of(rec))
}

// built returns the diagram of a recording, and of what happened in it.
func (st *stepper) built(rec *capture.Recording, r *run.Run) render.Diagram {
	holds := st.holds
	if st.Times == timing.Clock {
		holds = nil
	}
	from := titles.Provenance{Command: rec.Origin.Command, System: rec.Origin.OS}
	return render.Build(r, render.Subject{Title: st.Title, From: from, Drops: rec.Drops, Holds: holds})
}

// finish completes the picture: with its legend, or, of a run with several
// ladders, with all of it.
func (st *stepper) finish() error {
	if st.Live != nil && !st.abandoned {
		if err := st.fall(); err != nil {
			return errors.Join(err, st.print())
		}
	}
	return st.print()
}

// print writes the whole picture.
func (st *stepper) print() error {
	d := st.diagram(st.Report.Recording())
	if st.left { // what would have come is not known
		d.Findings = nil
	}
	if len(d.Ladders) == 1 {
		rows, err := st.paint(&d, false)
		if err != nil {
			return err
		}
		return st.picture.show(rows, "")
	}
	if err := st.picture.restart(); err != nil {
		return err
	}
	return st.painter().Paint(st.Out, st.dressed(&d, false))
}

// painter returns a painter for the terminal as it is now.
func (st *stepper) painter() *text.Painter {
	style := st.Style()
	return &text.Painter{Width: style.Width, Detail: st.Detail, ASCII: style.ASCII, Color: style.Color}
}
