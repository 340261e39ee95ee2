package step

import (
	"strings"
	"testing"

	"wireladder/capture"
	"wireladder/capture/code"
	"wireladder/cmd/step/holding"
	"wireladder/cmd/step/keyboard"
	"wireladder/render/text"
	"wireladder/render/text/asking"
)

// by returns a call of a thread of a program.
func by(name string, pid, thread int, call string) capture.Call {
	return capture.Call{Process: capture.Process{PID: pid, Name: name}, Thread: thread, Name: call, FD: 3}
}

// table returns how a crowd is listed.
func (k *crowd) table() string {
	return "\n" + strings.Join(asking.Rows(k.members(), text.Medium(false), 79), "\n")
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
	if got := k.table(); got != want {
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
	if got, want := k.table(), "\n  1  server  waits in accept(3)  server.py:7  c, a = s.accept()"; got != want {
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

// What is asked on a whole screen is about the call of who has waited longest.
func TestCrowdAsksAbout(t *testing.T) {
	k := &crowd{}
	if got := k.about(); got != "" {
		t.Errorf("nobody waits: %q", got)
	}
	k.heed(holding.Notice{Call: by("server", 7, 7, "accept"), Asks: true, Number: 2})
	k.heed(holding.Notice{Call: by("client", 9, 8, "socket"), Asks: true, Number: 1})
	if got, want := k.about(), "client (thread), next: socket(): will the other side hear of it?"; got != want {
		t.Errorf("%q", got)
	}
	if members := k.members(); len(members) != 2 || members[0].Next || !members[1].Next || !members[0].Held {
		t.Errorf("%+v", members)
	}
}

// On a whole screen another is asked about when all has come that the last answer has led to: who was let go on
// asks again, and all before that has come, or nothing comes any more.
func TestCrowdSettles(t *testing.T) {
	other := holding.Notice{Call: by("b", 2, 2, "send"), Asks: true, Number: 5}
	again := holding.Notice{Call: by("a", 1, 1, "recv"), Asks: true, Number: 6, After: 4}
	for name, tt := range map[string]struct {
		behind  []holding.Notice // what comes behind the answer
		entries int
		quiet   bool
		want    bool
	}{
		"nothing has come":       {nil, 3, false, false},
		"nothing comes":          {nil, 3, true, true},
		"it asks again":          {[]holding.Notice{again}, 4, false, true},
		"what it did is to come": {[]holding.Notice{again}, 3, false, false},
		"it waits":               {[]holding.Notice{{Call: by("a", 1, 1, "recv")}}, 3, false, false},
		"it has ended":           {[]holding.Notice{{Call: by("a", 1, 1, "exit")}}, 3, false, false},
		"it has, for long":       {[]holding.Notice{{Call: by("a", 1, 1, "exit")}}, 3, true, true},
	} {
		k := &crowd{shows: true}
		k.heed(holding.Notice{Call: by("a", 1, 1, "send"), Asks: true, Number: 4})
		k.heed(other)
		if k.shown(); !k.due(0, false) {
			t.Errorf("%s: the first is not asked about", name)
		}
		k.answered(keyboard.Answer{})
		for _, n := range tt.behind {
			k.heed(n)
		}
		if got := k.due(tt.entries, tt.quiet); got != tt.want {
			t.Errorf("%s: due: %t", name, got)
		}
	}
}
