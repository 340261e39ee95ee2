package guess_test

import (
	"slices"
	"strings"
	"testing"

	"wireladder/render"
	"wireladder/render/focus"
	"wireladder/render/guess"
	"wireladder/render/rendertest"
)

// The right answer to a question is the packet that comes, and the others are other ones.
func TestQuestions(t *testing.T) {
	words := map[render.Tone]string{render.Opens: "SYN", render.Carries: "data", render.Confirms: "ACK alone", render.Closes: "FIN", render.Aborts: "RST"}
	places := map[int]int{}
	all := rendertest.Stored(t)
	for name, d := range rendertest.Stored(t) {
		all[name+" folded"] = focus.Of(d)
	}
	for name, d := range all {
		w := guess.New(d)
		for i := range d.Ladders {
			l := &d.Ladders[i]
			for j := range l.Steps {
				q, s := w.Before(render.StepRef{Ladder: i, Step: j}), &l.Steps[j]
				if q == nil {
					continue
				}
				right := w.Answers()[q.Answers[q.Right]]
				from, to := l.Lifelines[s.From].Owner(), l.Lifelines[s.To].Owner()
				if s.Kind != render.Message || s.Folds > 1 || !strings.HasPrefix(right, from+" → "+to+": ") || l.OfDatagrams() == strings.HasSuffix(right, words[s.Tone]) {
					t.Errorf("%s, step %d is %q: the right answer is %q", name, j, s.Labels, right)
				}
				if n := len(slices.Compact(slices.Sorted(slices.Values(q.Answers)))); n != len(q.Answers) || n < 3 || n > 4 {
					t.Errorf("%s, step %d: the answers are %v", name, j, q.Answers)
				}
				places[q.Right]++
			}
		}
	}
	if len(places) != 4 || places[0] > places[1]+places[2]+places[3] {
		t.Errorf("the right answer is the n-th so often: %v", places)
	}
}
