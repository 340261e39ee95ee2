package holding

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"wireladder/capture"
)

// recorded is an observer that has recorded each call at once.
type recorded struct{ queue *Queue }

func (recorded) Enter(*capture.Call) {}
func (r recorded) Return(c *capture.Call) {
	_ = r.queue.Record(func(capture.Entry) error { return nil })(capture.Entry{Call: c})
}

// queued returns a queue whose run has begun, and the other ends.
func queued(t *testing.T) (q *Queue, ctx context.Context, say func(string), notices *json.Decoder) {
	t.Helper()
	in, said := io.Pipe()
	out, told := io.Pipe()
	q = NewQueue(in, told)
	q.Observe(recorded{q})
	ctx, end := q.Begin(t.Context())
	t.Cleanup(func() { _, _, _ = said.Close(), out.Close(), told.Close(); end() })
	return q, ctx, func(line string) {
		_, _ = io.WriteString(said, line+"\n") // what is not heard is missed by the test
	}, json.NewDecoder(out)
}

// Calls that are held up at once are asked about each, and made when they are called up.
func TestQueueCallsUp(t *testing.T) {
	q, _, say, notices := queued(t)
	made := make(chan string)
	for _, name := range []string{"bind", "connect"} {
		q.Held(&capture.Call{Name: name}, func() { made <- name })
	}
	numbers := map[string]int{}
	for range 2 {
		n := next(t, notices)
		if numbers[n.Call.Name] = n.Number; !n.Asks || n.At.IsZero() {
			t.Errorf("%+v", n)
		}
	}
	if numbers["bind"] != 1 || numbers["connect"] != 2 {
		t.Fatal(numbers)
	}
	for _, number := range []string{"2", "2", "0", "x", "1"} {
		go say(number)
		if name := map[string]string{"2": "connect", "1": "bind"}[number]; numbers[name] != 0 {
			if got := <-made; got != name {
				t.Errorf("%s lets %s be made", number, got)
			}
			delete(numbers, name)
		}
	}
}

// From AllGo on, or the end of what is said, nobody is held up.
func TestQueueLetsAllGo(t *testing.T) {
	q, _, say, notices := queued(t)
	made := make(chan string, 2)
	q.Held(&capture.Call{Name: "bind"}, func() { made <- "bind" })
	next(t, notices)
	go say(AllGo)
	if got := <-made; got != "bind" {
		t.Error(got)
	}
	q.Held(&capture.Call{Name: "listen"}, func() { made <- "listen" })
	if got := <-made; got != "listen" {
		t.Error(got)
	}
}

// QuitRun ends the run, and says why.
func TestQueueQuits(t *testing.T) {
	_, ctx, say, _ := queued(t)
	say(QuitRun)
	<-ctx.Done()
	if err := context.Cause(ctx); !errors.Is(err, ErrQuit) {
		t.Error(err)
	}
}

// A call that is gone is asked about no more; that a process begins is told.
func TestQueueTakesBack(t *testing.T) {
	q, _, say, notices := queued(t)
	bind := &capture.Call{Name: "bind"}
	q.Held(bind, func() { t.Error("it is made") })
	next(t, notices)
	go q.Gone(bind)
	if n := next(t, notices); !n.Gone || n.Number != 1 || n.Call.Name != "bind" {
		t.Errorf("%+v", n)
	}
	say("1")
	go q.Begins("server", 7)
	if n := next(t, notices); !n.Begins || n.Call.Process != (capture.Process{PID: 7, Name: "server"}) || n.Call.Thread != 7 {
		t.Errorf("%+v", n)
	}
}

// What is typed for a program comes to its keyboard as it was typed, which is closed when nothing more can be said.
func TestQueueTypes(t *testing.T) {
	said, to := io.Pipe()
	typed, keyboard := io.Pipe()
	q := NewQueue(said, io.Discard)
	q.TypeAt(keyboard)
	_, end := q.Begin(t.Context())
	defer end()
	want := "hello \"you\"\n ü\t\n\x04"
	go func() {
		for _, text := range []string{Typed("hello \"you\"\n"), "type hello\n", "7\n", Typed(" ü\t\n"), Typed("\x04")} {
			_, _ = io.WriteString(to, text)
		}
		_ = to.Close()
	}()
	if got, err := io.ReadAll(typed); err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
}
