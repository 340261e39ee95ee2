// Package details says what there is to say of the step in hand.
package details

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
	"wireladder/render/walk"
)

// StepInHand is a step of which there is something to say, and for what screen that is written.
type StepInHand struct {
	Walk      *walk.Walker // which has it in hand
	Originals *walk.Originals
	Findings  []render.Finding // of the whole
	Notes     []string         // the same
	Marked    *render.StepRef  // the step that times are told from, too; nil: none
	Hides     bool             // what comes behind it is not to be told
	Awaits    bool             // something is to come
	Width     int              // in cells
	ASCII     bool             // printable ASCII alone

	rows []detail.PrintedRow
}

// Rows returns what there is to say of it.
func (w *StepInHand) Rows() []detail.PrintedRow {
	switch {
	case w.Walk.Steps() == 0 && w.Awaits:
		w.say(sheet.Name, "Nothing has come yet.")
		return w.rows
	case w.Walk.Steps() == 0:
		w.say(sheet.Warning, "There is nothing to go through: no packet and no call.")
		w.ofWhole()
		return w.rows
	}
	i := w.Walk.Here()
	s := w.Walk.Step(i)
	w.headline(s)
	w.findings(i)
	w.said(s)
	w.code(w.Originals.Call(s), s.Kind != render.Enter || !w.Hides)
	w.states(s)
	w.times(s)
	if i == 0 {
		w.ofWhole()
	}
	if p := w.Originals.Packet(s); p != nil {
		w.rows = append(w.rows, detail.Rows(p, text.Style{Width: w.Width, Terminal: true, ASCII: w.ASCII})...)
		if n := p.Packet.Length - len(p.Packet.Data); n > 0 && len(p.Packet.Data) == walk.MostOctets {
			w.say(sheet.Faint, fmt.Sprintf("  … of %s; all there are: wireladder read -v", quantity.Count(p.Packet.Length, "octet")))
		}
	}
	return w.rows
}

// say adds a paragraph.
func (w *StepInHand) say(kind sheet.TextKind, s string) {
	m := text.Medium(w.ASCII)
	for _, row := range sheet.Wrap(m, m.Encode(s), max(20, w.Width-1)) {
		w.rows = append(w.rows, detail.PrintedRow{Kind: kind, S: row})
	}
}

// headline says whose step it is, and what it is called.
func (w *StepInHand) headline(s *render.Step) {
	label := ""
	if len(s.Labels) > 0 {
		label = s.Labels[0]
	}
	if c := w.Originals.Call(s); c != nil && s.Kind != render.Enter {
		label = c.Message()
	}
	switch who := w.Walk.Who(w.Walk.Here()); {
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
func (w *StepInHand) findings(i int) {
	for _, f := range w.Walk.Findings(i) {
		if w.Hides && slices.ContainsFunc(f.Seen, func(ref render.StepRef) bool { return w.Walk.Index(ref) > i }) {
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
func (w *StepInHand) said(s *render.Step) {
	said := s.Full
	if said == "" {
		said = s.Brief
	}
	if said != "" {
		w.say(sheet.Body, said)
	}
}

// code says where a call stands in its program, and how long it took, if that may be known.
func (w *StepInHand) code(c *capture.Call, ended bool) {
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
func (w *StepInHand) states(s *render.Step) {
	var all []string
	name := func(lifeline int) string { return w.Walk.Name(w.Walk.Here(), lifeline) }
	for _, k := range w.Walk.States() {
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
func (w *StepInHand) times(s *render.Step) {
	if s.Time.IsZero() {
		return
	}
	said := s.Time.UTC().Format("15:04:05.000000000")
	if first := w.Walk.Ladder(w.Walk.Here()).First; !first.IsZero() {
		said += ", " + after(quantity.Duration(s.Time.Sub(first).Abs()), s.Time.Before(first)) + " the first packet"
	}
	if last := w.before(); last != nil {
		said += ", " + after(quantity.Duration(s.Time.Sub(last.Time).Abs()), s.Time.Before(last.Time)) + " the row before"
	}
	w.say(sheet.Faint, said)
	if w.Marked == nil {
		return
	}
	if mark := w.Walk.Index(*w.Marked); mark >= 0 && mark != w.Walk.Here() && !w.Walk.Step(mark).Time.IsZero() {
		d := s.Time.Sub(w.Walk.Step(mark).Time)
		w.say(sheet.Name, after(quantity.Duration(d.Abs()), d < 0)+fmt.Sprintf(" the marked step %d", mark+1))
	}
}

// before returns the step before the one in hand, in the same ladder and with a time: a pause is no step of that kind,
// for it is that time; nil: there is none.
func (w *StepInHand) before() *render.Step {
	here := w.Walk.Here()
	for i := here - 1; i >= 0; i-- {
		if s := w.Walk.Step(i); w.Walk.Ref(i).Ladder == w.Walk.Ref(here).Ladder && s.Kind != render.Pause {
			if s.Time.IsZero() {
				return nil
			}
			return s
		}
	}
	return nil
}

// after says on which side of something a time is.
func after(d string, before bool) string {
	if before {
		return d + " before"
	}
	return d + " after"
}

// ofWhole says what is to be said of the whole, where one begins.
func (w *StepInHand) ofWhole() {
	for i := range w.Findings {
		if w.Hides {
			break
		}
		f := &w.Findings[i]
		w.say(sheet.Warning, "! "+f.Rule+": "+f.Brief)
	}
	for _, n := range w.Notes {
		w.say(sheet.Warning, n)
	}
}
