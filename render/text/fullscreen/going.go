package fullscreen

import (
	"wireladder/render"
	"wireladder/render/walk"
)

// going is a run that goes on while it is shown. The zero value is one that does not.
type going struct {
	further func() // lets it go on, at a key that goes on behind the last step; nil: it does so by itself, or not at all
	asks    string // what is asked there; "": nothing is
	waits   bool   // it was let go on, and nothing has come of that yet
	follows bool   // the last step stays in hand
}

// GoesOn has a run shown that goes on, as far as it is. At a key that goes on behind the last step further is
// called, if something is asked then, and what comes is shown step by step: it is hidden until it is reached.
// Where further is nil, the last step stays in hand until somebody goes elsewhere.
func (v *Display) GoesOn(further func()) {
	v.going = going{further: further, follows: further == nil}
	v.veiled, v.live = further != nil, true
}

// Replace shows more of the same run, and stays where it was, or at its end. asks is what is asked there, if it
// is to be let go on; "": nothing is.
func (v *Display) Replace(d *render.Diagram, o *walk.Originals, asks string) {
	before, marked, reached := v.walk, -1, v.game.Reached
	if v.marked != nil {
		marked = before.Index(*v.marked)
	}
	if v.whole, v.originals = d, o; asks != "" && v.notice == lastStep {
		v.notice = "" // it is not any more
	}
	v.going.asks = asks
	shown := v.copyAs("")
	v.drawn, v.picture, v.marked = shown.Shown(d), nil, nil
	v.walk = walk.New(v.drawn)
	if v.height > 0 {
		v.settle()
	}
	here := before.Here()
	if marked >= 0 {
		ref := v.walk.Ref(v.find(before, marked))
		v.marked = &ref
	}
	v.game.Reached = v.find(before, reached)
	if at := v.game.About; v.game.Asks() {
		v.game.About = v.find(before, at)
	}
	v.walk.Go(v.find(before, here))
	v.goOn()
	v.keepInSight()
}

// find returns the index of a step of a walk before.
func (v *Display) find(before *walk.Walker, i int) int {
	before.Go(i)
	v.walk.Closest(before)
	return v.walk.Here()
}

// goOn goes to what has come, if that is waited for.
func (v *Display) goOn() {
	last := v.walk.Steps() - 1
	switch {
	case v.going.follows:
		v.walk.Go(last)
	case v.going.waits && v.walk.Here() < last:
		v.going.waits = false
		v.move(true, walk.Any, "")
	case v.going.asks != "":
		v.going.waits = false // nothing has come of it
	}
}

// further lets the run go on behind the last step, and reports whether it can be.
func (v *Display) further() bool {
	g := &v.going
	if g.further == nil || g.asks == "" || v.walk.Here() < v.walk.Steps()-1 {
		return false
	}
	g.asks, g.waits = "", true
	g.further()
	return true
}

// Ended tells that the run goes on no more.
func (v *Display) Ended(said string) { v.going, v.live, v.notice = going{}, false, said }
