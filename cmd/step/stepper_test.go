package step

import (
	"testing"
	"time"

	"wireladder/cmd/report"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/step/keyboard"
	"wireladder/render/rhythm"
)

// No time is taken for held up twice, and none in which a program that was let go on has done something: also where
// nothing is recorded of that yet, for it waits.
func TestHoldsDoNotOverlap(t *testing.T) {
	l, err := holding.NewPipes()
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	defer l.Given()
	k := &crowd{}
	st := &stepper{Options: &Options{Programs: true, Report: &report.LiveReport{}}, pipes: l, asks: k, quiet: time.NewTimer(time.Hour)}
	begin := time.Now().Round(0)
	ask := func(name string, number int) {
		st.heed(holding.Notice{Call: by(name, number, number, "accept"), Asks: true, Number: number, At: begin})
	}
	ask("server", 1)
	ask("client", 2)
	if err := st.release(keyboard.Answer{}); err != nil {
		t.Fatal(err)
	}
	c := by("server", 1, 1, "accept")
	c.Enter = time.Now().Round(0)
	st.heed(holding.Notice{Call: c})
	if err := st.release(keyboard.Answer{}); err != nil {
		t.Fatal(err)
	}
	if n := len(st.holds); n != 2 {
		t.Fatalf("%d times", n)
	}
	for i, h := range st.holds {
		if h.To.Before(h.From) || i > 0 && h.From.Before(st.holds[i-1].To) {
			t.Errorf("from %v to %v, behind %v", h.From, h.To, st.holds[:i])
		}
	}
	if at := rhythm.Without(st.holds, c.Enter); at.After(rhythm.Without(st.holds, time.Now())) || !at.Equal(st.holds[0].From.Add(c.Enter.Sub(st.holds[0].To))) {
		t.Errorf("accept() is entered %v after the first question", at.Sub(begin))
	}
}
