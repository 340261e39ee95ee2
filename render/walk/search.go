package walk

import (
	"bytes"
	"strings"

	"wireladder/render"
)

// Has returns what stops at steps that a text is found in, whatever the case of its letters: in their
// labels, in what is said of them, in whose they are, in lines of source and in octets.
func Has(needle string, o *Originals) Test {
	needle = strings.ToLower(needle)
	return func(w *Walker, i int) bool {
		s := w.Step(i)
		for _, said := range append([]string{s.Brief, s.Full, s.Name, s.Phase}, s.Labels...) {
			if contains(said, needle) {
				return true
			}
		}
		for _, l := range Lifelines(s) {
			if contains(w.Ladder(i).Lifelines[l].Owner(), needle) {
				return true
			}
		}
		return o.has(s, needle)
	}
}

// contains reports whether a text has one in small letters.
func contains(s, needle string) bool { return strings.Contains(strings.ToLower(s), needle) }

// has reports whether what a step is of has a text in small letters.
func (o *Originals) has(s *render.Step, needle string) bool {
	if c := o.Call(s); c != nil {
		return contains(c.Code.String()+" "+c.Code.Text, needle) || bytes.Contains(bytes.ToLower(c.Data), []byte(needle))
	}
	p := o.Packet(s)
	return p != nil && bytes.Contains(bytes.ToLower(p.Packet.Payload), []byte(needle))
}

// Lifelines returns the lifelines that a step is of.
func Lifelines(s *render.Step) []int {
	switch s.Kind {
	case render.Message, render.Arrival:
		if s.From == s.To {
			return []int{s.From}
		}
		return []int{s.From, s.To}
	case render.Call, render.Enter, render.Return, render.Kernel:
		if s.Born >= 0 && s.Born != s.Lifeline {
			return []int{s.Lifeline, s.Born}
		}
		return []int{s.Lifeline}
	}
	return nil
}
