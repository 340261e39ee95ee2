package sequence_test

import (
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/rendertest"
	"wireladder/render/sequence"
)

// sent counts the packets of a diagram.
func sent(d *render.Diagram) (all, lost int) {
	for i := range d.Ladders {
		for j := range d.Ladders[i].Steps {
			if s := &d.Ladders[i].Steps[j]; s.Kind == render.Message {
				all++
				if s.Transit == render.Lost {
					lost++
				}
			}
		}
	}
	return all, lost
}

// A packet is a message once, and what is said of a step is said in its act.
func TestEachStepIsTold(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		s := sequence.Of(d, render.Brief)
		messages, lost, steps := 0, 0, 0
		for i := range s.Acts {
			a := &s.Acts[i]
			if a.Kind != sequence.Phase {
				steps++
			}
			if a.Kind == sequence.Message {
				messages++
			}
			if a.Lost {
				lost++
			}
		}
		wantMessages, wantLost := sent(d)
		if messages != wantMessages || lost != wantLost {
			t.Errorf("%s: %d messages, %d lost; want %d, %d", name, messages, lost, wantMessages, wantLost)
		}
		want := 0
		for i := range d.Ladders {
			want += len(d.Ladders[i].Steps)
		}
		if steps != want {
			t.Errorf("%s: %d acts, want %d", name, steps, want)
		}
		checkOrder(t, name, s)
	}
}

// checkOrder checks that nothing happens with participants that are not made yet, or have ended.
func checkOrder(t *testing.T, name string, s *sequence.Script) {
	t.Helper()
	ended := map[int]bool{}
	for i := range s.Acts {
		a := &s.Acts[i]
		if a.Kind == sequence.Phase || a.Kind == sequence.Pause || a.Kind == sequence.Remark {
			continue
		}
		for _, n := range []int{a.From, a.To, a.Makes} {
			switch {
			case n < 0:
			case ended[n]:
				t.Errorf("%s: act %d, %q, is at %q, which has ended", name, i, a.Text, s.Participants[n].Head)
			case s.Participants[n].Made > i:
				t.Errorf("%s: act %d, %q, is at %q, which is made in act %d", name, i, a.Text, s.Participants[n].Head, s.Participants[n].Made)
			}
		}
		for _, n := range a.Ends {
			ended[n] = true
		}
	}
}

// Ladders that are to be compared take turns, phase by phase.
func TestLaddersTakeTurns(t *testing.T) {
	s := sequence.Of(rendertest.ReadDiagram(t, "../testdata/contrast.diagram.txt"), render.Brief)
	var phases, order []string
	for i := range s.Acts {
		a := &s.Acts[i]
		if a.Kind == sequence.Phase {
			phases = append(phases, a.Text)
			continue
		}
		of, _, _ := strings.Cut(s.Ladders[s.Participants[a.From].Ladder], ":")
		if order = append(order, of); len(order) > 1 && order[len(order)-2] == of {
			order = order[:len(order)-1]
		}
	}
	if want := []string{"set up", "request", "reply", "close"}; !slices.Equal(phases, want) {
		t.Errorf("phases %q, want %q", phases, want)
	}
	if got := strings.Join(order, " "); got != "UDP TCP UDP TCP UDP TCP UDP TCP" {
		t.Errorf("ladders %s", got)
	}
	if len(s.Below) != 2 || s.Below[0][0] != "What it took" || s.Below[0][1] != "packets: UDP 2; TCP 10" {
		t.Errorf("below %q", s.Below)
	}
}

// A packet that comes later has its note where it arrives, and the state with it.
func TestArrivals(t *testing.T) {
	s := sequence.Of(rendertest.ReadDiagram(t, "../testdata/wire/udp-duplicate.diagram.txt"), render.None)
	told := ""
	for i := range s.Acts {
		if a := &s.Acts[i]; a.Kind == sequence.Message || a.Kind == sequence.Note {
			told += a.Text + "\n"
		}
	}
	if !strings.Contains(told, "a copy of 1 arrives") {
		t.Errorf("no copy arrives:\n%s", told)
	}
	s = sequence.Of(rendertest.ReadDiagram(t, "../testdata/wire/delay.diagram.txt"), render.None)
	sentAt, arrives := -1, -1
	for i := range s.Acts {
		switch a := &s.Acts[i]; {
		case a.Kind == sequence.Message && a.Late && sentAt < 0:
			sentAt = i
			if !strings.HasSuffix(a.Text, "· on its way") || slices.ContainsFunc(a.Said, func(s string) bool { return strings.Contains(s, "server") }) {
				t.Errorf("it is sent as %q, %q", a.Text, a.Said)
			}
		case a.Text == "1 arrives":
			arrives = i
		}
	}
	if sentAt < 0 || arrives < sentAt {
		t.Errorf("sent in act %d, arrives in act %d", sentAt, arrives)
	}
}

// An empty diagram has somebody to say it to.
func TestEmpty(t *testing.T) {
	s := sequence.Of(&render.Diagram{Notes: []string{"nothing"}}, render.Full)
	if len(s.Participants) != 1 || len(s.Below) != 1 {
		t.Errorf("%+v", s)
	}
}

func TestLines(t *testing.T) {
	if got := sequence.Lines("a  b", 10); !slices.Equal(got, []string{"a  b"}) {
		t.Errorf("blanks are not as they were: %q", got)
	}
	if got := sequence.Lines("日本語 abc", 6); !slices.Equal(got, []string{"日本語", "abc"}) {
		t.Errorf("%q", got)
	}
}
