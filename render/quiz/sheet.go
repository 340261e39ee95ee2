package quiz

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"wireladder/render"
	"wireladder/render/quantity"
)

// Of returns a diagram of d with two ladders for each of its own, the second of which is the
// solution. What went wrong, sums and explanations would tell: only solutions have explanations.
// d stays as it is.
func Of(d *render.Diagram, o Options) *render.Diagram {
	own := *d
	own.Aligned, own.Ladders, own.Findings, own.Totals = false, nil, nil, render.Table{}
	asked := 0
	for i := range d.Ladders {
		drawn := draw(clozesOf(&d.Ladders[i]), o.share(len(d.Ladders), i), o.Seed)
		sheet, solution := written(&d.Ladders[i], drawn, asked)
		own.Ladders = append(own.Ladders, sheet, solution)
		asked += len(drawn)
	}
	slices.SortStableFunc(own.Ladders, func(a, b render.Ladder) int { return rank(&a) - rank(&b) })
	if n := len(own.Ladders); n > 0 {
		own.Ladders[n/2].Apart = true // it is not to be handed out
	}
	return &own
}

// share returns how many of the blanks are in one of n ladders.
func (o *Options) share(n, i int) int {
	all := cmp.Or(o.Blanks, Blanks)
	return (all*(i+1))/n - (all*i)/n
}

// solved begins the title of a solution.
const solved = "Solution: "

// rank has the solutions behind all that is to be filled in.
func rank(l *render.Ladder) int {
	if strings.HasPrefix(l.Title, solved) {
		return 1
	}
	return 0
}

// written returns both ladders of l. before is how many fields others ask for, which come first.
func written(l *render.Ladder, drawn []cloze, before int) (sheet, solution render.Ladder) {
	sheet, solution = *l, *l
	sheet.Steps, solution.Steps = slices.Clone(l.Steps), slices.Clone(l.Steps)
	for i := range sheet.Steps {
		s, known := &sheet.Steps[i], &solution.Steps[i]
		s.Brief, s.Full = "", ""
		s.Key, known.Key = false, false
	}
	for i, f := range drawn {
		mark := fmt.Sprintf("(%d)", before+i+1)
		f.write(&sheet.Steps[f.step], mark+f.blank())
		f.write(&solution.Steps[f.step], mark+f.text)
	}
	solution.Title = solved + l.Title
	sheet.Subtitle = "nothing to fill in"
	if n := len(drawn); n > 0 {
		sheet.Subtitle = fmt.Sprintf("%s to fill in: (%d) to (%d)", quantity.Count(int64(n), "blank"), before+1, before+n)
	}
	return sheet, solution
}

// line is where an answer is written.
const line = "____"

// blank returns what stands in place of a field: of a number its name, and a line.
func (f *cloze) blank() string {
	if name, _, ok := strings.Cut(f.text, "="); ok && f.kind == numbers {
		return name + "=" + line
	}
	return line
}

// write puts a text in place of a field, in all forms of the step's label that have it.
func (f *cloze) write(s *render.Step, text string) {
	switch {
	case f.kind == states && f.from:
		s.FromState = text
		return
	case f.kind == states:
		s.ToState = text
		return
	}
	var labels []string
	for _, label := range s.Labels {
		if at := f.in(label); at >= 0 {
			labels = append(labels, label[:at]+text+label[at+len(f.text):])
		}
	}
	s.Labels = labels
}

// in returns where a label has the field, -1 if it does not.
func (f *cloze) in(label string) int {
	if f.kind != numbers {
		if strings.HasPrefix(label, f.text) {
			return 0
		}
		return -1
	}
	header, _, _ := strings.Cut(label, `"`)
	for _, at := range numberWords.FindAllStringIndex(header, -1) {
		if header[at[0]:at[1]] == f.text {
			return at[0]
		}
	}
	return -1
}
