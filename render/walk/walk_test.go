package walk_test

import (
	"slices"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/capture/run"
	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/walk"
)

// places returns the steps at which a walk stops, forward from the first step on, and back.
func places(w *walk.Walker, passes walk.Test) (there, back []int) {
	w.Go(0)
	for w.Move(true, passes) {
		there = append(there, w.Here())
	}
	w.Go(w.Steps() - 1)
	for w.Move(false, passes) {
		back = append(back, w.Here())
	}
	slices.Reverse(back)
	return there, back
}

func TestMove(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/backlog.diagram.txt")
	w := walk.New(d)
	of := func(is func(*render.Step) bool) (all []int) {
		for i := range d.Ladders[0].Steps {
			if is(&d.Ladders[0].Steps[i]) {
				all = append(all, i)
			}
		}
		return all
	}
	for name, tt := range map[string]struct {
		passes walk.Test
		want   []int
	}{
		"packets": {walk.IsPacket, of(func(s *render.Step) bool {
			return slices.Contains([]render.StepKind{render.Message, render.Arrival, render.Remark}, s.Kind)
		})},
		"calls": {walk.IsCall, of(func(s *render.Step) bool {
			return slices.Contains([]render.StepKind{render.Call, render.Enter, render.Return}, s.Kind)
		})},
		"keys": {walk.IsKey, of(func(s *render.Step) bool { return s.Key })},
	} {
		there, back := places(w, tt.passes)
		first, last := 0, w.Steps()-1
		if len(tt.want) == 0 {
			t.Errorf("%s: there are none", name)
		}
		if want := slices.DeleteFunc(slices.Clone(tt.want), func(i int) bool { return i == first }); !slices.Equal(there, want) {
			t.Errorf("%s: forward %v, want %v", name, there, want)
		}
		if want := slices.DeleteFunc(slices.Clone(tt.want), func(i int) bool { return i == last }); !slices.Equal(back, want) {
			t.Errorf("%s: back %v, want %v", name, back, want)
		}
	}
}

// Where there is none, the walk stays; and it goes no further than there are steps.
func TestEnds(t *testing.T) {
	w := walk.New(rendertest.ReadDiagram(t, "../testdata/udp-3.diagram.txt"))
	for _, i := range []int{-5, 0, 1, w.Steps() - 1, w.Steps() + 3} {
		if w.Go(i); w.Here() != max(0, min(i, w.Steps()-1)) {
			t.Errorf("to %d: %d", i, w.Here())
		}
	}
	here := w.Here()
	if w.Move(true, walk.Any) || w.Here() != here {
		t.Errorf("behind the last step is %d", w.Here())
	}
	none := walk.New(&render.Diagram{})
	if none.Go(3); none.Here() != 0 || none.Move(true, walk.Any) || none.Move(false, walk.Any) || none.States() != nil {
		t.Error("a diagram without steps has some")
	}
	if none.Index(render.StepRef{}) >= 0 {
		t.Error("it has an index")
	}
}

// Ladders that stand side by side are gone through phase by phase, and each phase of both is a place.
func TestPhases(t *testing.T) {
	d := rendertest.ReadDiagram(t, "../testdata/contrast.diagram.txt")
	for _, aligned := range []bool{true, false} {
		d.Aligned = aligned
		w := walk.New(d)
		var phases []string
		for ok := true; ok; ok = w.Move(true, walk.BeginsPhase) {
			phases = append(phases, w.Ladder(w.Here()).Title+" "+w.Step(w.Here()).Phase)
		}
		want := []string{"UDP set up", "UDP request", "UDP reply", "UDP close", "TCP set up", "TCP request", "TCP reply", "TCP close"}
		if aligned {
			want = []string{"UDP set up", "UDP request", "UDP reply", "UDP close"}
		}
		if !slices.Equal(phases, want) {
			t.Errorf("aligned %t: %q", aligned, phases)
		}
	}
}

// In time, the steps of all ladders are gone through as they happened, each ladder's in its order, and a phase of a
// ladder begins where it does for that one.
func TestInTime(t *testing.T) {
	at := func(n int64) time.Time {
		if n == 0 {
			return time.Time{}
		}
		return time.Unix(n, 0)
	}
	ladder := func(kind render.StepKind, phase string, times ...int64) (l render.Ladder) {
		for i, n := range times {
			l.Steps = append(l.Steps, render.Step{Kind: render.Message, Time: at(n), Phase: phase})
			if i == 2 {
				l.Steps[i].Kind = kind
			}
		}
		return l
	}
	w := walk.Through(&render.Diagram{Ladders: []render.Ladder{ladder(render.Pause, "request", 1, 4, 5, 9, 8), ladder(render.Message, "reply", 0, 3, 4, 6, 9)}}, true)
	want := [][2]int{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {1, 2}, {1, 3}, {0, 2}, {0, 3}, {0, 4}, {1, 4}}
	var got [][2]int
	for i := range w.Steps() {
		got = append(got, [2]int{w.Ref(i).Ladder, w.Ref(i).Step})
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if there, _ := places(w, walk.BeginsPhase); !slices.Equal(there, []int{1}) {
		t.Errorf("phases begin at %d", there)
	}
}

// The states after a step are those that were entered until then.
func TestStates(t *testing.T) {
	w := walk.New(rendertest.ReadDiagram(t, "../testdata/tcp.diagram.txt"))
	var last []string
	for ok := true; ok; ok = w.Move(true, walk.Any) {
		last = last[:0]
		for _, s := range w.States() {
			last = append(last, s.Name)
			if s.New != slices.Contains([]string{w.Step(w.Here()).FromState, w.Step(w.Here()).ToState}, s.Name) && s.New {
				t.Errorf("step %d: %+v is not entered there", w.Here(), s)
			}
		}
		if s := w.Step(w.Here()); s.Packet == 1 && !slices.Contains(last, "SYN-SENT") {
			t.Errorf("after the SYN: %q", last)
		}
	}
	if !slices.Equal(last, []string{"CLOSED", "TIME-WAIT"}) {
		t.Errorf("at the end: %q", last)
	}
}

// A call is found by its time and name, a packet by its number; and what they have is searched.
func TestOriginals(t *testing.T) {
	now := time.Unix(100, 5)
	var o walk.Originals
	o.Add(&run.Moment{Time: now, Call: &capture.Call{Name: "send", Data: []byte("Hello"), Code: code.Line{File: "client.py", Line: 3, Text: "s.sendall(x)"}}})
	p := &capture.Packet{Number: 7, Data: make([]byte, 5000), Payload: []byte("GET /")}
	m := &run.Moment{Kind: run.Packet, Time: now, Entry: capture.Entry{Packet: p}}
	m.Packet = p
	o.Add(m)
	p.Payload[0] = 'X' // who has read it uses it again
	call, packet := render.Step{Kind: render.Call, Name: "send", Time: now, Born: -1}, render.Step{Kind: render.Message, Packet: 7, Born: -1}
	if c := o.Call(&call); c == nil || c.Code.Line != 3 {
		t.Errorf("the call is %+v", c)
	}
	if got := o.Packet(&packet); got == nil || string(got.Packet.Payload) != "GET /" || len(got.Packet.Data) != walk.MostOctets {
		t.Errorf("the packet is %+v", got)
	}
	if o.Packet(&call) != nil || o.Call(&packet) != nil || o.Call(&render.Step{Name: "recv", Time: now}) != nil {
		t.Error("what is of none has one")
	}
	d := &render.Diagram{Ladders: []render.Ladder{{Lifelines: make([]render.Lifeline, 2), Steps: []render.Step{call, packet}}}}
	w := walk.New(d)
	for needle, want := range map[string]int{"SENDALL": 0, "client.py:3": 0, "hello": 0, "get /": 1} {
		has := walk.Has(needle, &o)
		for i := range 2 {
			if has(w, i) != (i == want) {
				t.Errorf("%q in step %d: %t", needle, i, has(w, i))
			}
		}
	}
}
