package walk

import (
	"fmt"
	"strconv"

	"wireladder/capture"
	"wireladder/render/anatomy"
)

// StepField is something that a step says: a field of a header, an argument, a state.
type StepField struct{ Name, Value string }

// Fields returns what there is to compare of the step of an index: its sockets, what its packet has in its
// headers, or its call was given and has returned, and the states that it leads to. They may have anything
// that came off the wire.
func (w *Walker) Fields(i int, o *Originals) []StepField {
	s, l := w.Step(i), w.Ladder(i)
	all := []StepField{{"protocol", l.Title}}
	for n, at := range Lifelines(s) {
		all = append(all, StepField{[2]string{"from", "to"}[n], l.Lifelines[at].Owner()})
	}
	if len(s.Labels) > 0 {
		all = append(all, StepField{"label", s.Labels[0]})
	}
	if p := o.Packet(s); p != nil {
		all = append(all, StepField{"packet", strconv.Itoa(p.Packet.Number)}, StepField{"octets", strconv.Itoa(p.Packet.Length)})
		for _, f := range anatomy.Of(p) {
			all = append(all, StepField{f.Header + " " + f.Name, f.Value})
		}
		all = append(all, StepField{"payload", quote(p.Packet.Payload)})
	}
	if c := o.Call(s); c != nil {
		all = append(all, ofCall(c)...)
	}
	for _, k := range Entered(s) {
		all = append(all, StepField{"state of " + l.Lifelines[k.Lifeline].Owner(), k.Name})
	}
	if why := s.Why(); why != "" {
		all = append(all, StepField{"on the way", why})
	}
	return all
}

// ofCall returns what there is to compare of a call.
func ofCall(c *capture.Call) []StepField {
	all := []StepField{{"call", c.Name}, {"arguments", c.ArgsText()}, {"data", quote(c.Data)}}
	switch {
	case !c.Returned():
		all = append(all, StepField{"returns", "not yet"})
	case c.Errno != "":
		all = append(all, StepField{"returns", c.Errno})
	default:
		all = append(all, StepField{"returns", fmt.Sprint(c.Result)})
	}
	if c.Code.Line > 0 {
		all = append(all, StepField{"line", c.Code.String()})
	}
	return all
}

// mostQuoted is how many octets are compared by sight.
const mostQuoted = 48

// quote returns the beginning of some octets in quotes; "" of none.
func quote(octets []byte) string {
	switch {
	case len(octets) == 0:
		return ""
	case len(octets) > mostQuoted:
		return strconv.Quote(string(octets[:mostQuoted])) + "…"
	}
	return strconv.Quote(string(octets))
}

// Difference is a field that two steps don't have in common; "" where one does not have it.
type Difference struct{ Name, One, Other string }

// Compare returns what two lists of fields don't have in common, in the order of the first one, and how many
// they have. Of fields with the same name the first is compared with the first, and so on.
func Compare(one, other []StepField) (all []Difference, same int) {
	there := map[string][]string{}
	for _, f := range other {
		there[f.Name] = append(there[f.Name], f.Value)
	}
	for _, f := range one {
		d := Difference{Name: f.Name, One: f.Value}
		if left := there[f.Name]; len(left) > 0 {
			d.Other, there[f.Name] = left[0], left[1:]
		}
		if d.One == d.Other {
			same++
			continue
		}
		all = append(all, d)
	}
	for _, f := range other {
		if left := there[f.Name]; len(left) > 0 && left[0] == f.Value {
			there[f.Name] = left[1:]
			if f.Value != "" {
				all = append(all, Difference{Name: f.Name, Other: f.Value})
			}
		}
	}
	return all, same
}
