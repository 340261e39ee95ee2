package fullscreen

import "wireladder/render/text/fullscreen/panes"

// compare shows what the marked step and the one in hand don't have in common, or their details again.
func (v *Display) compare() {
	switch {
	case v.compares:
		v.compares = false
	case v.marked == nil || v.walk.Index(*v.marked) < 0:
		v.notice = "m marks a step first; = at another one compares both"
	case v.walk.Index(*v.marked) == v.walk.Here():
		v.notice = "this is the marked step: go to another one"
	default:
		v.compares, v.below = true, 0
		if v.share == panes.None {
			v.share = panes.Some
			v.again()
		}
	}
}
