package slides

import (
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/pages"
	"wireladder/render/scene"
)

// A slide in points, as office programs have it: 13.33 x 7.5 inches. With two pixels a point, as
// PNG has them, it is 1920 x 1080.
const (
	Width  = 960.0
	Height = 540.0
)

// ratio is how high a slide is as a share of its width.
const ratio = Height / Width

// widths are the widths that a diagram is laid out in for a slide, in points of the figure: the
// narrower, the larger its letters are. In the last one the smallest are 9 points of the slide,
// 18 pixels of 1080.
var widths = []float64{720, 800, 880, 960, 1040, 1120}

// mostRows is how many steps fit a slide at most, whatever they are: laying out more of them shows
// nothing new.
const mostRows = 60

// usual is the index of the width whose points are those of the slide.
const usual = 3

// Of returns the slides of a diagram, one at least, in figures whose points are larger or smaller
// than those of a slide: each figure's Width is the slide's. The error is one of the program's own
// fonts.
func Of(d *render.Diagram, detail render.Detail) ([]*figure.Figure, error) {
	f, err := alone(d, detail, widths)
	if err != nil || f != nil {
		return []*figure.Figure{f}, err
	}
	var all []*figure.Figure
	for _, width := range widths[usual:] {
		f, err := layOut(d, width, detail)
		if err != nil {
			return nil, err
		}
		height := f.Width * ratio
		cut := pages.Of(f, height-above-footHeight)
		if all == nil || len(cut) < len(all) {
			if all, err = Cut(f, cut); err != nil {
				return nil, err
			}
		}
		if rows(d) > mostRows*len(widths) {
			break // a slide less of very many is not worth the time
		}
	}
	return all, nil
}

// alone returns the only slide of a diagram, with letters as large as may be; nil: it takes several.
func alone(d *render.Diagram, detail render.Detail, widths []float64) (*figure.Figure, error) {
	if rows(d) > mostRows*max(1, len(d.Ladders)) {
		return nil, nil
	}
	for _, width := range widths {
		f, err := layOut(d, width, detail)
		if err != nil {
			return nil, err
		}
		if f.Width <= width && f.Height <= width*ratio {
			f.Height = width * ratio
			return f, nil
		}
	}
	return nil, nil
}

// layOut lays a diagram out in a width.
func layOut(d *render.Diagram, width float64, detail render.Detail) (*figure.Figure, error) {
	return scene.Of(d, scene.Options{Width: width, Detail: detail, Compact: true})
}

// rows counts the steps of all ladders.
func rows(d *render.Diagram) (n int) {
	for i := range d.Ladders {
		n += len(d.Ladders[i].Steps)
	}
	return n
}
