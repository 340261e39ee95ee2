package slides

import (
	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/lanes"
)

// Suited returns a diagram of d that suits slides, and has what is asked for: it is folded if it is
// to be, or has no room on one slide otherwise, and sockets share lanes as is said by, or in groups
// where there is no room for all of them.
func Suited(d *render.Diagram, by lanes.By, folded bool, detail render.Detail) (*render.Diagram, error) {
	if !folded {
		whole, err := inLanes(d, by, detail)
		if err != nil {
			return nil, err
		}
		f, err := alone(whole, detail, widths[:usual+1])
		if err != nil || f != nil {
			return whole, err
		}
	}
	return inLanes(focus.Of(d), by, detail)
}

// inLanes returns a diagram with its sockets in so few lanes that letters need not be smaller than
// the smallest of slides.
func inLanes(d *render.Diagram, by lanes.By, detail render.Detail) (*render.Diagram, error) {
	widest := widths[len(widths)-1]
	for _, fewer := range []lanes.By{by, lanes.Groups} {
		shared := lanes.All(d, fewer)
		f, err := layOut(shared, widest, detail)
		if err != nil || f.Width <= widest {
			return shared, err
		}
	}
	return lanes.All(d, lanes.Sides), nil
}
