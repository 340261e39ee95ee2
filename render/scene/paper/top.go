package paper

import (
	"strings"

	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/titles"
	"wireladder/render/typeface"
)

// Top places what stands above the ladders: title, captions, findings.
func (p *Paper) Top(d *render.Diagram) {
	if !d.Untold {
		p.told(d)
	}
	for _, caption := range d.Captions {
		p.Y = p.Paragraph(Margin, p.Y+2, p.Right-Margin, caption, figure.Faint)
	}
	for i := range d.Findings {
		p.finding(&d.Findings[i])
	}
	switch {
	case p.Y == Margin:
	case p.Compact:
		p.Y += 8
	default:
		p.Y += 14
	}
}

// told places the title, and what the picture is of: on a compact paper behind the title, where
// there is room.
func (p *Paper) told(d *render.Diagram) {
	y := p.Y
	p.Y = p.Paragraph(Margin, y, p.Right-Margin, d.Title, figure.Title)
	lines := p.together(d.About)
	if p.Compact && d.Title != "" {
		behind := Margin + p.Wide(typeface.Legible(d.Title), figure.Title) + 2*betweenTitles
		if len(lines) == 1 && behind+p.Wide(typeface.Legible(lines[0]), figure.Faint) <= p.Right {
			p.Put(p.Text(behind, Baseline(y, figure.Title), typeface.Legible(lines[0]), figure.Faint))
		}
		return
	}
	for _, line := range lines {
		p.Y = p.Paragraph(Margin, p.Y, p.Right-Margin, line, figure.Faint)
	}
}

// together returns lines as one, if there is room for that.
func (p *Paper) together(lines []string) []string {
	all := strings.Join(lines, titles.Between)
	if p.Wide(typeface.Legible(all), figure.Faint) <= min(p.Right-Margin, Longest(figure.Faint)) && len(lines) > 1 {
		return []string{all}
	}
	return lines
}

// finding places what went wrong, and what is to be done, on a panel.
func (p *Paper) finding(f *render.Finding) {
	const inner = 12
	panel := figure.Panel{StepID: Nowhere, Kind: figure.FindingPanel, Rect: figure.Rect{X: Margin, Y: p.Y + 6, W: p.Right - Margin}}
	x, w := Margin+inner, p.Right-Margin-2*inner
	y := p.Paragraph(x, panel.Y+5, w, "! "+f.Rule+": "+f.Brief, figure.Warning)
	if p.Detail != render.None {
		y = p.Paragraph(x, y, w, f.Full, figure.Sentence)
		if f.Repair != "" {
			y = p.Paragraph(x, y, w, "repair: "+f.Repair, figure.Sentence)
		}
	}
	panel.H = y + 5 - panel.Y
	p.Panels = append(p.Panels, panel)
	p.Y = panel.Bottom()
}

// Titles places title and subtitle of a ladder, on a compact paper side by side where there is room,
// and returns where they end.
func (p *Paper) Titles(x, y, width float64, title, subtitle string) float64 {
	below := p.Paragraph(x, y, width, title, figure.Heading)
	behind := p.Wide(title, figure.Heading) + betweenTitles
	if !p.Compact || behind+p.Wide(subtitle, figure.Faint) > width {
		return p.Paragraph(x, below, width, subtitle, figure.Faint)
	}
	p.Put(p.Text(x+behind, Baseline(y, figure.Heading), typeface.Legible(subtitle), figure.Faint))
	return below
}

// betweenTitles is the space between a title and a subtitle on the same line, in points.
const betweenTitles = 12.0
