package quiz_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/quiz"
	"wireladder/render/rendertest"
)

// blank finds what is to be filled in, and its mark.
var blank = regexp.MustCompile(`(\(\d+\))((?:seq|ack|len)=)?____`)

// texts returns all that is written at the steps of a ladder: the longest labels, and states.
func texts(l *render.Ladder) (all []string) {
	for _, s := range l.Steps {
		if all = append(all, s.FromState, s.ToState); len(s.Labels) > 0 {
			all = append(all, s.Labels[0])
		}
	}
	return all
}

// marks returns the marks of what is to be filled in, from the top down.
func marks(sheet *render.Ladder) (all []string) {
	for _, found := range blank.FindAllStringSubmatch(strings.Join(texts(sheet), "\n"), -1) {
		all = append(all, found[1])
	}
	return all
}

// ladders returns those that are to be filled in, and the solutions.
func ladders(t *testing.T, d *render.Diagram) (sheets, solutions []render.Ladder) {
	t.Helper()
	n := len(d.Ladders) / 2
	if n*2 != len(d.Ladders) || n > 0 && !d.Ladders[n].Apart {
		t.Fatalf("%d ladders", len(d.Ladders))
	}
	return d.Ladders[:n], d.Ladders[n:]
}

// A solution says what the diagram says, and the sheet the same but for blanks, each with the mark
// of its answer. Nothing else tells.
func TestOf(t *testing.T) {
	for name, d := range rendertest.Stored(t) {
		before := rendertest.Text(d)
		exercise := quiz.Of(d, quiz.Options{Seed: 1})
		if after := rendertest.Text(d); after != before {
			t.Errorf("%s has changed", name)
		}
		if len(exercise.Findings) > 0 || len(exercise.Totals.Rows) > 0 {
			t.Errorf("%s: something else is said", name)
		}
		asked := 0
		sheets, solutions := ladders(t, exercise)
		for i := range sheets {
			checkLadder(t, name, &d.Ladders[i], &sheets[i], &solutions[i])
			for _, m := range marks(&sheets[i]) {
				if asked++; m != fmt.Sprintf("(%d)", asked) {
					t.Errorf("%s: the mark of blank %d is %s", name, asked, m)
				}
			}
		}
		if asked > quiz.Blanks || asked < 2 {
			t.Errorf("%s has %d blanks", name, asked)
		}
	}
}

func checkLadder(t *testing.T, name string, own, sheet, solution *render.Ladder) {
	t.Helper()
	asked, known, said := texts(sheet), texts(solution), texts(own)
	for i := range said {
		at := blank.FindStringSubmatchIndex(asked[i])
		if at == nil {
			if asked[i] != said[i] || known[i] != said[i] {
				t.Errorf("%s: %q and %q stand for %q", name, asked[i], known[i], said[i])
			}
			continue
		}
		head, mark, tail := asked[i][:at[0]], asked[i][at[2]:at[3]], asked[i][at[1]:]
		answer := strings.TrimSuffix(strings.TrimPrefix(said[i], head), tail)
		if head+answer+tail != said[i] || head+mark+answer+tail != known[i] || answer == "" {
			t.Errorf("%s: %q is the answer of %q, of %q", name, known[i], asked[i], said[i])
		}
		if at[4] >= 0 && !strings.HasPrefix(answer, asked[i][at[4]:at[5]]) {
			t.Errorf("%s: %q is the answer of %q", name, answer, asked[i])
		}
	}
	for _, s := range sheet.Steps {
		if s.Brief != "" || s.Full != "" || s.Key {
			t.Errorf("%s: the sheet explains packet %d", name, s.Packet)
		}
	}
}

// The same seed asks for the same, and another one for something else.
func TestSeed(t *testing.T) {
	d := rendertest.Stored(t)["tcp"]
	text := func(seed uint64) string { return rendertest.Text(quiz.Of(d, quiz.Options{Seed: seed})) }
	first := text(7)
	if again := text(7); again != first {
		t.Error("the same seed asks for something else")
	}
	if text(8) == first {
		t.Error("another seed asks for the same")
	}
}

// There are no more blanks than there are rows, and as many as are wanted where there are enough.
func TestBlanks(t *testing.T) {
	all := rendertest.Stored(t)
	d := all["tcp"]
	count := func(blanks int) (n int) {
		sheets, _ := ladders(t, quiz.Of(d, quiz.Options{Blanks: blanks, Seed: 1}))
		for i := range sheets {
			n += len(marks(&sheets[i]))
		}
		return n
	}
	if n := count(3); n != 3 {
		t.Errorf("3 blanks are %d", n)
	}
	if d = all["contrast"]; len(d.Ladders) < 2 || count(1) != 1 {
		t.Errorf("one blank of %d ladders is %d", len(d.Ladders), count(1))
	}
	d = all["tcp"]
	if n, rows := count(1000), len(d.Ladders[0].Steps); n < 10 || n > rows {
		t.Errorf("%d rows have %d blanks", rows, n)
	}
}

// What a payload quotes is no field, and labels of every length have the blank.
func TestQuoted(t *testing.T) {
	d := &render.Diagram{Ladders: []render.Ladder{{Title: "TCP", Steps: []render.Step{{
		Kind: render.Message, Born: -1, Labels: []string{`seq=1 ack=11 len=9 "seq=2 SYN"`, "seq=1 ack=11", "len=9", ""},
	}}}}}
	for seed := range uint64(20) {
		s := quiz.Of(d, quiz.Options{Seed: seed}).Ladders[0].Steps[0]
		for _, label := range s.Labels {
			if strings.Count(label, "(1)") != 1 || !strings.HasSuffix(s.Labels[0], `"seq=2 SYN"`) {
				t.Errorf("%q", s.Labels)
			}
		}
	}
}
