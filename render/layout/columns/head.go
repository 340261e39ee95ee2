package columns

import (
	"wireladder/render"
	"wireladder/render/sheet"
)

// headings returns the lines above each lifeline, encoded, and the spacing
// that they ask for with apart cells between them.
func headings(l *render.Ladder, m sheet.Medium, head func(*render.Lifeline) []string, apart int) (heads [][]string, spacing int) {
	spacing = minSpacing
	for i := range l.Lifelines {
		lines := head(&l.Lifelines[i])
		for j := range lines {
			lines[j] = m.Encode(lines[j])
			spacing = max(spacing, m.Cells(lines[j])+apart)
		}
		heads = append(heads, lines)
	}
	return heads, spacing
}
