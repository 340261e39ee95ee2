package step

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A terminal shows the end of the newest picture and the question below it,
// however rows have changed and wherever they were.
func TestGrowthOnATerminal(t *testing.T) {
	const height = 12
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test's
		s := &terminalScreen{t: t, height: height}
		g := growth{w: s, height: func() int { return height }}
		var rows []string
		for step := range 10 {
			rows = slices.Clone(rows)
			if len(rows) > 0 && r.IntN(2) == 0 {
				rows[r.IntN(len(rows))] = fmt.Sprintf("changed in %d", step)
			}
			if len(rows) > 2 && r.IntN(4) == 0 {
				rows = rows[:len(rows)-1-r.IntN(2)]
			}
			for range r.IntN(6) {
				rows = append(rows, fmt.Sprintf("row %d of %d", len(rows), step))
			}
			prompt := []string{"", fmt.Sprintf("> question %d", step)}[r.IntN(2)]
			if err := g.show(rows, prompt); err != nil {
				t.Fatal(err)
			}
			if step%3 == 0 {
				prompt = ""
				if err := g.answered(); err != nil {
					t.Fatal(err)
				}
			}
			want := append(slices.Clone(rows), prompt)
			got := s.visible()
			if n := min(len(want), len(got), height); !slices.Equal(want[len(want)-n:], got[len(got)-n:]) || n < min(len(want), height) && prompt != "" {
				t.Fatalf("seed %d, step %d: the terminal shows\n%s\nnot\n%s", seed, step, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// A question that stands, where it can't be taken away, is not put again, as long as nothing has come.
func TestGrowthAsksOnce(t *testing.T) {
	var b bytes.Buffer
	g := growth{w: &b, height: func() int { return 0 }}
	show := func(rows ...string) {
		t.Helper()
		if err := g.show(rows, "> who?"); err != nil {
			t.Fatal(err)
		}
	}
	show("one")
	show("one")
	show("one", "two")
	if err := g.answered(); err != nil {
		t.Fatal(err)
	}
	show("one", "two")
	if want := "one\n> who?\ntwo\n> who?\n> who?\n"; b.String() != want {
		t.Errorf("%q, want %q", b.String(), want)
	}
}

// A picture that only grows is written once, row by row.
func TestGrowthWritesOnlyWhatIsNew(t *testing.T) {
	for _, height := range []int{0, 5} {
		var b bytes.Buffer
		g := growth{w: &b, height: func() int { return height }}
		var rows []string
		for i := range 20 {
			rows = append(rows, fmt.Sprintf("<%d>", i))
			if err := g.show(rows, ""); err != nil {
				t.Fatal(err)
			}
		}
		for i := range 20 {
			if n := strings.Count(b.String(), fmt.Sprintf("<%d>", i)); n != 1 {
				t.Errorf("height %d: row %d was written %d times", height, i, n)
			}
		}
	}
}

// Elsewhere a picture that has changed comes again as a whole, and nothing that
// only a terminal obeys.
func TestGrowthInAFile(t *testing.T) {
	var b bytes.Buffer
	g := growth{w: &b, height: func() int { return 0 }}
	for _, rows := range [][]string{{"a", "b"}, {"a", "b", "c"}, {"a", "x", "c"}} {
		if err := g.show(rows, "> next"); err != nil {
			t.Fatal(err)
		}
		if err := g.answered(); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.restart(); err != nil {
		t.Fatal(err)
	}
	if err := g.show([]string{"other"}, ""); err != nil {
		t.Fatal(err)
	}
	const want = "a\nb\n> next\nc\n> next\n\na\nx\nc\n> next\n\nother\n"
	if got := b.String(); got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
