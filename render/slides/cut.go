package slides

import (
	"fmt"

	"wireladder/render/figure"
	"wireladder/render/pages"
	"wireladder/render/typeface"
)

// Distances on a slide of several, in points of the figure.
const (
	above      = 16.0 // what is left free at the top
	footHeight = 26.0 // of the line at the bottom
	footEdge   = 16.0 // what is left free beside it
	belowHead  = 6.0  // from a head that is repeated to what goes on below it
)

// Cut returns a figure for each page of another.
func Cut(f *figure.Figure, cut []pages.Leaf) ([]*figure.Figure, error) {
	m, err := typeface.New()
	if err != nil {
		return nil, err
	}
	all := make([]*figure.Figure, len(cut))
	for i := range cut {
		s := newSlide(f, &cut[i])
		s.heads(&cut[i])
		s.marks(f)
		s.foot(m, fmt.Sprintf("%d of %d", i+1, len(cut)))
		all[i] = s.Figure
	}
	return all, nil
}

// slide is a page that is being made of a part of a figure: of what stands from top to bottom
// there, which is moved by down.
type slide struct {
	*figure.Figure
	of                *figure.Figure
	top, bottom, down float64
}

// newSlide returns an empty page.
func newSlide(f *figure.Figure, p *pages.Leaf) *slide {
	s := &slide{of: f, top: p.Top, bottom: p.Bottom}
	s.Figure = &figure.Figure{Width: f.Width, Height: f.Width * ratio, Title: f.Title, Summary: f.Summary}
	if p.Top > 0 {
		s.down = above + p.Strip - p.Top
	}
	return s
}

// heads repeats the heads of lifelines that go on, each standing on the bottom of their strip.
func (s *slide) heads(p *pages.Leaf) {
	for i := range p.Heads {
		h := &p.Heads[i]
		down := above + p.Strip - belowHead - h.Head.Bottom()
		for j := range s.of.Panels {
			if panel := s.of.Panels[j]; panel.Kind == figure.HeadPanel && panel.Rect == h.Head {
				panel.Y += down
				s.Panels = append(s.Panels, panel)
			}
		}
		for j := range s.of.Texts {
			if t := s.of.Texts[j]; h.Has(&t) {
				t.At.Y += down
				s.Texts = append(s.Texts, t)
			}
		}
	}
}

// foot says at the bottom of a slide which one it is.
func (s *slide) foot(m *typeface.Metrics, said string) {
	font := figure.Faint.Font()
	place := func(x, width float64, text string) {
		s.Texts = append(s.Texts, figure.Text{
			StepID: figure.StepID{Step: -1}, At: figure.Point{X: x, Y: s.Height - footHeight/2}, Width: width, S: text, Style: figure.Faint,
		})
	}
	width := m.Width(font.Face, font.Size, said)
	place(s.Width-footEdge-width, width, said)
	if title := m.Shorten(font.Face, font.Size, s.Title, s.Width-3*footEdge-width); title != "" {
		place(footEdge, m.Width(font.Face, font.Size, title), title)
	}
}
