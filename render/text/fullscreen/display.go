package fullscreen

import (
	"wireladder/render"
	"wireladder/render/excerpt"
	"wireladder/render/guess"
	"wireladder/render/lanes"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/text/canvas"
	"wireladder/render/text/fullscreen/chooser"
	"wireladder/render/text/fullscreen/panes"
	"wireladder/render/text/fullscreen/typing"
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
	// Save writes a copy, or begins to, and returns what is to be said of it; or that there is a file of that
	// name, which it leaves as it is. nil: nothing can be saved.
	Save func(Copy) (said string, exists bool)
	// Clip copies a picture to the clipboard, and returns what is to be said of it; nil: there is none.
	Clip func(*render.Diagram) (said string)
}

// Display is a screen that shows a diagram. Make one with New.
type Display struct {
	Options
	whole     *render.Diagram // as it was built
	drawn     *render.Diagram // as it is shown
	originals *walk.Originals
	medium    sheet.Medium
	walk      *walk.Walker
	picture   *canvas.LaidOut // nil: it is not laid out yet
	width     int
	height    int
	top       int // the first row of the picture that is in sight
	below     int // rows of the details that have scrolled away
	share     panes.Share
	veiled    bool            // what is not reached yet is hidden
	marked    *render.StepRef // the step that times are told from, too; nil: none
	compares  bool            // it is compared with the one in hand
	help      bool            // the help is shown in place of the ladder
	notice    string
	entry     *typing.LineEntry     // what is typed; nil: nothing
	needle    string                // what was searched last
	chooser   *chooser.Chooser      // nil: it is not open
	only      []excerpt.LifelineRef // whose steps are shown; none: of all
	game      guess.Game
	going     going
	live      bool // what is shown goes on
	stepped   bool // it was made step by step, and is gone through as it was made
}

// New returns a display of a diagram, with what its steps are of.
func New(d *render.Diagram, o *walk.Originals, options Options) *Display {
	v := &Display{Options: options, whole: d, originals: o, medium: text.Medium(options.ASCII), notice: options.Notice}
	shown := v.copyAs("")
	v.drawn = shown.Shown(d)
	v.walk = walk.New(v.drawn)
	return v
}

// Resize tells the display how large its screen is, in cells.
func (v *Display) Resize(width, height int) {
	if width != v.width || height != v.height {
		v.width, v.height, v.picture = width, height, nil
	}
	v.settle()
}

// parted is the screen in its parts.
func (v *Display) parted() panes.Parted {
	return panes.Parted{Width: v.width, Height: v.height, Share: v.share, Compared: v.whole.Aligned && len(v.drawn.Ladders) > 1}
}

// settle lays the picture out if need be, and has the step in hand in sight.
func (v *Display) settle() {
	if v.picture == nil {
		d := *v.drawn
		if v.hides() {
			d.Findings = nil
		}
		v.picture = canvas.New(timing.Of(&d, v.Times), v.Detail, v.ASCII, v.parted().Ladder().Width)
		v.order()
	}
	v.keepInSight()
}

// order has ladders gone through phase by phase where they stand side by side, and else one after the
// other, or as they are made.
func (v *Display) order() {
	own := *v.drawn
	if own.Aligned = v.picture.IsSideBySide() && v.going.further == nil; own.Aligned == v.walk.Aligned() {
		return
	}
	before := v.walk
	v.walk = walk.Through(&own, v.stepped && !own.Aligned)
	if before.Steps() > 0 {
		v.walk.Go(v.walk.Index(before.Ref(before.Here())))
	}
	v.game.Restart(v.walk.Here())
}

// again lays the picture out anew, with another step in hand if its steps are others.
func (v *Display) again() {
	v.picture = nil
	v.settle()
}

// rebuild shows other steps, and stays where it was as far as that is one of them. Marks go: what they
// were at may not be there.
func (v *Display) rebuild() {
	before := v.walk
	shown := v.copyAs("")
	v.drawn, v.marked, v.compares = shown.Shown(v.whole), nil, false
	v.walk = walk.Through(v.drawn, v.stepped)
	v.walk.Closest(before)
	v.game.Restart(v.walk.Here())
	v.again()
}

// fold shows all steps, or folds what is not the point.
func (v *Display) fold() {
	v.Focus = !v.Focus
	v.rebuild()
}

// move goes to the next step that passes a test, or back to one; where there is none, missing is said.
func (v *Display) move(forward bool, passes walk.Test, missing string) {
	from := v.walk.Here()
	if !v.walk.Move(forward, passes) && !(forward && v.further()) {
		switch v.notice = missing; {
		case missing != lastStep:
		case v.going.later != nil:
			v.notice = "what came next is not kept: End shows the newest"
		case v.going.ended != "":
			v.notice = v.going.ended
		case v.live:
			v.notice = toCome
		}
	}
	if forward {
		v.ask(from)
	}
	v.arrived()
}

// arrived has the step in hand in sight, and what is said of it from its beginning on.
func (v *Display) arrived() {
	v.going.follows = v.going.follows && v.walk.Here() == v.walk.Newest()
	v.below, v.game.Reached = 0, max(v.game.Reached, v.walk.Here()) // what was seen is not asked about
	v.keepInSight()
}

// hides reports whether what is not reached yet is hidden, and so is what is said of it.
func (v *Display) hides() bool { return v.veiled || v.game.On }
