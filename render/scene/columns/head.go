package columns

import (
	"wireladder/render/figure"
	"wireladder/render/scene/paper"
)

// HeadPadding is what is free beside and above the text of a head.
const HeadPadding = 8.0

// HeadWidth returns how wide the panel of a head is.
func HeadWidth(p *paper.Paper, lines []string) float64 {
	w := 0.0
	for i, line := range lines {
		w = max(w, p.Wide(line, HeadStyle(i)))
	}
	return w + 2*HeadPadding
}

// HeadHeight returns how high it is.
func HeadHeight(lines []string) float64 {
	h := HeadPadding
	for i := range lines {
		h += paper.LineHeight(HeadStyle(i))
	}
	return h
}

// HeadStyle returns the style of a line of a head.
func HeadStyle(line int) figure.Style {
	if line == 0 {
		return figure.Name
	}
	return figure.Address
}
