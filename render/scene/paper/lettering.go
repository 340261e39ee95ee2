package paper

import (
	"wireladder/render/figure"
	"wireladder/render/typeface"
)

// Nowhere is the StepID of what no step has made.
var Nowhere = figure.StepID{Step: -1}

// LineHeight returns the height of a line of text.
func LineHeight(s figure.Style) float64 { return s.Font().Size*1.3 + 1 }

// Wide returns how wide a text is.
func (p *Paper) Wide(s string, style figure.Style) float64 {
	f := style.Font()
	return p.metrics.Width(f.Face, f.Size, s)
}

// Wrap breaks a text that comes from a diagram into lines.
func (p *Paper) Wrap(s string, width float64, style figure.Style) []string {
	f := style.Font()
	return p.metrics.Wrap(f.Face, f.Size, typeface.Legible(s), max(width, 40))
}

// Shorten cuts a text to a width.
func (p *Paper) Shorten(s string, width float64, style figure.Style) string {
	f := style.Font()
	return p.metrics.Shorten(f.Face, f.Size, s, width)
}

// Text returns a legible text with its baseline at y.
func (p *Paper) Text(x, y float64, s string, style figure.Style) figure.Text {
	return figure.Text{StepID: Nowhere, At: figure.Point{X: x, Y: y}, Width: p.Wide(s, style), S: s, Style: style}
}

// whole says that what was placed from a height on belongs together.
func (p *Paper) whole(top float64) {
	p.Wholes = append(p.Wholes, figure.Rect{X: Margin, Y: top, W: p.Right - Margin, H: p.Y - top})
}

// Put places a text.
func (p *Paper) Put(t figure.Text) {
	if t.S != "" {
		p.Texts = append(p.Texts, t)
	}
}

// Paragraph places a text in as many lines as it takes, from y down, and returns where it ends.
func (p *Paper) Paragraph(x, y, width float64, s string, style figure.Style) float64 {
	return p.ParagraphOf(Nowhere, x, y, width, s, style)
}

// ParagraphOf is Paragraph for the text of a step.
func (p *Paper) ParagraphOf(o figure.StepID, x, y, width float64, s string, style figure.Style) float64 {
	for _, line := range p.Wrap(s, min(width, Longest(style)), style) {
		t := p.Text(x, Baseline(y, style), line, style)
		t.StepID = o
		p.Put(t)
		y += LineHeight(style)
	}
	return y
}

// Balanced breaks a text into as few lines as a width asks for, none much shorter than the
// others, and returns how wide they are.
func (p *Paper) Balanced(s string, width float64, style figure.Style) (lines []string, used float64) {
	lines = p.Wrap(s, width, style)
	for share := 0.9; len(lines) > 1 && share > 0.5; share -= 0.1 {
		narrower := p.Wrap(s, width*share, style)
		if len(narrower) > len(lines) {
			break
		}
		lines = narrower
	}
	for _, line := range lines {
		used = max(used, p.Wide(line, style))
	}
	return lines, used
}

// longestLine is how long lines of a paragraph are at most: longer ones are hard to read.
const longestLine = 830.0

// Longest returns how long lines are at most, in points.
func Longest(s figure.Style) float64 {
	if s == figure.Title || s == figure.Heading {
		return 5 * longestLine
	}
	return longestLine
}

// Baseline returns where the baseline of a line is that begins at y.
func Baseline(y float64, s figure.Style) float64 {
	size := s.Font().Size
	return y + (LineHeight(s)+size*(figure.Ascent-figure.Descent))/2
}
