package walk

import (
	"fmt"
	"strconv"

	"wireladder/capture"
	"wireladder/render/anatomy"
)

// Field is something that a step says: a field of a header, an argument, a state.
type Field struct{ Name, Value string }

// Fields returns what there is to compare of the step of an index: its sockets, what its packet has in its
// headers, or its call was given and has returned, and the states that it leads to. They may have anything
// that came off the wire.
func (w *Walker) Fields(i int, o *Originals) []Field {
	s, l := w.Step(i), w.Ladder(i)
	all := []Field{{"protocol", l.Title}}
	for n, at := range Lifelines(s) {
		all = append(all, Field{[2]string{"from", "to"}[n], l.Lifelines[at].Owner()})
	}
	if len(s.Labels) > 0 {
		all = append(all, Field{"label", s.Labels[0]})
	}
	if p := o.Packet(s); p != nil {
		all = append(all, Field{"packet", strconv.Itoa(p.Packet.Number)}, Field{"octets", strconv.Itoa(p.Packet.Length)})
		for _, f := range anatomy.Of(p) {
			all = append(all, Field{f.Header + " " + f.Name, f.Value})
		}
		all = append(all, Field{"payload", quote(p.Packet.Payload)})
	}
	if c := o.Call(s); c != nil {
		all = append(all, ofCall(c)...)
	}
	for _, k := range Entered(s) {
		all = append(all, Field{"state of " + l.Lifelines[k.Lifeline].Owner(), k.Name})
	}
	if why := s.Why(); why != "" {
		all = append(all, Field{"on the way", why})
	}
	return all
}

// ofCall returns what there is to compare of a call.
func ofCall(c *capture.Call) []Field {
	all := []Field{{"call", c.Name}, {"arguments", c.ArgsText()}, {"data", quote(c.Data)}}
	switch {
	case !c.Returned():
		all = append(all, Field{"returns", "not yet"})
	case c.Errno != "":
		all = append(all, Field{"returns", c.Errno})
	default:
		all = append(all, Field{"returns", fmt.Sprint(c.Result)})
	}
	if c.Code.Line > 0 {
		all = append(all, Field{"line", c.Code.String()})
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
func Compare(one, other []Field) (all []Difference, same int) {
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
