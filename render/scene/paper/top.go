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
		p.Y = p.Paragraph(Margin, p.Y, p.Right-Margin, d.Title, figure.Title)
		for _, line := range p.together(d.About) {
			p.Y = p.Paragraph(Margin, p.Y, p.Right-Margin, line, figure.Faint)
		}
	}
	for _, caption := range d.Captions {
		p.Y = p.Paragraph(Margin, p.Y+2, p.Right-Margin, caption, figure.Faint)
	}
	for i := range d.Findings {
		p.finding(&d.Findings[i])
	}
	if p.Y > Margin {
		p.Y += 14
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
