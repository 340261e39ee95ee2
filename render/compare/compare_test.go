package compare_test

import (
	"slices"
	"strings"
	"testing"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/compare"
	"wireladder/render/rendertest"
)

// A run does what it does.
func TestAlike(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		before := rendertest.Text(d)
		both := compare.Of(compare.Recorded{Name: "a", Diagram: d}, compare.Recorded{Name: "b", Diagram: d})
		if len(both.Findings) != 0 || !strings.HasPrefix(both.Captions[len(both.Captions)-1], "No difference: ") || len(both.Ladders) != 2*len(d.Ladders) {
			t.Errorf("%s: %+v of %d ladders", name, both.Findings, len(both.Ladders))
		}
		for i := range both.Ladders {
			if slices.ContainsFunc(both.Ladders[i].Steps, func(s render.Step) bool { return s.Key }) {
				t.Errorf("%s: something differs in %s", name, both.Ladders[i].Title)
			}
		}
		if rendertest.Text(d) != before {
			t.Errorf("%s has changed", name)
		}
	}
}

// changed returns a copy of a diagram in which one step is another one.
func changed(d *render.Diagram, is func(*render.Step) bool, change func(*render.Step)) (own *render.Diagram, at int) {
	c := *d
	c.Ladders = slices.Clone(d.Ladders)
	l := &c.Ladders[0]
	l.Steps = slices.Clone(l.Steps)
	at = slices.IndexFunc(l.Steps, func(s render.Step) bool { return is(&s) })
	change(&l.Steps[at])
	return &c, at
}

func label(text string) func(*render.Step) bool {
	return func(s *render.Step) bool { return len(s.Labels) > 0 && strings.Contains(s.Labels[0], text) }
}

// The first thing that a socket does otherwise is key in both runs, and told.
func TestParting(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	other, at := changed(d, label("FIN,ACK"), func(s *render.Step) { s.Labels = []string{"RST,ACK seq=7 ack=7"} })
	both := compare.Of(compare.Recorded{Name: "a", Diagram: d}, compare.Recorded{Name: "b", Diagram: other})
	for i := range both.Ladders {
		for k := range both.Ladders[i].Steps {
			if key := both.Ladders[i].Steps[k].Key; key != (k == at) {
				t.Errorf("step %d of %s is key: %v", k, both.Ladders[i].Title, key)
			}
		}
	}
	f := both.Findings[0]
	if f.Rule != "first-difference" || !strings.Contains(f.Brief, "(FIN,ACK") || !strings.Contains(f.Brief, "(RST,ACK") {
		t.Errorf("%+v", f)
	}
	if want := []render.StepRef{{Ladder: 0, Step: at}, {Ladder: 1, Step: at}}; !slices.Equal(f.Seen, want) {
		t.Errorf("it rests on %v, not on %v", f.Seen, want)
	}
}

// What differs between any two runs is no difference: ports that the kernel picks, descriptors, when
// an ACK comes, and what it comes with.
func TestNoDifference(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	for name, change := range map[string]func(*render.Step){
		"an ACK":       func(s *render.Step) { s.Kind = render.Pause },
		"another ACK":  func(s *render.Step) { s.Labels = []string{"ACK seq=1 ack=99"} },
		"a descriptor": func(s *render.Step) { s.Labels = []string{"socket(SOCK_STREAM) = fd 99"} },
	} {
		find := label("ACK seq=1 ack=7")
		if name == "a descriptor" {
			find = label("socket(SOCK_STREAM)")
		}
		other, _ := changed(d, find, change)
		if p := compare.Partings(d, other); len(p) > 0 {
			t.Errorf("%s: %+v", name, p)
		}
	}
	renamed := *d
	renamed.Ladders = slices.Clone(d.Ladders)
	l := &renamed.Ladders[0]
	l.Lifelines, l.Steps = slices.Clone(l.Lifelines), slices.Clone(l.Steps)
	client := l.Lifelines[slices.IndexFunc(l.Lifelines, func(l render.Lifeline) bool { return l.Side == flow.Initiator })].Local.String()
	for i := range l.Steps {
		l.Steps[i].Labels = slices.Clone(l.Steps[i].Labels)
		for k := range l.Steps[i].Labels {
			l.Steps[i].Labels[k] = strings.ReplaceAll(l.Steps[i].Labels[k], client, "127.0.0.1:1")
		}
	}
	if p := compare.Partings(d, &renamed); len(p) > 0 {
		t.Errorf("another port: %+v", p)
	}
}

// What is first in the first run is told first, whatever the other one does before.
func TestFirst(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	early, one := changed(d, label("send("), func(s *render.Step) { s.Labels = []string{`send("other")`} })
	late, two := changed(d, label("FIN,ACK"), func(s *render.Step) { s.Labels = []string{"RST,ACK seq=7 ack=7"} })
	for i := range early.Ladders[0].Steps {
		if i == two {
			early.Ladders[0].Steps[i] = late.Ladders[0].Steps[i]
		}
	}
	for _, p := range [][]compare.Parting{compare.Partings(d, early), compare.Partings(early, d)} {
		if len(p) == 0 || p[0].Steps[0] != one {
			t.Errorf("%+v, want what is in step %d first", p, one)
		}
		for i := range p[1:] {
			if p[i].Steps[0] > p[i+1].Steps[0] {
				t.Errorf("%+v is not in order", p)
			}
		}
	}
}

// A socket that does nothing more has parted, and one that only one run has.
func TestNothingMore(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	other, at := changed(d, label("FIN,ACK"), func(s *render.Step) { s.Kind = render.Pause })
	p := compare.Partings(d, other)
	if len(p) == 0 || p[0].Steps[0] != at {
		t.Fatalf("%+v", p)
	}
	none := &render.Diagram{Ladders: []render.Ladder{{Title: "TCP"}}}
	both := compare.Of(compare.Recorded{Name: "a", Diagram: d}, compare.Recorded{Name: "b", Diagram: none})
	if f := both.Findings[0]; !strings.Contains(f.Brief, "nothing more in b") {
		t.Errorf("%+v", f)
	}
}

// UDP is compared with UDP, and what only one run has is a difference.
func TestPairs(t *testing.T) {
	d := rendertest.Stored(t)["contrast"]
	alone := *d
	alone.Ladders = d.Ladders[1:]
	for _, both := range [][2]*render.Diagram{{d, &alone}, {&alone, d}} {
		all := compare.Of(compare.Recorded{Name: "a", Diagram: both[0]}, compare.Recorded{Name: "b", Diagram: both[1]})
		if len(all.Ladders) != 3 || len(all.Findings) != 1 || !strings.Contains(all.Findings[0].Brief, "nothing more in ") {
			t.Fatalf("%d ladders: %+v", len(all.Ladders), all.Findings)
		}
		for i := range all.Ladders {
			l := &all.Ladders[i]
			if l.OfDatagrams() != slices.ContainsFunc(l.Steps, func(s render.Step) bool { return s.Key }) {
				t.Errorf("what differs is not in %s alone", l.Title)
			}
		}
	}
}
