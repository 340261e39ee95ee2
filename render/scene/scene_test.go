package scene_test

import (
	"slices"
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/figure"
	"wireladder/render/rendertest"
	"wireladder/render/scene"
)

// arrowsOf returns the arrows of a step of the first ladder.
func arrowsOf(f *figure.Figure, step int) []figure.Arrow {
	var all []figure.Arrow
	for _, a := range f.Arrows {
		if a.StepID == (figure.StepID{Step: step}) {
			all = append(all, a)
		}
	}
	return all
}

// An arrow slopes down where its packet arrives later, and only there; one that is lost ends in
// a cross on the way.
func TestArrowsAreAsObserved(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		if d.Aligned {
			continue
		}
		f, l := figureOf(t, d, scene.Options{}), &d.Ladders[0]
		for step := range l.Steps {
			s := &l.Steps[step]
			if s.Kind != render.Message || s.From == s.To {
				continue
			}
			for i, a := range arrowsOf(f, step) {
				from, to := a.Points[0], a.Points[len(a.Points)-1]
				slopes := s.Transit == render.Later && len(s.Arrivals) > 0 || a.Copy
				if len(a.Points) != 2 || (to.Y > from.Y) != slopes || to.Y < from.Y {
					t.Errorf("%s, step %d: its arrow %d goes from %v to %v", name, step, i, from, to)
				}
				if right := l.Lifelines[s.From].Side == flow.Initiator && l.Lifelines[s.To].Side == flow.Responder; right && to.X < from.X {
					t.Errorf("%s, step %d: its arrow goes to the left", name, step)
				}
				if (a.End == figure.Broken) != (s.Transit == render.Lost) {
					t.Errorf("%s, step %d: its arrow ends as %d", name, step, a.End)
				}
			}
		}
	}
}

// What happens later stands further down, on each lifeline and between them.
func TestTimeGoesDown(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		f := figureOf(t, d, scene.Options{})
		begins := map[figure.StepID]float64{}
		for _, dot := range f.Dots {
			if dot.Kind != figure.KeyDot && dot.Step >= 0 {
				begins[dot.StepID] = dot.At.Y
			}
		}
		for _, a := range f.Arrows {
			if a.Step >= 0 {
				begins[a.StepID] = a.Points[0].Y
			}
		}
		for i := range d.Ladders {
			last := 0.0
			for step := range d.Ladders[i].Steps {
				y, ok := begins[figure.StepID{Ladder: i, Step: step}]
				if ok && y <= last {
					t.Errorf("%s: step %d stands at %g, what was before at %g", name, step, y, last)
				}
				last = max(last, y)
			}
		}
	}
}

// Ladders that are compared stand side by side where there is room, and their phases begin at
// the same height; else they stand one below the other.
func TestComparedLaddersStandTogether(t *testing.T) {
	d := rendertest.Stored(t)["contrast"]
	f := figureOf(t, d, scene.Options{})
	tops := map[string][]float64{}
	for _, text := range f.Texts {
		if text.Style == figure.PhaseName {
			tops[text.S] = append(tops[text.S], text.At.Y)
		}
	}
	for _, phase := range []string{"set up", "request", "reply", "close"} {
		if y := tops[phase]; len(y) != 2 || y[0] != y[1] {
			t.Errorf("%q begins at %v", phase, y)
		}
	}
	narrow := figureOf(t, d, scene.Options{Width: 600})
	if narrow.Width > 600 || narrow.Height < 1.3*f.Height {
		t.Errorf("in 600 points it is %g x %g, in its own width %g x %g", narrow.Width, narrow.Height, f.Width, f.Height)
	}
}

// An accepted socket has its head above, and the branch of its accept() leads to its lifeline.
func TestAcceptedSocketsAreBorn(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	f := figureOf(t, d, scene.Options{})
	accept := d.Ladders[0].Lifelines[2].Taken
	branch := slices.IndexFunc(f.Lines, func(l figure.Line) bool { return l.Kind == figure.Branch && l.Step == accept })
	if branch < 0 {
		t.Fatalf("no branch of step %d", accept)
	}
	to := f.Lines[branch].To
	if !slices.ContainsFunc(f.Uprights, func(u figure.Upright) bool { return u.X == to.X && u.Kind == figure.After && u.Bottom == to.Y }) {
		t.Errorf("the branch ends at %v, and no connection does", to)
	}
}

// Bars are as long as calls wait: from the call to its return.
func TestBarsOfWaitingCalls(t *testing.T) {
	d := rendertest.Stored(t)["udp"]
	f, l := figureOf(t, d, scene.Options{}), &d.Ladders[0]
	heights := map[int]float64{}
	for _, dot := range f.Dots {
		heights[dot.Step] = dot.At.Y
	}
	for _, b := range l.Bars {
		i := slices.IndexFunc(f.Bars, func(drawn figure.Bar) bool { return drawn.Step == b.From })
		switch {
		case i < 0:
			t.Errorf("no bar begins in step %d", b.From)
		case f.Bars[i].Y != heights[b.From], b.To >= 0 && f.Bars[i].Bottom() != heights[b.To]:
			t.Errorf("the bar of steps %d to %d is %+v", b.From, b.To, f.Bars[i].Rect)
		}
	}
}

// The legend explains what is there, and nothing else.
func TestLegendIsOfWhatOccurs(t *testing.T) {
	said := map[string]string{
		"enters, as the packets tell": "tcp data-loss", "a call waits": "udp tcp data-loss", "only the kernel has it": "tcp",
		"(sock_diag); no packet": "backlog", "on its way over the wire": "delay", "a second copy": "udp-duplicate",
		"that the wire loses": "data-loss", "not to be overlooked": "udp tcp data-loss reset",
	}
	all := rendertest.Stored(t)
	for meaning, where := range said {
		for _, name := range []string{"udp", "tcp", "backlog", "delay", "udp-duplicate", "data-loss", "reset"} {
			has := slices.ContainsFunc(figureOf(t, all[name], scene.Options{}).Texts, func(text figure.Text) bool {
				return text.Style == figure.Faint && strings.Contains(text.S, meaning)
			})
			if want := slices.Contains(strings.Fields(where), name); want && !has || has && name == "udp" && !want {
				t.Errorf("%s: %q is said: %v", name, meaning, has)
			}
		}
	}
}

// The legend explains a cross at the receiver where there is one.
func TestLegendOfDropped(t *testing.T) {
	d := rendertest.Stored(t)["udp"]
	const meaning = "dropped by the kernel there"
	said := func() bool {
		return slices.ContainsFunc(figureOf(t, d, scene.Options{}).Texts, func(text figure.Text) bool { return strings.Contains(text.S, meaning) })
	}
	if said() {
		t.Errorf("%q is said of a picture in which every packet is taken", meaning)
	}
	steps := d.Ladders[0].Steps
	steps[slices.IndexFunc(steps, func(s render.Step) bool { return s.Kind == render.Message })].Dropped = "dropped: receive buffer full"
	if !said() {
		t.Errorf("%q is not said", meaning)
	}
}

// A packet of a socket to itself, and one whose label is longer than its arrow, stand clear of
// their states.
func TestShortArrows(t *testing.T) {
	const long = "ACK,URG,ECE,CWR seq=4294967295 ack=4294967295 len=65495"
	d := &render.Diagram{Ladders: []render.Ladder{{
		Proto: capture.TCP, Title: "TCP",
		Lifelines: []render.Lifeline{{Side: flow.Responder, FD: -1, Begin: -1, End: -1, Last: 1}, {Side: flow.Responder, FD: -1, Begin: -1, End: -1, Last: 1}},
		Steps: []render.Step{
			{Kind: render.Message, Packet: 1, From: 0, To: 0, Born: -1, Labels: []string{long}, FromState: "ESTABLISHED", ToState: "SYN-RECEIVED", Brief: "to itself"},
			{Kind: render.Message, Packet: 2, From: 0, To: 1, Born: -1, Labels: []string{long}, FromState: "ESTABLISHED", ToState: "SYN-RECEIVED"},
		},
	}}}
	for _, width := range widths {
		f := figureOf(t, d, scene.Options{Width: width})
		check(t, f)
		if len(f.Arrows) != 2 || len(f.Arrows[0].Points) != 4 {
			t.Errorf("arrows %+v", f.Arrows)
		}
	}
}

// A wide figure has explanations beside the ladder, each at its arrow.
func TestExplanationsStandBeside(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	f := figureOf(t, d, scene.Options{Width: 1280})
	for _, text := range f.Texts {
		if text.Style == figure.Sentence && text.Step >= 0 && text.At.X < 0.6*f.Width {
			t.Errorf("%q stands at %v", text.S, text.At)
		}
	}
	if beside := figureOf(t, d, scene.Options{}); beside.Height < f.Height {
		t.Errorf("a page is %g high, a slide %g", beside.Height, f.Height)
	}
}

// Where no socket is, none is drawn: neither where there never was one, nor below the step in which it was closed.
func TestNoSocketIsDrawn(t *testing.T) {
	for name, change := range map[string]func(l *render.Ladder, line int){
		"none": func(l *render.Ladder, line int) { l.Lifelines[line].NoSocket = true },
		"closed": func(l *render.Ladder, line int) {
			l.Lifelines[line].End, l.Lifelines[line].Gone, l.Lifelines[line].Lingers = 0, 1, false
		},
	} {
		d := rendertest.Stored(t)["packets-only"]
		l := &d.Ladders[1]
		server := slices.IndexFunc(l.Lifelines, func(line render.Lifeline) bool { return line.Side == flow.Responder })
		change(l, server)
		for i := range l.Steps {
			l.Steps[i].FromState, l.Steps[i].ToState = "", ""
		}
		f := figureOf(t, d, scene.Options{})
		stem := f.Stems[slices.IndexFunc(f.Stems, func(s figure.Stem) bool { return s.Ladder == 1 && s.Lifeline == server })]
		last := figure.Upright{}
		for _, u := range f.Uprights {
			if u.X == stem.X && u.Bottom > last.Bottom {
				last = u
			}
		}
		if last.Kind != figure.Ahead {
			t.Errorf("%s: it ends with %+v", name, last)
		}
	}
}
