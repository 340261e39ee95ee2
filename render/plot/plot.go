package plot

import (
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/plot/series"
	"wireladder/render/plot/topic"
	"wireladder/render/scene/paper"
	"wireladder/render/typeface"
)

// Whose says whose data a plot shows.
type Whose uint8

// Whose data there may be. The zero value is those of the side that has sent more.
const (
	TheLarger Whose = iota
	TheClients
	TheServers
	Both // one below the other
)

// Options say what is drawn, and how.
type Options struct {
	Topic     topic.Topic
	Whose     Whose
	Width     float64 // points; 0: UsualWidth
	Interface string  // where it was captured; "": that is not known
	Lost      uint64  // packets that the capture has lost
}

// Widths of figures, in points. A figure is as high as a slide of 16 to 9, if its letters have
// room then.
const (
	UsualWidth = 960.0
	MinWidth   = 480.0
)

// Of draws a stream of which something was seen, of TCP or as the topic takes it. The error is
// one of the program's own fonts.
func Of(s *series.Stream, o Options) (*figure.Figure, error) {
	width := UsualWidth
	if o.Width > 0 {
		width = max(o.Width, MinWidth)
	}
	p, err := paper.New(width, render.None)
	if err != nil {
		return nil, err
	}
	d := &composition{Paper: p, stream: s, Options: o}
	for _, side := range d.sides() {
		d.panels = append(d.panels, topic.Of(s, o.Topic, side, o.Whose != Both))
	}
	d.draw(width)
	return d.Figure, nil
}

// composition is a plot that is being drawn.
type composition struct {
	*paper.Paper
	Options
	stream *series.Stream
	panels []*topic.Data
	thin   thinned
}

// sides returns the sides whose data are shown.
func (d *composition) sides() []flow.Side {
	switch d.Whose {
	case TheClients:
		return []flow.Side{flow.Initiator}
	case TheServers:
		return []flow.Side{flow.Responder}
	case Both:
		return []flow.Side{flow.Initiator, flow.Responder}
	}
	return []flow.Side{d.stream.Larger()}
}

// Heights, in points.
const (
	leastPanel = 150.0 // of a panel, without what stands around it
	aroundPlot = 60.0  // what stands around it takes: what its axes count, and their numbers
	behindAll  = 10.0  // below panels and legend
)

// draw places everything, from the top down.
func (d *composition) draw(width float64) {
	d.Top(&render.Diagram{Title: d.title(), Captions: d.captions()})
	l, notes := d.legend(), d.notes()
	below := l.height + behindAll + d.noted(notes) + paper.Margin
	height := max((width*9/16-d.Y-below)/float64(len(d.panels))-aroundPlot, leastPanel)
	left := d.left(height)
	for _, c := range d.panels {
		d.panel(c, height, left)
	}
	d.place(l)
	d.Notes(notes)
	d.Figure.Width, d.Figure.Height = d.Right+paper.Margin, max(d.Y+paper.Margin, width*9/16)
	d.Title, d.Summary = typeface.Legible(d.title()), typeface.Legible(d.summary(l, notes))
}

// noted returns how much room notes take.
func (d *composition) noted(notes []string) (height float64) {
	for _, n := range notes {
		lines := d.Wrap(n, min(d.Right-paper.Margin, paper.Longest(figure.Warning)), figure.Warning)
		height += float64(len(lines))*paper.LineHeight(figure.Warning) + 4
	}
	return height
}
