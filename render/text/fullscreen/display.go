package fullscreen

import (
	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/lanes"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/text/canvas"
	"wireladder/render/timing"
	"wireladder/render/walk"
)

// Options say what is shown, and how.
type Options struct {
	Name   string        // of what is shown: a file's
	Notice string        // what is said first, until a key is pressed; "": nothing
	Detail render.Detail // how much is said of each step within the ladder
	Times  timing.Mode   // what rows say of time
	Lanes  lanes.By      // which sockets share a lane
	Focus  bool          // what is not the point is folded
	ASCII  bool          // printable ASCII alone
}

// Display is a screen that shows a diagram. Make one with New.
type Display struct {
	Options
	whole     *render.Diagram // as it was built
	originals *walk.Originals
	medium    sheet.Medium
	walk      *walk.Walker
	picture   *canvas.Canvas // nil: it is not laid out yet
	width     int
	height    int
	top       int // the first row of the picture that is in sight
	below     int // rows of the details that have scrolled away
	share     share
	veiled    bool            // what is not reached yet is hidden
	marked    *render.StepRef // the step that times are told from, too; nil: none
	help      bool            // the help is shown in place of the ladder
	notice    string
	search    wanted
}

// share is how much of the screen the details have.
type share uint8

// The shares.
const (
	some share = iota
	most
	none
	shares // how many there are
)

// New returns a display of a diagram, with what its steps are of.
func New(d *render.Diagram, o *walk.Originals, options Options) *Display {
	v := &Display{Options: options, whole: d, originals: o, medium: text.Medium(options.ASCII), notice: options.Notice}
	v.walk = walk.New(v.shown())
	return v
}

// shown returns the diagram with its rows folded and its lifelines in lanes as it is wanted.
func (v *Display) shown() *render.Diagram {
	d := v.whole
	if v.Focus {
		d = focus.Of(d)
	}
	return lanes.All(d, v.Lanes)
}

// Resize tells the display how large its screen is, in cells.
func (v *Display) Resize(width, height int) {
	if width != v.width || height != v.height {
		v.width, v.height, v.picture = width, height, nil
	}
	v.settle()
}

// settle lays the picture out if need be, and has the step in hand in sight.
func (v *Display) settle() {
	if v.picture == nil {
		d := v.shown()
		v.picture = canvas.New(timing.Of(d, v.Times), v.Detail, v.ASCII, v.ladderArea().width)
		v.order(d)
	}
	v.keepInSight()
}

// order has ladders gone through phase by phase where they stand side by side, and else one after the
// other.
func (v *Display) order(d *render.Diagram) {
	own := *d
	own.Aligned = v.picture.IsSideBySide()
	before := v.walk
	v.walk = walk.New(&own)
	if before.Steps() > 0 {
		v.walk.Go(v.walk.Index(before.Ref(before.Here())))
	}
}

// again lays the picture out anew, with another step in hand if its steps are others.
func (v *Display) again() {
	v.picture = nil
	v.settle()
}

// fold shows all steps, or folds what is not the point, and stays where it was.
func (v *Display) fold() {
	v.Focus, v.marked = !v.Focus, nil
	before := v.walk
	v.walk = walk.New(v.shown())
	if before.Steps() > 0 {
		here := before.Here()
		v.walk.GoTo(before.Ref(here).Ladder, before.Step(here).Time)
	}
	v.again()
}

// move goes to the next step that passes a test, or back to one; where there is none, missing is said.
func (v *Display) move(forward bool, passes walk.Test, missing string) {
	if !v.walk.Move(forward, passes) {
		v.notice = missing
	}
	v.arrived()
}

// arrived has the step in hand in sight, and what is said of it from its beginning on.
func (v *Display) arrived() {
	v.below = 0
	v.keepInSight()
}
