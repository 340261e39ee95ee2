package holding

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"wireladder/capture"
	"wireladder/capture/causal"
)

// gated returns a gate whose calls are recorded, and the other ends: what opens
// it and what it tells.
func gated(t *testing.T) (g *Gate, calls capture.CallObserver, goes io.WriteCloser, notices *json.Decoder, recorded *[]string) {
	t.Helper()
	in, goes := io.Pipe()
	out, told := io.Pipe()
	g, recorded = NewGate(in, told), new([]string)
	m := causal.NewMerger(g.Record(func(e capture.Entry) error {
		*recorded = append(*recorded, e.Call.Name)
		return nil
	}))
	t.Cleanup(func() { _, _ = goes.Close(), out.Close() })
	return g, promptly{g.Observe(m), m}, goes, json.NewDecoder(out), recorded
}

// promptly records each call as soon as it has returned.
type promptly struct {
	capture.CallObserver
	merger *causal.Merger
}

func (p promptly) Return(c *capture.Call) {
	p.CallObserver.Return(c)
	p.merger.Seen(c.Exit.Add(1))
}

func next(t *testing.T, notices *json.Decoder) Notice {
	t.Helper()
	var n Notice
	if err := notices.Decode(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// A call is held up until it may go on, and told with the entries before it;
// once the other end has gone, no call is held up any more.
func TestGateHoldsUp(t *testing.T) {
	g, calls, goes, notices, recorded := gated(t)
	g.next = marksPass{g.next, calls.(promptly).merger}
	made := make(chan error, 3)
	connect := &capture.Call{Name: "connect", FD: 3, Args: capture.ParseArguments("connect", "127.0.0.1:12000")}
	go func() {
		bind := &capture.Call{Name: "bind", Enter: time.Now()}
		calls.Enter(bind)
		bind.Exit = time.Now()
		calls.Return(bind)
		for range 3 {
			made <- g.Before(t.Context(), connect)
		}
	}()
	for _, returned := range []bool{false, true} {
		if n := next(t, notices); n.Asks || n.Call.Name != "bind" || n.Call.Returned() != returned {
			t.Errorf("returned %t: %+v", returned, n)
		}
	}
	for i := range 3 {
		n := next(t, notices)
		if !n.Asks || n.Call.Name != "connect" || n.Call.FD != 3 || n.After != 1 || len(*recorded) != 1 {
			t.Errorf("question %d: %+v after %q", i, n, *recorded)
		}
		if i < 2 && len(made) != 0 {
			t.Error("a call was made before it might")
		}
		switch i {
		case 0:
			_, err := goes.Write([]byte{'\n'})
			check(t, err)
		case 1:
			check(t, goes.Close())
		}
		check(t, <-made)
	}
}

// marksPass lets the recording come as far as each mark.
type marksPass struct {
	capture.CallObserver
	merger *causal.Merger
}

func (m marksPass) Return(c *capture.Call) {
	m.CallObserver.Return(c)
	m.merger.Seen(c.Exit.Add(1))
}

// marks is an observer that hands over each mark.
type marks chan *capture.Call

func (marks) Enter(*capture.Call)      {}
func (m marks) Return(c *capture.Call) { m <- c }

// A question is put when a mark has come out of the recording, which takes it for
// no call.
func TestGateWaitsForItsMark(t *testing.T) {
	g, _, goes, notices, _ := gated(t)
	sent, asked, made := make(marks), make(chan Notice), make(chan error)
	g.next = sent
	go func() { made <- g.Before(t.Context(), &capture.Call{Name: "connect"}) }()
	go func() { asked <- next(t, notices) }()
	select {
	case mark := <-sent:
		kept := g.Record(func(e capture.Entry) error { return errors.New(e.Call.Name) })
		check(t, kept(capture.Entry{Call: mark}))
	case n := <-asked:
		t.Fatalf("asks with no mark: %+v", n)
	}
	if n := <-asked; !n.Asks || n.After != 0 {
		t.Errorf("%+v", n)
	}
	check(t, goes.Close())
	check(t, <-made)
}

// Who gives up a run ends it, also while nobody asks, and before it has begun.
func TestGateIsGivenUp(t *testing.T) {
	for _, early := range []bool{false, true} {
		g, _, goes, _, _ := gated(t)
		begin := func() context.Context {
			ctx, end := g.Begin(t.Context())
			t.Cleanup(end)
			return ctx
		}
		var ctx context.Context
		if !early {
			ctx = begin()
		}
		_, err := goes.Write([]byte{QuitNow})
		check(t, err)
		if early {
			ctx = begin()
		}
		if <-ctx.Done(); !errors.Is(context.Cause(ctx), ErrQuit) {
			t.Errorf("early %t: %v", early, context.Cause(ctx))
		}
	}
}

// A run that has ended holds nobody up, and tells why.
func TestGateOfARunThatHasEnded(t *testing.T) {
	g, _, _, notices, _ := gated(t)
	cause := errors.New("the end")
	ctx, cancel := context.WithCancelCause(t.Context())
	made := make(chan error)
	go func() { made <- g.Before(ctx, &capture.Call{Name: "connect"}) }()
	go func() { cancel(cause); made <- g.Before(ctx, &capture.Call{Name: "connect"}) }()
	go func() {
		for err := error(nil); err == nil; err = notices.Decode(&Notice{}) {
			continue
		}
	}()
	for range 2 {
		if err := <-made; !errors.Is(err, cause) {
			t.Errorf("error %v", err)
		}
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
