package step

import (
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/step/keyboard"
	"wireladder/render/text"
)

// by returns a call of a thread of a program.
func by(name string, pid, thread int, call string) capture.Call {
	return capture.Call{Process: capture.Process{PID: pid, Name: name}, Thread: thread, Name: call, FD: 3}
}

// table returns how a crowd is listed, in so many cells.
func (k *crowd) table(width int) string {
	return strings.Join(k.below(newWriting(text.Style{}, width)), "\n")
}

// Who is held up, waits, or does something else is listed, with call and line; processes that
// never come to a call are not.
func TestCrowdIsListed(t *testing.T) {
	k := &crowd{}
	accept, send := by("server", 7, 7, "accept"), by("client", 9, 9, "send")
	accept.Code = code.Line{File: "server.py", Line: 7, Text: "c, a = s.accept()"}
	send.Data, send.Proto = []byte("hello\x1b"), capture.TCP
	handler := by("server", 7, 8, "recv")
	for _, n := range []holding.Notice{
		{Call: by("server", 7, 7, ""), Begins: true},
		{Call: by("server", 6, 6, ""), Begins: true}, // what started it
		{Call: by("client", 9, 9, ""), Begins: true},
		{Call: accept},
		{Call: send, Asks: true, Number: 5},
		{Call: handler, Asks: true, Number: 4},
	} {
		k.heed(n)
	}
	want := `
  1  server           waits in accept(3)          server.py:7  c, a = s.accept…
  2  client           next: send(3, "hello\x1b")
> 3  server (thread)  next: recv(3)`
	if got := k.table(79); got != want {
		t.Errorf("got:%s", got)
	}
	if k.most() != 3 {
		t.Errorf("numbers up to %d", k.most())
	}
	handler.Exit = handler.Exit.AddDate(1, 0, 0)
	ended := by("client", 9, 9, "exit")
	for _, n := range []holding.Notice{{Call: handler}, {Call: ended}} {
		k.heed(n)
	}
	if got, want := k.table(79), "\n  1  server  waits in accept(3)  server.py:7  c, a = s.accept()"; got != want {
		t.Errorf("got:%s", got)
	}
}

// Answers go to who was meant, and to nobody who is not held up.
func TestCrowdAnswers(t *testing.T) {
	for _, tt := range []struct {
		answer keyboard.Answer
		said   string
	}{
		{keyboard.Answer{}, "4\n"}, {keyboard.Answer{Who: 1}, "5\n"}, {keyboard.Answer{Who: 2}, "4\n"}, {keyboard.Answer{Who: 3}, ""}, {keyboard.Answer{Who: 9}, ""},
		{keyboard.Answer{Wish: keyboard.Quit}, "q\n"}, {keyboard.Answer{Wish: keyboard.GoFree}, "all\n"},
	} {
		k := &crowd{}
		k.heed(holding.Notice{Call: by("a", 1, 1, "send"), Asks: true, Number: 5})
		k.heed(holding.Notice{Call: by("b", 2, 2, "send"), Asks: true, Number: 4})
		k.heed(holding.Notice{Call: by("c", 3, 3, "recv")})
		k.shown()
		if got := k.answered(tt.answer); got != tt.said {
			t.Errorf("%+v: %q, and not %q", tt.answer, got, tt.said)
		}
		if again := k.answered(tt.answer); tt.answer.Who > 0 && again != "" {
			t.Errorf("%+v: the second time %q", tt.answer, again)
		}
	}
}

// An answer is asked for when one can be given; on a terminal always, for q.
func TestCrowdIsDue(t *testing.T) {
	held := holding.Notice{Call: by("a", 1, 1, "send"), Asks: true, Number: 1, After: 3}
	waits, computes := holding.Notice{Call: by("b", 2, 2, "recv")}, holding.Notice{Call: by("b", 2, 2, ""), Begins: true}
	for name, tt := range map[string]struct {
		patient bool
		notices []holding.Notice
		entries int
		quiet   bool
		want    bool
		prompt  string
	}{
		"nobody is there":       {false, nil, 9, true, false, ""},
		"one is held up":        {true, []holding.Notice{held}, 3, false, true, "who goes on? Enter: 1, or a number above"},
		"what it did comes":     {true, []holding.Notice{held}, 2, true, false, "who goes on? Enter: 1, or a number above"},
		"it has ended":          {true, []holding.Notice{held, {Call: held.Call, Gone: true}}, 3, true, false, "nobody waits for you yet"},
		"all wait":              {true, []holding.Notice{waits}, 9, true, true, "all wait in the kernel: nobody waits for you"},
		"all wait, for now":     {true, []holding.Notice{waits}, 9, false, false, "all wait in the kernel: nobody waits for you"},
		"one computes":          {true, []holding.Notice{computes}, 9, true, false, "nobody waits for you yet"},
		"one computes, at keys": {false, []holding.Notice{computes}, 9, false, true, "nobody waits for you yet"},
	} {
		k := &crowd{patient: tt.patient}
		for _, n := range tt.notices {
			k.heed(n)
		}
		if got := k.due(tt.entries, tt.quiet); got != tt.want {
			t.Errorf("%s: due: %t", name, got)
		}
		if asks, _ := k.prompt(); asks != tt.prompt {
			t.Errorf("%s: %q", name, asks)
		}
	}
}
