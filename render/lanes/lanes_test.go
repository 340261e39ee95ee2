package lanes_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/render"
	"wireladder/render/lanes"
	"wireladder/render/rendertest"
)

func stored(t *testing.T, name string) *render.Diagram {
	t.Helper()
	return rendertest.ReadDiagram(t, filepath.Join("..", "testdata", name+".diagram.txt"))
}

// heads names the lifelines of a ladder.
func heads(l *render.Ladder) string {
	var all []string
	for i := range l.Lifelines {
		line := &l.Lifelines[i]
		all = append(all, strings.TrimSpace(line.Owner()+" "+line.Role.String()))
	}
	return strings.Join(all, ", ")
}

// Sockets share lanes that have a name.
func TestLanesHaveNames(t *testing.T) {
	for _, tt := range []struct {
		name string
		by   lanes.By
		want string
	}{
		{"tcp-3", lanes.Sockets, "server listening, client 1, server accepted, client 2, server accepted, client 3, server accepted"},
		{"tcp-3", lanes.Groups, "server listening, clients 1-3, server accepted"},
		{"tcp-3", lanes.Processes, "server, client 1, client 2, client 3"},
		{"tcp-3", lanes.Hosts, "server, clients 1-3"},
		{"tcp-3", lanes.Sides, "server, clients 1-3"},
		{"udp-3", lanes.Groups, "server bound, clients 1-3"},
		{"backlog", lanes.Groups, "server listening, clients 1-3, server accepted"},
		{"packets-only", lanes.Groups, "client, server"},
	} {
		l := lanes.Of(&stored(t, tt.name).Ladders[0], tt.by)
		if got := heads(l); got != tt.want {
			t.Errorf("%s by %d: %q, want %q", tt.name, tt.by, got, tt.want)
		}
	}
}

// A port that nobody has is no socket of its lane, and gives it no name.
func TestNoSocketIsNotCounted(t *testing.T) {
	d := stored(t, "tcp-3")
	all := &d.Ladders[0]
	for i := range all.Lifelines {
		if line := &all.Lifelines[i]; line.Role.String() == "accepted" {
			line.NoSocket, line.Process = true, ""
			break
		}
	}
	for _, line := range lanes.Of(all, lanes.Sides).Lifelines {
		if line.Owner() == "server" && line.Sockets != 3 || strings.HasPrefix(line.Owner(), "servers") {
			t.Errorf("%s: %d sockets, want 3 of server", line.Owner(), line.Sockets)
		}
	}
}

// In a lane of several each row says whose it is, and nothing else of a ladder changes.
func TestRowsSayWhoseTheyAre(t *testing.T) {
	d := stored(t, "tcp-3")
	before := rendertest.Text(d)
	l := lanes.Of(&d.Ladders[0], lanes.Groups)
	if diff := cmp.Diff(before, rendertest.Text(d)); diff != "" {
		t.Errorf("the ladder has changed:\n%s", diff)
	}
	for i := range l.Steps {
		s, was := &l.Steps[i], &d.Ladders[0].Steps[i]
		own := s.Kind == render.Pause || was.Lifeline == 0 && s.Kind != render.Message
		whose := strings.HasPrefix(s.Labels[0], ":5000") || strings.HasPrefix(s.Labels[0], "client ")
		if whose == own || !slices.ContainsFunc(was.Labels, func(label string) bool { return strings.HasSuffix(s.Labels[0], label) }) {
			t.Errorf("step %d: %q of %q", i, s.Labels, was.Labels)
		}
	}
}

// All stands at lifelines that are there, in all stored diagrams.
func TestEverythingStandsSomewhere(t *testing.T) {
	files, _ := filepath.Glob("../testdata/*.diagram.txt")
	wire, _ := filepath.Glob("../testdata/wire/*.diagram.txt")
	for _, file := range append(files, wire...) {
		for _, by := range []lanes.By{lanes.Groups, lanes.Processes, lanes.Hosts, lanes.Sides} {
			d := lanes.All(rendertest.ReadDiagram(t, file), by)
			for i := range d.Ladders {
				check(t, &d.Ladders[i])
			}
		}
	}
}

func check(t *testing.T, l *render.Ladder) {
	t.Helper()
	there := func(line int) bool { return line >= 0 && line < len(l.Lifelines) }
	for _, b := range l.Bars {
		if !there(b.Lifeline) {
			t.Errorf("a bar at %d of %d", b.Lifeline, len(l.Lifelines))
		}
	}
	for i := range l.Steps {
		s := &l.Steps[i]
		message := s.Kind == render.Message || s.Kind == render.Arrival
		if message && (!there(s.From) || !there(s.To) || l.Lifelines[s.From].Begin > i || len(s.Arrivals) == 0 && l.Lifelines[s.To].Begin > i) {
			t.Errorf("step %d from %d to %d of %d", i, s.From, s.To, len(l.Lifelines))
		}
		if !there(s.Lifeline) || s.Born >= len(l.Lifelines) {
			t.Errorf("step %d at %d, born %d", i, s.Lifeline, s.Born)
		}
	}
}
