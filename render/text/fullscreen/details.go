package fullscreen

import (
	"fmt"
	"slices"
	"strings"

	"wireladder/capture"
	"wireladder/render"
	"wireladder/render/quantity"
	"wireladder/render/sheet"
	"wireladder/render/text"
	"wireladder/render/text/detail"
	"wireladder/render/text/fullscreen/comparing"
	"wireladder/render/walk"
)

// details are the rows that say what there is to say of a step.
type details struct {
	display *Display
	rows    []detail.PrintedRow
}

// details returns what there is to say of the step in hand.
func (v *Display) details() []detail.PrintedRow {
	switch w := (&details{display: v}); {
	case v.game.Asks():
		return v.question()
	case v.compares:
		return comparing.Rows(v.walk, v.originals, v.walk.Index(*v.marked), v.walk.Here(), v.medium, v.parted().Details().Width)
	default:
		return w.ofStep()
	}
}

// ofStep returns what there is to say of the step in hand.
func (w *details) ofStep() []detail.PrintedRow {
	v := w.display
	if v.walk.Steps() == 0 {
		w.say(sheet.Warning, "There is nothing to go through: no packet and no call.")
		w.ofWhole()
		return w.rows
	}
	i := v.walk.Here()
	s := v.walk.Step(i)
	w.headline(s)
	w.findings(i)
	w.said(s)
	w.code(v.originals.Call(s), s.Kind != render.Enter || !v.hides())
	w.states(s)
	w.times(s)
	if i == 0 {
		w.ofWhole()
	}
	if p := v.originals.Packet(s); p != nil {
		w.rows = append(w.rows, detail.Rows(p, text.Style{Width: v.parted().Details().Width, Terminal: true, ASCII: v.ASCII})...)
		if n := p.Packet.Length - len(p.Packet.Data); n > 0 && len(p.Packet.Data) == walk.MostOctets {
			w.say(sheet.Faint, fmt.Sprintf("  … of %s; all there are: wireladder read -v", quantity.Count(p.Packet.Length, "octet")))
		}
	}
	return w.rows
}

// say adds a paragraph.
func (w *details) say(kind sheet.TextKind, s string) {
	m := w.display.medium
	for _, row := range sheet.Wrap(m, m.Encode(s), max(20, w.display.parted().Details().Width-1)) {
		w.rows = append(w.rows, detail.PrintedRow{Kind: kind, S: row})
	}
}

// headline says whose step it is, and what it is called.
func (w *details) headline(s *render.Step) {
	label := ""
	if len(s.Labels) > 0 {
		label = s.Labels[0]
	}
	if c := w.display.originals.Call(s); c != nil && s.Kind != render.Enter {
		label = c.Message()
	}
	switch who := w.display.walk.Who(w.display.walk.Here()); {
	case label == "":
		label = who
	case who != "":
		label = who + ": " + label
	}
	w.say(sheet.Heading, label)
	if why := s.Why(); why != "" {
		w.say(sheet.Warning, why)
	}
}

// findings says what went wrong, as far as it rests on the step of an index; what rests on later ones too is
// left out where these are hidden.
func (w *details) findings(i int) {
	v := w.display
	for _, f := range v.walk.Findings(i) {
		if v.hides() && slices.ContainsFunc(f.Seen, func(ref render.StepRef) bool { return v.walk.Index(ref) > i }) {
			continue
		}
		w.say(sheet.Warning, "! "+f.Rule+": "+f.Brief)
		if f.Full != "" {
			w.say(sheet.Faint, "  "+f.Full)
		}
		if f.Repair != "" {
			w.say(sheet.Body, "  repair: "+f.Repair)
		}
	}
}

// said says what the step means.
func (w *details) said(s *render.Step) {
	said := s.Full
	if said == "" {
		said = s.Brief
	}
	if said != "" {
		w.say(sheet.Body, said)
	}
}

// code says where a call stands in its program, and how long it took, if that may be known.
func (w *details) code(c *capture.Call, ended bool) {
	if c == nil {
		return
	}
	if c.Code.Line > 0 {
		w.say(sheet.CallName, c.Code.String()+"  "+c.Code.Text)
	}
	if ended && !c.Exit.IsZero() && !c.Enter.IsZero() {
		w.say(sheet.Faint, "it returned after "+quantity.Duration(c.Exit.Sub(c.Enter)))
	}
}

// states says how the sockets stand that the step is of.
func (w *details) states(s *render.Step) {
	var all []string
	name := func(lifeline int) string { return w.display.walk.Name(w.display.walk.Here(), lifeline) }
	for _, k := range w.display.walk.States() {
		if !slices.Contains(walk.Lifelines(s), k.Lifeline) {
			continue
		}
		said := name(k.Lifeline) + " is in " + k.Name
		if k.New {
			said = name(k.Lifeline) + " enters " + k.Name
		}
		if k.New && k.Observed {
			said += " (the kernel says so, too)"
		}
		all = append(all, said)
	}
	if len(all) > 0 {
		w.say(sheet.StateName, strings.Join(all, "; "))
	}
}

// times says when the step was.
func (w *details) times(s *render.Step) {
	v := w.display
	if s.Time.IsZero() {
		return
	}
	said := s.Time.UTC().Format("15:04:05.000000000")
	if first := v.walk.Ladder(v.walk.Here()).First; !first.IsZero() {
		said += ", " + after(quantity.Duration(s.Time.Sub(first).Abs()), s.Time.Before(first)) + " the first packet"
	}
	if i := v.walk.Here(); i > 0 && v.walk.Ref(i-1).Ladder == v.walk.Ref(i).Ladder && !v.walk.Step(i-1).Time.IsZero() {
		said += ", " + quantity.Duration(s.Time.Sub(v.walk.Step(i-1).Time).Abs()) + " after the row before"
	}
	w.say(sheet.Faint, said)
	if v.marked == nil {
		return
	}
	if mark := v.walk.Index(*v.marked); mark >= 0 && mark != v.walk.Here() && !v.walk.Step(mark).Time.IsZero() {
		d := s.Time.Sub(v.walk.Step(mark).Time)
		w.say(sheet.Name, after(quantity.Duration(d.Abs()), d < 0)+fmt.Sprintf(" the marked step %d", mark+1))
	}
}

// after says on which side of something a time is.
func after(d string, before bool) string {
	if before {
		return d + " before"
	}
	return d + " after"
}

// ofWhole says what is to be said of the whole, where one begins.
func (w *details) ofWhole() {
	for i := range w.display.drawn.Findings {
		if w.display.hides() {
			break
		}
		f := &w.display.drawn.Findings[i]
		w.say(sheet.Warning, "! "+f.Rule+": "+f.Brief)
	}
	for _, n := range w.display.whole.Notes {
		w.say(sheet.Warning, n)
	}
}

// scrolled is how many rows the details scroll at once.
const scrolled = 3

// scrollDetails scrolls the details down, or up.
func (v *Display) scrollDetails(down bool) {
	by := -scrolled
	if down {
		by = scrolled
	}
	most := len(v.details()) - v.parted().Details().Height
	v.below = max(0, min(v.below+by, most))
}
