package fullscreen

import (
	"wireladder/render"
	"wireladder/render/excerpt"
	"wireladder/render/text/asking"
	"wireladder/render/text/fullscreen/typing"
	"wireladder/render/walk"
)

// going is a run that goes on while it is shown. The zero value is one that does not.
type going struct {
	types   func(line string) // hands on a line that is typed for a program; nil: none is
	further func(who int)     // lets it go on, at a key that goes on behind the last step; nil: it does so by itself, or not at all
	asks    asking.Answering  // what is asked there
	waits   bool              // it was let go on, and nothing has come of that yet
	follows bool              // the newest step stays in hand
	shown   int               // the last packet that came while it did
	came    int               // packets that have come since
	ended   string            // what is said behind the last step of a run that goes on no more; "": it does, or never has
	later   *later            // what has come of a run that goes on by itself, and is not shown; nil: all is
}

// later is a run as far as it has come, without the step in hand: older ones are let go.
type later struct {
	diagram   *render.Diagram
	originals *walk.Originals
}

// GoesOn has a run shown that goes on, as far as it is. At a key that goes on behind the last step further is
// called, if something is asked then, and what comes is shown step by step: it is hidden until it is reached.
// Of several programs that are held up it is given the number of who was chosen; 0: nobody was. A line that is typed
// for one of them is given to types, with its end, or as the end of all that is typed.
// Where further is nil, the newest step stays in hand until somebody goes elsewhere.
func (v *Display) GoesOn(further func(who int), types func(line string)) {
	v.going = going{further: further, types: types, follows: further == nil}
	v.veiled, v.live, v.stepped = further != nil, true, further != nil
}

// byItself reports whether what is shown goes on, and nobody is asked.
func (v *Display) byItself() bool { return v.live && v.going.further == nil }

// Replace shows more of the same run, and stays where it was, or at its end. What is asked there is asks, if it
// is to be let go on. A run that goes on by itself may have let go of the step in hand: what
// has come of it is shown when somebody goes to the end.
func (v *Display) Replace(d *render.Diagram, o *walk.Originals, asks asking.CallQuestion) {
	shown := v.copyAs("")
	shown.Only = excerpt.Again(v.only, v.whole, d)
	drawn := shown.Shown(d)
	now := walk.Through(drawn, v.stepped)
	if v.byItself() && v.looksBack(walk.LastPacket(d)) && (v.chooser != nil || !now.Closest(v.walk)) {
		v.going.later = &later{d, o}
		return
	}
	before, marked, reached, row := v.walk, -1, v.game.Reached, v.row()
	if v.marked != nil {
		marked = before.Index(*v.marked)
	}
	if asks.Asks != "" && (v.notice == toCome || v.notice == wasTyped) {
		v.notice = "" // it is not so any more
	}
	v.whole, v.originals, v.drawn, v.walk, v.only = d, o, drawn, now, shown.Only
	v.picture, v.marked, v.going.later = nil, nil, nil
	answered := v.going.asks.Ask(asks)
	if v.height > 0 {
		v.settle()
	}
	here := before.Here()
	v.mark(before, marked)
	v.game.Reached = v.find(before, reached)
	if at := v.game.About; v.game.Asks() {
		v.game.About = v.find(before, at)
	}
	v.walk.Go(v.find(before, here))
	v.top += v.row() - row
	if v.goOn(); answered && !v.further() {
		v.going.asks.Forget() // more is to be seen first
	}
	v.keepInSight()
}

// row returns in which row of the picture the step in hand stands; 0 if it is not laid out.
func (v *Display) row() int {
	if v.picture == nil || v.walk.Steps() == 0 {
		return 0
	}
	return v.picture.Row(v.walk.Ref(v.walk.Here())).Y
}

// looksBack takes notice of what has come up to a packet, and reports whether something else than the newest
// step is to stay in hand, or in sight.
func (v *Display) looksBack(last int) bool {
	g := &v.going
	if g.follows && v.chooser == nil {
		g.shown, g.came = last, 0
		return false
	}
	g.came = last - g.shown
	return true
}

// mark marks a step of a walk before again, if it is still there; none if it is negative.
func (v *Display) mark(before *walk.Walker, step int) {
	if step < 0 {
		return
	}
	before.Go(step)
	if v.walk.Closest(before) || !v.byItself() {
		ref := v.walk.Ref(v.walk.Here())
		v.marked = &ref
	}
	v.compares = v.compares && v.marked != nil
}

// find returns the index of a step of a walk before.
func (v *Display) find(before *walk.Walker, i int) int {
	before.Go(i)
	v.walk.Closest(before)
	return v.walk.Here()
}

// goOn goes to what has come, if that is waited for.
func (v *Display) goOn() {
	switch {
	case v.going.follows:
		v.walk.Go(v.walk.Newest())
	case v.going.waits && v.walk.Here() < v.walk.Steps()-1:
		v.going.waits = false
		v.move(true, walk.Any, "")
	case v.going.asks.Asks != "":
		v.going.waits = false // nothing has come of it
	}
}

// catchUp goes to the newest step of what goes on by itself, and follows that from now on. Of what has ended
// it shows all.
func (v *Display) catchUp() {
	g := &v.going
	g.follows = v.byItself()
	if l := g.later; l != nil {
		g.later = nil
		v.Replace(l.diagram, l.originals, g.asks.CallQuestion)
	}
	if g.follows {
		v.looksBack(g.shown + g.came)
		v.walk.Go(v.walk.Newest())
	}
}

// isAtEnd reports whether no step is behind the one in hand.
func (v *Display) isAtEnd() bool { return v.walk.Here() >= v.walk.Steps()-1 }

// further lets the run go on behind the last step, and reports whether it can be.
func (v *Display) further() bool {
	g := &v.going
	if g.further == nil || !v.isAtEnd() {
		return false
	}
	who, asked := g.asks.Answer()
	if asked {
		g.waits = true
		g.further(who)
	}
	return asked
}

// Ended tells that the run goes on no more.
func (v *Display) Ended(said string) {
	v.going, v.live, v.notice = going{later: v.going.later, ended: said}, false, said
}

// calledUp takes a key where several programs may be held up, and reports whether it was a digit, by which one
// of them is called up. Any other key gives up a number that was begun, but for one that goes on.
func (v *Display) calledUp(name string) bool {
	g := &v.going
	digit := len(name) == 1 && name[0] >= '0' && name[0] <= '9'
	switch first := bindings()[0]; {
	case len(g.asks.Who) == 0:
	case !digit && !first.goesOn(name):
		g.asks.Forget()
	case !digit:
	case !v.isAtEnd():
		v.notice = "who goes on is chosen behind the last step: Space goes on to it"
	default:
		var whole bool
		if whole, v.notice = g.asks.Digit(name[0]); whole {
			v.further()
		}
	}
	return digit && len(g.asks.Who) > 0
}

// beginTyping has a line typed for a program.
func (v *Display) beginTyping() {
	g := &v.going
	if g.types == nil || !g.asks.Reads() {
		v.notice = "no program reads what is typed here"
		return
	}
	v.entry = typing.ForProgram(g.asks.TypesTo, func(typed string) {
		if v.notice = "the run has ended"; v.going.types != nil {
			v.going.types(typed)
			v.notice, v.going.waits = wasTyped, v.isAtEnd()
		}
	})
}
