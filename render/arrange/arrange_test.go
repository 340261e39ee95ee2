package arrange_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/arrange"
	"wireladder/render/rendertest"
)

// stored returns a diagram of ../testdata.
func stored(t *testing.T, name string) *render.Diagram {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "testdata", name+".diagram.txt"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := rendertest.ParseDiagram(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// everything is room for any number of columns.
const everything = 1 << 20

// tracks describes where lifelines stand.
func tracks(a *arrange.Arrangement) []string {
	var all []string
	for i, s := range a.Tracks {
		line := &a.Ladder.Lifelines[i]
		all = append(all, strings.ReplaceAll(strings.Join(strings.Fields(fmt.Sprintf("%s %s: column %d head %d", line.Process, line.Role, s.Column, s.Head)), " "), " :", ":"))
	}
	return all
}

func TestColumns(t *testing.T) {
	for _, c := range []struct {
		name string
		most int
		want []string
	}{
		{"tcp", everything, []string{"server listening: column 1 head -1", "client: column 0 head -1", "server accepted: column 2 head -1"}},
		{"tcp-3", everything, []string{
			"server listening: column 3 head -1", "client 1: column 0 head -1", "server accepted: column 4 head -1",
			"client 2: column 1 head -1", "server accepted: column 5 head -1",
			"client 3: column 2 head -1", "server accepted: column 6 head -1",
		}},
		{"tcp-3", 6, []string{ // one client after the other: they share, and each has its head where it begins
			"server listening: column 1 head -1", "client 1: column 0 head -1", "server accepted: column 2 head -1",
			"client 2: column 0 head 28", "server accepted: column 2 head 30",
			"client 3: column 0 head 51", "server accepted: column 2 head 53",
		}},
	} {
		if got := tracks(arrange.Of(&stored(t, c.name).Ladders[0], c.most)); !slices.Equal(got, c.want) {
			t.Errorf("%s in %d:\n%s\nwant\n%s", c.name, c.most, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// No two lifelines stand in one column at the same time, and each row is one of a lifeline's
// that its marks are at.
func TestColumnsAreOfOneLifelineAtATime(t *testing.T) {
	for _, name := range []string{"tcp-3", "tcp-12", "wire/port-reused", "wire/select", "backlog", "packets-only"} {
		for i := range stored(t, name).Ladders {
			a := arrange.Of(&stored(t, name).Ladders[i], 0)
			for j, s := range a.Tracks {
				for k, o := range a.Tracks[:j] {
					if s.Column == o.Column && s.Begin <= o.Last && o.Begin <= s.Last {
						t.Errorf("%s: lifelines %d and %d share column %d", name, k, j, s.Column)
					}
				}
			}
		}
	}
}

func TestStanding(t *testing.T) {
	a := arrange.Of(&stored(t, "tcp").Ladders[0], everything)
	s := arrange.NewStanding(a)
	for row := range a.Rows {
		for lifeline, track := range a.Tracks {
			if got, want := s.Has(track.Column, row), row >= track.Begin && row <= track.Last; got != want {
				t.Errorf("row %d, lifeline %d: drawn %v", row, lifeline, got)
			}
		}
	}
}

// arrows describes the arrows of a ladder.
func arrows(a *arrange.Arrangement) []string {
	var all []string
	for _, w := range a.Arrows {
		s := fmt.Sprintf("%d: rows %d-%d", a.Ladder.Steps[w.Step].Packet, w.FromRow, w.ToRow)
		if w.Kind != arrange.Arrives {
			s += map[arrange.ArrowKind]string{arrange.IsLost: " lost", arrange.OnItsWay: " on its way"}[w.Kind]
		}
		if w.Copy {
			s += " copy"
		}
		all = append(all, s)
	}
	return all
}

func TestArrows(t *testing.T) {
	for name, want := range map[string][]string{
		"wire/crossing-fins": {"1: rows 6-6", "2: rows 7-7", "3: rows 8-8", "4: rows 12-15", "5: rows 13-17", "6: rows 16-19", "7: rows 18-20"},
		"wire/on-its-way":    {"2: rows 6-6 on its way", "1: rows 4-7"},
		"wire/udp-loss":      {"1: rows 5-5 lost"},
		"wire/udp-duplicate": {"1: rows 4-4", "1: rows 4-6 copy"},
	} {
		got := arrows(arrange.Of(&stored(t, name).Ladders[0], everything))
		if len(got) > len(want) && name == "wire/udp-loss" {
			got = got[:len(want)]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// Every explanation stands below one row, not above its own, and while packets are on their way
// none does.
func TestExplanationsHaveTheirRow(t *testing.T) {
	for _, name := range []string{"contrast", "tcp-12", "wire/crossing-fins", "wire/fast-retransmit", "wire/on-its-way", "wire/delay", "packets-only"} {
		for i := range stored(t, name).Ladders {
			a := arrange.Of(&stored(t, name).Ladders[i], everything)
			told := map[int]int{}
			for r, row := range a.Rows {
				for _, step := range row.Tells {
					told[step]++
					if step > r || row.Crowd >= 0 && !row.Ends {
						t.Errorf("%s: step %d is told below row %d", name, step, r)
					}
				}
			}
			for j := range a.Ladder.Steps {
				s := &a.Ladder.Steps[j]
				if want := s.Brief+s.Full != "" && s.Kind != render.Remark; told[j] > 1 || told[j] == 1 != want {
					t.Errorf("%s: step %d is told %d times", name, j, told[j])
				}
			}
		}
	}
}

func TestKeyRows(t *testing.T) {
	for name, want := range map[string][]int{"wire/data-loss": {4, 5}, "wire/reset": {6, 0, 8, 0}, "udp": {1}, "wire/on-its-way": {1}} {
		a := arrange.Of(&stored(t, name).Ladders[0], everything)
		var got []int
		for r := range a.Rows {
			if a.Rows[r].Key {
				got = append(got, a.Ladder.Steps[r].Packet)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: packets %v, want %v", name, got, want)
		}
	}
}

func TestPhases(t *testing.T) {
	a := arrange.Of(&stored(t, "udp").Ladders[0], everything)
	var got []string
	next := 0
	for _, p := range a.Phases {
		got = append(got, fmt.Sprint(p.Start.Phase, p.Start.Round))
		if p.From != next || p.To <= p.From {
			t.Errorf("phase %v of rows %d to %d, after %d", p.Start, p.From, p.To, next)
		}
		next = p.To
	}
	if want := []string{"set up1", "request1", "reply1", "close1"}; !slices.Equal(got, want) || next != len(a.Rows) {
		t.Errorf("phases %q until row %d", got, next)
	}
}

// Phases of several ladders begin in an order that is that of each.
func TestTogether(t *testing.T) {
	ladder := func(phases string) *arrange.Arrangement {
		l := render.Ladder{}
		for _, p := range strings.Fields(phases) {
			l.Steps = append(l.Steps, render.Step{Kind: render.Pause, Phase: p})
		}
		return arrange.Of(&l, everything)
	}
	for _, c := range []struct{ first, second, want string }{
		{"a b c", "a b c", "a1 b1 c1"},
		{"a c", "a b c", "a1 b1 c1"},
		{"a b a", "a b a b", "a1 b1 a2 b2"},
		{"", "a", "a1"},
		{"a b", "c", "c1 a1 b1"},
	} {
		var got []string
		for _, s := range arrange.Together([]*arrange.Arrangement{ladder(c.first), ladder(c.second)}) {
			got = append(got, fmt.Sprint(s.Phase, s.Round))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q and %q: %q, want %q", c.first, c.second, got, c.want)
		}
	}
}

// A socket in TIME-WAIT goes on to the end, but where another one needs its column: there it ends above that one's head.
func TestColumnsOfWhatLingers(t *testing.T) {
	l := &render.Ladder{Lifelines: []render.Lifeline{
		{Begin: 0, End: 1, Last: 2, Gone: -1, FD: 3, Lingers: true}, {Begin: 4, End: 5, Last: 6, Gone: 6, FD: 3},
	}, Steps: []render.Step{{Kind: render.Call}, {}, {}, {}, {Kind: render.Call, Lifeline: 1, Born: 1}, {}, {}, {}}}
	for most, want := range map[int][2]int{everything: {0, 8}, 1: {0, 3}} {
		first, second := arrange.Of(l, most).Tracks[0], arrange.Of(l, most).Tracks[1]
		if got := [2]int{first.Column, first.Last}; got != want {
			t.Errorf("of %d columns it has %d, until row %d; want %v", most, first.Column, first.Last, want)
		}
		if second.Column != min(most, 2)-1 || second.Last != 6 {
			t.Errorf("of %d columns the other one has %+v", most, second)
		}
	}
}

// Calls that wait at once are one stay, one that never returns goes on to the end.
func TestStays(t *testing.T) {
	l := &render.Ladder{Lifelines: []render.Lifeline{{Begin: -1, End: -1, FD: 3}}, Steps: make([]render.Step, 10)}
	l.Bars = []render.Bar{{From: 2, To: 6}, {From: 7, To: -1}, {From: 1, To: 3}}
	want := []arrange.Stay{{From: 1, To: 6}, {From: 7, To: 10}}
	if got := arrange.Of(l, everything).Tracks[0].Waits; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
