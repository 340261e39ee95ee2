package focus_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"wireladder/capture/flow"
	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/rendertest"
)

// diagrams returns all that are stored.
func diagrams(t *testing.T) map[string]*render.Diagram {
	t.Helper()
	all := map[string]*render.Diagram{}
	for _, pattern := range []string{"../testdata/*.diagram.txt", "../testdata/wire/*.diagram.txt"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) < 8 {
			t.Fatalf("%d diagrams: %v", len(files), err)
		}
		for _, file := range files {
			all[strings.TrimSuffix(filepath.Base(file), ".diagram.txt")] = rendertest.ReadDiagram(t, file)
		}
	}
	return all
}

// Every step has a row, once; key steps stay, with all that is said of them, and the diagram that
// is folded stays as it was.
func TestNothingIsLost(t *testing.T) {
	for name, d := range diagrams(t) {
		before := rendertest.Text(d)
		short := focus.Of(d)
		if after := rendertest.Text(d); before != after {
			t.Errorf("%s has changed:\n%s", name, cmp.Diff(before, after))
		}
		for i := range d.Ladders {
			l, own := &d.Ladders[i], &short.Ladders[i]
			stands, told := 0, map[string]bool{}
			for j := range own.Steps {
				stands += max(own.Steps[j].Folds, 1)
				told[own.Steps[j].Brief] = true
			}
			if stands != len(l.Steps) {
				t.Errorf("%s: rows stand for %d steps of %d", name, stands, len(l.Steps))
			}
			if got, want := keysOf(own), keysOf(l); got != want {
				t.Errorf("%s: key are %s, want %s", name, got, want)
			}
			for j := range l.Steps {
				if s := &l.Steps[j]; s.Key && !told[s.Brief] {
					t.Errorf("%s: %q is not told", name, s.Brief)
				}
			}
		}
	}
}

// What came from a time on stays as it is, and what was before it is folded as ever.
func TestRecentStepsStay(t *testing.T) {
	for name, d := range diagrams(t) {
		l := &d.Ladders[0]
		at := len(l.Steps) / 2
		for at < len(l.Steps) && l.Steps[at].Time.IsZero() {
			at++
		}
		recent := l.Steps[at].Time
		first := slices.IndexFunc(l.Steps, func(s render.Step) bool { return !s.Time.Before(recent) })
		short := focus.Before(d, recent).Ladders[0].Steps
		if n := len(l.Steps) - first; len(short) < n {
			t.Errorf("%s: %d rows, for %d recent steps", name, len(short), n)
			continue
		}
		for i, s := range short[len(short)-(len(l.Steps)-first):] {
			want := &l.Steps[first+i]
			if s.Kind != want.Kind || s.Packet != want.Packet || s.FromState != want.FromState || s.Folds > 1 && !l.OfDatagrams() {
				t.Errorf("%s: %q stands for %q", name, s.Labels, want.Labels)
			}
		}
	}
}

// keysOf names the key steps of a ladder.
func keysOf(l *render.Ladder) string {
	var all []string
	for i := range l.Steps {
		if s := &l.Steps[i]; s.Key {
			label := ""
			if len(s.Labels) > 0 {
				label = s.Labels[0]
			}
			all = append(all, label)
		}
	}
	return strings.Join(all, "; ")
}

// What points to steps points to rows that are there, and a row is drawn where its lifelines are.
func TestPlacesMove(t *testing.T) {
	for name, d := range diagrams(t) {
		short := focus.Of(d)
		for i := range short.Ladders {
			l := &short.Ladders[i]
			in := func(what string, row int) {
				if row < -1 || row >= len(l.Steps) {
					t.Errorf("%s: %s is %d of %d", name, what, row, len(l.Steps))
				}
			}
			for j := range l.Lifelines {
				in("the beginning", l.Lifelines[j].Begin)
				in("the end", l.Lifelines[j].End)
				in("the last row", l.Lifelines[j].Last)
			}
			for _, b := range l.Bars {
				in("a bar", b.From)
				in("a bar", b.To)
			}
			for j := range l.Steps {
				for _, at := range l.Steps[j].Arrivals {
					if in("an arrival", at); at <= j || l.Steps[at].Kind != render.Arrival || l.Steps[at].Sent != j {
						t.Errorf("%s: what row %d sends does not arrive in row %d", name, j, at)
					}
				}
			}
		}
	}
}

// A plain connection is a row to set up, one to open and one to close.
func TestRows(t *testing.T) {
	for name, want := range map[string]string{
		"backlog":   "socket, bind, listen; 3 calls; handshake: 3 packets; ",
		"data-loss": "handshake: 3 packets; ",
		"udp":       "socket, bind, recvfrom() waits; ",
	} {
		l := focus.Of(diagrams(t)[name]).Ladders[0]
		var got []string
		for i := range l.Steps {
			got = append(got, l.Steps[i].Labels...)
		}
		if !strings.Contains(strings.Join(got, "; ")+"; ", want) {
			t.Errorf("%s: %q has not %q", name, got, want)
		}
	}
}

// A close stands where its last FIN is: before the handshake of another client that begins
// before the last ACK comes.
func TestCloseBeforeHandshake(t *testing.T) {
	step := func(packet, from, to int, tone render.Tone) render.Step {
		return render.Step{Kind: render.Message, Packet: packet, From: from, To: to, Tone: tone, Born: -1, Labels: []string{"a packet"}}
	}
	line := render.Lifeline{Begin: -1, End: -1, Last: 5}
	client, server := line, line
	client.Side, server.Side = flow.Initiator, flow.Responder
	short := focus.Of(&render.Diagram{Ladders: []render.Ladder{{
		Lifelines: []render.Lifeline{client, client, server, server},
		Steps: []render.Step{
			step(1, 0, 2, render.Closes), step(2, 2, 0, render.Closes), step(3, 1, 3, render.Opens),
			step(4, 0, 2, render.Confirms), step(5, 3, 1, render.Opens), step(6, 1, 3, render.Confirms),
		},
	}}})
	var got []string
	for _, s := range short.Ladders[0].Steps {
		got = append(got, s.Labels[0])
	}
	if want := []string{"close: 3 packets", "handshake: 3 packets"}; !slices.Equal(got, want) {
		t.Errorf("the rows are %q, not %q", got, want)
	}
}

// Lifelines reach down to the last row that something is drawn in at them.
func TestLifelinesReachTheirRows(t *testing.T) {
	for name, d := range diagrams(t) {
		short := focus.Of(d)
		for i := range short.Ladders {
			l := &short.Ladders[i]
			for j := range l.Steps {
				s := &l.Steps[j]
				at := s.From
				switch s.Kind {
				case render.Message:
				case render.Arrival:
					at = s.To
				default:
					continue
				}
				if l.Lifelines[at].Last < j {
					t.Errorf("%s: packet %d is drawn in row %d at lifeline %d, which ends in row %d", name, s.Packet, j, at, l.Lifelines[at].Last)
				}
			}
		}
	}
}
