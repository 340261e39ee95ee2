package fullscreen

import (
	"slices"

	"wireladder/render/excerpt"
	"wireladder/render/quantity"
	"wireladder/render/text"
	"wireladder/render/text/fullscreen/chooser"
	"wireladder/render/text/fullscreen/panes"
)

// choose opens the list of sockets.
func (v *Display) choose() {
	if v.chooser = chooser.New(v.whole, v.only); v.chooser == nil {
		v.notice = "there are no sockets"
	}
}

// chose takes a key while the list is open.
func (v *Display) chose(name string) {
	over, wanted := v.chooser.Key(spelled(name))
	if wanted {
		v.show(v.chooser.Picked())
	}
	if !over {
		return
	}
	if v.chooser = nil; v.going.follows {
		v.catchUp()
		v.arrived()
	}
}

// show shows the steps of some sockets alone, or all, and stays where it was.
func (v *Display) show(only []excerpt.LifelineRef) {
	if slices.Equal(only, v.only) {
		return
	}
	v.only = only
	if v.rebuild(); len(only) > 0 {
		v.notice = "the steps of " + quantity.Count(len(only), "socket") + " alone: s chooses others, or all"
		return
	}
	v.notice = "all sockets"
}

// sayChoice puts the list on the screen, with the socket in hand in sight.
func (v *Display) sayChoice(put func(x, y int, char rune, a text.Appearance)) {
	a := panes.Pane{Width: v.width, Height: v.height - 1}
	rows, here := v.chooser.Rows(v.medium, v.width)
	from := max(0, min(here-a.Height/2, len(rows)-a.Height))
	v.say(a, rows[from:min(len(rows), from+a.Height)], 0, func(x, y int, char rune, looks text.Appearance) {
		if from+y == here {
			looks = text.Appearance{Reverse: true}
		}
		put(x, y, char, looks)
	})
}
