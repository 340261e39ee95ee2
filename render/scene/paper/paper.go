package paper

import (
	"slices"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/typeface"
)

// Margin is what is left free around everything, in points.
const Margin = 16.0

// Paper is a figure that is being filled from the top down. Make one with New.
type Paper struct {
	*figure.Figure
	Detail render.Detail
	Right  float64 // edge of what may be used
	Y      float64 // what is free begins here
	Used   Usage
	// Compact has what stands around the ladders take little height: signs are explained beside
	// each other, in few words, and subtitles stand behind their titles.
	Compact bool

	metrics *typeface.Metrics
}

// New returns an empty paper so many points wide. The error is one of the program's own fonts.
func New(width float64, detail render.Detail) (*Paper, error) {
	m, err := typeface.New()
	if err != nil {
		return nil, err
	}
	return &Paper{Figure: &figure.Figure{}, Detail: detail, Right: width - Margin, Y: Margin, metrics: m}, nil
}

// Expect makes room for what so many steps of a ladder place as a rule.
func (p *Paper) Expect(steps int) {
	const texts = 3 // a number, a label, an explanation
	p.Texts, p.Arrows, p.Rows = slices.Grow(p.Texts, texts*steps), slices.Grow(p.Arrows, steps), slices.Grow(p.Rows, steps)
}

// PauseHeight returns how high a row is for a time in which nothing happened, or what is folded.
func (p *Paper) PauseHeight() float64 {
	if p.Compact {
		return 20
	}
	return 26
}
